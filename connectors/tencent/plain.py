"""Calls that need no token, because their address is their permission."""

from typing import Any

from connectors.errors import Refused, TooLong
from connectors.tencent.http import Http, bounded


class Plain(Http):
    """Posts and downloads; ``close`` it at the end."""

    async def post(self, address: str, content: dict[str, Any]) -> dict[str, Any]:
        """Post JSON; raises like ``ask``."""
        return await self.ask("POST", address, {}, content)

    async def download(self, address: str, largest: int) -> bytes:
        """Return a file; raises TooLong beyond ``largest`` bytes, Refused where there is none, RetryAfter."""
        async with self.get(address, {}) as answer:
            if answer.status != 200:
                raise Refused(f"HTTP {answer.status}")
            content = await bounded(answer, largest)
        if content is None:
            raise TooLong
        return content
