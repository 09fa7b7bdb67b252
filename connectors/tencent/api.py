"""The platforms' API over aiohttp, as one account: one refresh for a dead token, never a second.

Every failure becomes one of ``connectors.errors``, or a Rejected; the token stands in each address, so
no address is ever part of a log line or an error.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from connectors.tencent.errors import DEAD_TOKEN, Rejected
from connectors.tencent.http import Http, bounded, checked
from connectors.tencent.tokens import Keeper
from storage.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """One request without its token; ``content`` goes along as JSON."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    content: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calls they are: ``name`` of the shared token, ``base`` address, how a token is asked for."""

    name: str
    base: str
    token: Callable[[bool], Question]
    """The question for a token, forced or not."""


class Api:
    """Calls as one account; ``close`` it at the end."""

    def __init__(self, account: Account, store: Store) -> None:
        self._base = account.base.rstrip("/")
        self._http = Http()
        self._keeper = Keeper(account.name, store, lambda force: self._json(account.token(force)))

    async def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """Call; raises Rejected, or RetryAfter where no answer came."""
        return await self._with_token(
            lambda token: self._json(Question("POST", path, {"access_token": token}, content))
        )

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Ask; raises like ``post``."""
        return await self._with_token(
            lambda token: self._json(Question("GET", path, {"access_token": token, **query}))
        )

    async def admitted(self) -> None:
        """Ask for a token past the one that is kept: does the platform know us now? Raises like ``post``."""
        await self._keeper.fetch(False)

    async def media(self, media_id: str, largest: int) -> bytes | None:
        """Return a file that somebody sent, None where it is larger than ``largest`` bytes; raises like ``post``."""
        return await self._with_token(lambda token: self._download(token, media_id, largest))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _with_token(self, call: Callable[[str], Awaitable[T]]) -> T:
        token = await self._keeper.token()
        try:
            return await call(token)
        except Rejected as rejected:
            if rejected.code not in DEAD_TOKEN:
                raise
        return await call(await self._keeper.renewed(token))

    async def _json(self, question: Question) -> dict[str, Any]:
        """Return an answer; WeChat expects UTF-8 and sends it, whatever type it names."""
        address = self._base + question.path
        return await self._http.ask(question.method, address, question.query, question.content)

    async def _download(self, token: str, media_id: str, largest: int) -> bytes | None:
        query = {"access_token": token, "media_id": media_id}
        async with self._http.get(f"{self._base}/cgi-bin/media/get", query) as answer:
            content = await bounded(answer, largest)
        if content is not None and content.startswith(b"{"):
            checked(content)  # an errcode, or the address of a video that plays elsewhere
            return None
        return content
