"""The room that one channel has for sending: so many at once, so many a second, so many in one chat."""

import asyncio

from connectors.limits import ChatPace, Pace
from storage.messages import Outbound

KEPT = 10_000
"""Chats remembered before those with nothing to wait for are dropped."""


class Lane:
    """Keeps the pace of one channel."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._inside = 0
        self._gate = asyncio.Lock()
        self._last = 0.0
        self._chats: dict[str, float] = {}
        """When the last message of a chat would have gone at an even pace."""

    @property
    def room(self) -> int:
        """How many more may be started. What is taken waits in line, and an urgent message behind it."""
        return max(0, self._pace.at_once - self._inside)

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

    def enter(self) -> None:
        """Take a place; ``leave`` gives it back."""
        self._inside += 1

    def leave(self) -> None:
        """Give a place back."""
        self._inside -= 1

    async def turn(self) -> None:
        """Wait until the last message is long enough ago, counted from when it really went."""
        if self._pace.per_second is None:
            return
        async with self._gate:
            await asyncio.sleep(max(0.0, self._last + 1 / self._pace.per_second - _now()))
            self._last = _now()

    def _tidy(self, now: float) -> None:
        if len(self._chats) > KEPT:
            self._chats = {chat: even for chat, even in self._chats.items() if even > now}


def _now() -> float:
    return asyncio.get_running_loop().time()
