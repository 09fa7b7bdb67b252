"""The open pages of all visitors."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiohttp import WSCloseCode, web

from connectors import metrics
from connectors.channel import Desk
from connectors.web.frames import Lines, encode, shown

RECENT = 60
"""Lines that a page is brought up to date with."""
RECEIPT = 8.0
"""Seconds to wait until a page confirms what it was sent."""
ELSEWHERE = 4001
"""Close code for a page that has to give way; it comes back when the visitor turns to it."""
TABS = 8
"""Open pages of one visitor; a further one closes the oldest."""


class Page:
    """One open page of a visitor."""

    def __init__(self, socket: web.WebSocketResponse, desk: Desk, conversation: str) -> None:
        self.socket = socket
        self._desk = desk
        self._conversation = conversation
        self._sent = 0
        self._receipts: dict[int, asyncio.Future[None]] = {}

    async def say(self, frame: object) -> None:
        """Send a frame; a page that went away meanwhile is no mistake."""
        with suppress(ConnectionError):
            await self.socket.send_str(encode(frame).decode())

    async def refresh(self) -> asyncio.Future[None]:
        """Bring the page up to date; the future is done when the page confirms."""
        lines = await self._desk.history(self._conversation, RECENT)
        self._sent += 1
        number = self._sent
        receipt = self._receipts[number] = asyncio.get_running_loop().create_future()
        receipt.add_done_callback(lambda _: self._receipts.pop(number, None))
        await self.say(Lines(number, tuple(map(shown, lines))))
        return receipt

    def got(self, number: int) -> None:
        """The page confirms a frame, and with it all earlier ones."""
        for earlier in [known for known in self._receipts if known <= number]:
            if not self._receipts[earlier].done():
                self._receipts[earlier].set_result(None)

    async def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close the page's socket; the page comes back by itself if it can."""
        await self.socket.close(code=code)


class Hub:
    """Pages by visitor."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Page]] = {}

    @contextmanager
    def opened(self, visitor: str, page: Page) -> Iterator[list[Page]]:
        """Count a page in as long as it is open; yields the pages that are too many."""
        pages = self._pages.setdefault(visitor, [])
        pages.append(page)
        metrics.SOCKETS.inc()
        try:
            yield pages[:-TABS]
        finally:
            metrics.SOCKETS.dec()
            pages.remove(page)
            if not pages:
                self._pages.pop(visitor, None)

    async def refresh(self, visitor: str) -> bool:
        """Bring all pages of a visitor up to date; True once one of them confirms."""
        pages = self._pages.get(visitor, [])
        if not pages:
            return False
        receipts = [await page.refresh() for page in tuple(pages)]
        done, open_ = await asyncio.wait(receipts, timeout=RECEIPT, return_when=asyncio.FIRST_COMPLETED)
        for receipt in open_:
            receipt.cancel()
        return bool(done)

    async def close(self, visitor: str | None = None) -> None:
        """Close the pages of a visitor, or all."""
        chosen = self._pages if visitor is None else {visitor: self._pages.get(visitor, [])}
        pages = [page for some in chosen.values() for page in some]
        await asyncio.gather(*(page.close() for page in pages))
