"""Brings deliveries that come side by side into the order of their numbers.

The platform numbers its updates one by one but may bring several at a time. Where a number is missing, the
next ones wait a moment for it. Each wait in vain halves the next: after an idle week numbers jump, and behind
several processes most numbers go elsewhere. The first number that does come in time brings the patience back.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PATIENCE = 0.3
"""Seconds to wait for a number that is missing."""


class Order:
    """Lets one delivery through at a time."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._full = self._patience = patience
        self._waiting: list[int] = []
        self._last: int | None = None
        self._busy = False
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def turn(self, number: int) -> AsyncIterator[None]:
        """Wait for the turn of a number and hold it."""
        await self._enter(number)
        try:
            yield
        finally:
            async with self._changed:
                self._busy = False
                self._last = number if self._last is None else max(self._last, number)
                self._changed.notify_all()

    async def _enter(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        async with self._changed:
            heapq.heappush(self._waiting, number)
            try:
                waited = False
                while not self._may(number, late=loop.time() >= until):
                    waited = waited or not self._follows(number)
                    with suppress(TimeoutError):
                        async with asyncio.timeout_at(until if loop.time() < until else None):
                            await self._changed.wait()
                if waited:
                    self._patience = self._full if self._follows(number) else self._patience / 2
                self._busy = True
            finally:
                self._waiting.remove(number)
                heapq.heapify(self._waiting)

    def _may(self, number: int, *, late: bool) -> bool:
        if self._busy or self._waiting[0] != number:
            return False
        return late or self._follows(number)

    def _follows(self, number: int) -> bool:
        return self._last is not None and number <= self._last + 1
