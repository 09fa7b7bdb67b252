"""Calls that need no token, because their address is their permission; so no address is ever logged."""

from typing import Any

import aiohttp
import msgspec

from connectors.errors import Refused, RetryAfter, TooLong
from connectors.tencent.api import TIMEOUT, checked
from connectors.tencent.errors import Unreached


class Plain:
    """Posts and downloads; ``close`` it at the end."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(self, address: str, content: dict[str, Any]) -> dict[str, Any]:
        """Post JSON; raises Rejected, Unreached where nothing was sent, RetryAfter where no answer came."""
        try:
            async with self._connected().post(address, data=msgspec.json.encode(content)) as answer:
                if answer.status >= 500:
                    raise RetryAfter(detail=f"HTTP {answer.status}")
                return checked(await answer.read())
        except aiohttp.ClientConnectorError as error:
            raise Unreached(detail=type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RetryAfter(detail=type(error).__name__) from None

    async def download(self, address: str, largest: int) -> bytes:
        """Return a file; raises TooLong beyond ``largest`` bytes, Refused where there is none, RetryAfter."""
        try:
            async with self._connected().get(address) as answer:
                if answer.status >= 500:
                    raise RetryAfter(detail=f"HTTP {answer.status}")
                if answer.status != 200:
                    raise Refused(f"HTTP {answer.status}")
                content = bytearray()
                async for chunk in answer.content.iter_any():
                    content += chunk
                    if len(content) > largest:
                        raise TooLong
                return bytes(content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RetryAfter(detail=type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session
