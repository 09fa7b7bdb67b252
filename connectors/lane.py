"""The room that one channel has for sending: so many at once, so many a second, so many in one chat."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from connectors.limits import ChatPace, Pace
from storage.messages import Outbound

KEPT = 10_000
"""Chats remembered before those with nothing to wait for are dropped."""


class Lane:
    """Keeps the pace of one channel."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._inside = 0
        self._next = 0.0
        self._chats: dict[str, float] = {}
        """When the last message of a chat would have gone at an even pace."""

    @property
    def free(self) -> bool:
        """Whether more may be started."""
        return self._inside < self._pace.at_once

    def wait(self, out: Outbound) -> float:
        """Return 0 and count the message where its chat may be written to, else the seconds until it may."""
        pace, now = self._pace.group if out.group else self._pace.private, _now()
        even = max(self._chats.get(out.chat, 0.0), now)
        pace = pace or ChatPace(1, 0.0)
        ahead = even - now - (pace.burst - 1) * pace.seconds
        if ahead > 0:
            return ahead
        if pace.seconds or out.chat in self._chats:
            self._chats[out.chat] = even + pace.seconds
            self._tidy(now)
        return 0.0

    def hold(self, out: Outbound, seconds: float) -> None:
        """The platform asks for a pause in this chat."""
        pace = (self._pace.group if out.group else self._pace.private) or ChatPace(1, 0.0)
        self._chats[out.chat] = _now() + seconds + (pace.burst - 1) * pace.seconds

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place and wait for one's turn."""
        self._inside += 1
        try:
            await asyncio.sleep(self._turn())
            yield
        finally:
            self._inside -= 1

    def _turn(self) -> float:
        now = _now()
        turn = max(self._next, now)
        self._next = turn + 1 / self._pace.per_second
        return turn - now

    def _tidy(self, now: float) -> None:
        if len(self._chats) > KEPT:
            self._chats = {chat: even for chat, even in self._chats.items() if even > now}


def _now() -> float:
    return asyncio.get_running_loop().time()
