"""Asks the platform for messages: after each call, and every few minutes, since a call may get lost.

A page is committed before the cursor moves on. Killed in between, the bot gets the page again and knows
the messages by their ids.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from connectors.errors import Misconfigured, Refused, RetryAfter, SendFailed
from connectors.kf.account import OLD_TICKET, SYNC, failure
from connectors.kf.events import NAME
from connectors.kf.intake import Intake
from connectors.kf.payload import Page, page
from connectors.tencent.api import Api
from connectors.tencent.errors import Rejected
from storage.pulls import Pull
from storage.store import Store

PREFIX = f"{NAME}:"
GOOD = timedelta(minutes=9)
"""The platform's token for asking is good for ten minutes; asking without one is allowed, but rarely."""
EVERY = timedelta(minutes=5)
LOOK = 2.0
"""Seconds between two looks whether a call is left that another process did not get done."""
PAGE = 100
REST, LONG_REST = timedelta(seconds=5), timedelta(minutes=1)
"""After a failure, and after one that somebody has to mend."""
AMR = 0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Puller:
    """Reads every service account that ever called, without a call after ``every``; ``look`` in seconds."""

    api: Api
    store: Store
    intake: Intake
    look: float = LOOK
    every: timedelta = EVERY
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    async def called(self, account: str, ticket: str) -> None:
        """Write down that messages wait for a service account; they are asked for in the background."""
        await self.store.run(lambda tx: tx.pulls.call(f"{PREFIX}{account}", ticket))
        self._wake.set()

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            self._wake.clear()
            if not await self._round():
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.look):
                        await self._wake.wait()

    async def _round(self) -> int:
        """Read what is due; returns how many accounts were."""
        try:
            due = await self.store.read(lambda tx: tx.pulls.due(PREFIX, self.every))
            await asyncio.gather(*(self._read(name) for name in due))
        except Exception:  # the store may be away: a lease ends by itself, nothing is lost
            log.exception("messages not asked for", channel=NAME)
            await asyncio.sleep(self.look)
            return 0
        return len(due)

    async def _read(self, name: str) -> None:
        pull = await self.store.run(lambda tx: tx.pulls.turn(name, GOOD))
        if pull is None:
            return
        try:
            await self._pages(name, pull)
        except SendFailed as failed:
            log.warning("no messages", channel=NAME, reason=failed.record)
            await self._rest(name, _pause(failed))
        except Exception:
            log.exception("page not taken", channel=NAME)
            await self._rest(name, REST)
        else:
            await self.store.run(lambda tx: tx.pulls.served(name, pull.wanted))

    async def _pages(self, name: str, pull: Pull) -> None:
        position, more = pull.position, True
        while more:
            got = await self._page(name, position, pull.ticket)
            await self.intake.take(got.msg_list)
            more = bool(got.has_more) and got.next_cursor not in ("", position)
            if got.next_cursor and not await self._move(name, position, got.next_cursor):
                return  # the lease ran out, and another has read on
            position = got.next_cursor or position

    async def _page(self, name: str, position: str, ticket: str) -> Page:
        try:
            return await self._ask(name, position, ticket)
        except Refused as refused:
            if not position:
                raise
            # A cursor that is not known any more would be refused for ever. What comes twice is known.
            log.error("read from the beginning", channel=NAME, reason=refused.record)  # noqa: TRY400
            await self._move(name, position, "")
            raise RetryAfter(detail=refused.detail) from None

    async def _ask(self, name: str, position: str, ticket: str) -> Page:
        account = name.removeprefix(PREFIX)
        question = {"open_kfid": account, "cursor": position, "limit": PAGE, "voice_format": AMR}
        try:
            return page(await self.api.post(SYNC, question | ({"token": ticket} if ticket else {})))
        except Rejected as rejected:
            if rejected.code == OLD_TICKET and ticket:
                return await self._ask(name, position, "")
            raise failure(rejected.code) from None

    async def _move(self, name: str, before: str, after: str) -> bool:
        return await self.store.run(lambda tx: tx.pulls.move(name, before, after))

    async def _rest(self, name: str, span: timedelta) -> None:
        await self.store.run(lambda tx: tx.pulls.rest(name, span))


def _pause(failed: SendFailed) -> timedelta:
    if isinstance(failed, RetryAfter) and failed.seconds is not None:
        return timedelta(seconds=failed.seconds)
    return LONG_REST if isinstance(failed, Misconfigured | Refused) else REST
