"""Connections to Tencent's platforms: closed is closed."""

import asyncio

import pytest

from connectors.errors import RetryAfter
from connectors.tencent.errors import Unreached
from connectors.tencent.http import Http
from tests.connectors.wecom.platform import Platform


async def test_after_the_end_nothing_is_opened_again() -> None:
    platform, http = Platform(), Http()
    await platform.start()
    address = f"{platform.url}/cgi-bin/gettoken"
    with pytest.raises(RetryAfter):
        await asyncio.gather(http.ask("GET", address, {}), http.close())
    with pytest.raises(Unreached, match="closed"):
        await http.ask("GET", address, {})
    with pytest.raises(RetryAfter, match="closed"):
        async with http.get(address, {}):
            pass
    await platform.stop()
