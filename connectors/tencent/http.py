"""Requests to the platforms: every failure becomes one of ``connectors.errors``, or a Rejected.

An address may hold a token or be a permission by itself; so none is ever part of a log line or an error.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec

from connectors.errors import RetryAfter
from connectors.tencent.errors import Rejected, Unreached

TIMEOUT = aiohttp.ClientTimeout(total=8, connect=4)


class Http:
    """Connections that open with the first request; ``close`` them at the end, for good."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def ask(
        self, method: str, address: str, query: Mapping[str, str], content: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the JSON of an answer, ``content`` goes along as JSON.

        Raises Rejected, Unreached where nothing was sent, RetryAfter where no answer came.
        """
        data = None if content is None else msgspec.json.encode(content)
        async with self._answer(method, address, query, data) as answer:
            return checked(await answer.read())

    @asynccontextmanager
    async def get(self, address: str, query: Mapping[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        """Give an answer to read from; raises RetryAfter, also where reading fails."""
        try:
            async with self._answer("GET", address, query, None) as answer:
                yield answer
        except Unreached as unreached:
            raise RetryAfter(detail=unreached.detail) from None

    async def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def _answer(
        self, method: str, address: str, query: Mapping[str, str], data: bytes | None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        try:
            async with self._opened().request(method, address, params=query, data=data) as answer:
                if answer.status >= 500:
                    raise RetryAfter(detail=f"HTTP {answer.status}")
                yield answer
        except aiohttp.ClientConnectorError as error:
            raise Unreached(detail=type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RetryAfter(detail=type(error).__name__) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._closed:
            raise Unreached(detail="closed")
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session


async def bounded(answer: aiohttp.ClientResponse, largest: int) -> bytes | None:
    """Return a body of at most ``largest`` bytes; None beyond, without reading the rest."""
    if (answer.content_length or 0) > largest:
        return None
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > largest:
            return None
    return bytes(content)


def checked(body: bytes) -> dict[str, Any]:
    """Return an answer that holds no errcode; raises Rejected, or RetryAfter for what is no answer."""
    try:
        answer = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RetryAfter(detail="no JSON") from None
    code = answer.get("errcode", 0)
    if code:
        raise Rejected(int(code), str(answer.get("errmsg", "")))
    return answer
