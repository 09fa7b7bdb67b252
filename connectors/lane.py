"""The room that one channel has for sending: so many at once, so many a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from connectors.limits import Pace


class Lane:
    """Keeps the pace of one channel."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._inside = 0
        self._next = 0.0

    @property
    def free(self) -> bool:
        """Whether more may be started."""
        return self._inside < self._pace.at_once

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
        now = asyncio.get_running_loop().time()
        turn = max(self._next, now)
        self._next = turn + 1 / self._pace.per_second
        return turn - now
