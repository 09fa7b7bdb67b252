"""One access token for all processes of an installation; one of them at a time fetches a new one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from connectors.errors import Misconfigured, RetryAfter, SendFailed
from connectors.tencent.errors import Rejected, Unreached, failure
from storage.store import Store
from storage.tokens import Token
from storage.tx import Tx

EARLY = timedelta(minutes=1)
"""A token is renewed before it ends; the platform itself has a new one five minutes before."""
FORCED = timedelta(minutes=75)
"""Between two forced refreshes: WeChat allows twenty a day."""
WAITS, WAIT = 100, 0.2
"""How often, and how many seconds apart, to look whether another process has the new token."""

Fetch = Callable[[bool], Awaitable[dict[str, Any]]]
"""Asks the platform for a token, forced or not; raises Rejected or SendFailed."""


@dataclass(slots=True)
class Keeper:
    """Keeps the token ``name`` of one account."""

    name: str
    store: Store
    fetch: Fetch
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def token(self) -> str:
        """Return a token that should be good."""
        known = await self.store.read(lambda tx: _usable(tx, self.name))
        return known or await self._fetched(dead=None)

    async def renewed(self, dead: str) -> str:
        """Return another one than that which the platform does not know any more; raises Misconfigured."""
        return await self._fetched(dead)

    async def _fetched(self, dead: str | None) -> str:
        """Fetch a token, or wait for the one that somebody else is fetching; forced where one is dead."""
        async with self._turn:
            for _ in range(WAITS):
                found = await self.store.run(lambda tx: _turn(tx, self.name, dead))
                if isinstance(found, str):
                    return found
                if found:
                    return await self._fetch(force=dead is not None)
                await asyncio.sleep(WAIT)
        raise Unreached(detail="token")

    async def _fetch(self, *, force: bool) -> str:
        try:
            answer = await self.fetch(force)
            value, seconds = str(answer["access_token"]), int(answer.get("expires_in", 7200))
        except (Rejected, SendFailed, KeyError, ValueError) as error:
            await self.store.run(lambda tx: tx.tokens.failed(self.name))
            raise _refusal(error) from None
        await self.store.run(lambda tx: tx.tokens.keep(self.name, value, tx.now + timedelta(seconds=seconds)))
        return value


def _refusal(error: Exception) -> SendFailed:
    """Return the failure of whoever needs the token: no message is to blame, so none is refused for good."""
    if not isinstance(error, Rejected):
        return Unreached(detail="token")
    failed = failure(error.code, {})
    return failed if isinstance(failed, RetryAfter) else Misconfigured(failed.detail)


def _usable(tx: Tx, name: str) -> str | None:
    token = tx.tokens.get(name)
    return token.value if token and token.value and token.ends_at - EARLY > tx.now else None


def _turn(tx: Tx, name: str, dead: str | None) -> str | bool:
    """Return a token that somebody fetched meanwhile, else whether the caller is to fetch one."""
    usable = _usable(tx, name)
    if usable is not None and usable != dead:
        return usable
    token = tx.tokens.get(name)
    if dead is not None and token is not None and _too_soon(token, tx):
        raise Misconfigured("errcode 40001")
    if not tx.tokens.turn(name):
        return False
    if dead is not None:
        tx.tokens.force(name)
    return True


def _too_soon(token: Token, tx: Tx) -> bool:
    return token.forced_at is not None and token.forced_at + FORCED > tx.now
