"""The outbox loop: hands every waiting message to its channel and writes down what became of it.

1. The store gives out the due messages by priority (answers, notices, campaigns) and then age, of
   each conversation only the first, so order within a conversation holds.
2. A channel that hangs or is paced never holds up another: each has room of its own.
3. What fails is tried again with doubling waits, held until the resident's next contact, or recorded
   as refused, as the failure says; the last try ends in the dead letters, where an operator sees it.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from connectors import metrics
from connectors.channel import Channel, Gathering
from connectors.errors import Misconfigured, RetryAfter, SendFailed, Then
from connectors.lane import Lane
from connectors.limits import PACES, UNPACED
from storage.errors import StorageError
from storage.messages import Queued
from storage.store import Store
from storage.tx import Tx

TRIES = 12
FIRST_WAIT, LONGEST_WAIT, MENDING_WAIT = 2.0, 3600.0, 300.0
"""Seconds before the second try, at most between two, and where a person has to mend settings."""
IDLE = 1.0
SEND_TIMEOUT = 30.0
"""Seconds; well within the lease of a row, so that no other process sends the same meanwhile."""
BATCH = 32
STORE_AWAY = (OSError, SQLAlchemyError, StorageError)
"""What the loop outlives: the database comes back, or the server ends."""

log = structlog.get_logger(__name__)


class Sender:
    """One task that empties the outbox; ``wake`` tells it that something is waiting."""

    def __init__(self, store: Store, channels: Sequence[Channel], *, idle: float = IDLE) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._lanes = {name: Lane(PACES.get(name, UNPACED)) for name in self._channels}
        self._idle = idle
        self._wake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at the outbox now instead of at the next second."""
        self._wake.set()

    async def contact(self, conversation: str) -> None:
        """The resident is here: send what was held."""
        await self._store.run(lambda tx: tx.outbox.release(conversation))
        self.wake()

    async def run(self) -> None:
        """Send until cancelled; what is under way then is taken up again when its lease ends."""
        try:
            while True:
                self._wake.clear()
                if not await self._round():
                    # wait_for of Python 3.11 swallows a cancellation that comes together with the signal.
                    with suppress(TimeoutError):
                        async with asyncio.timeout(self._idle):
                            await self._wake.wait()
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _round(self) -> int:
        """Take what is due and start to send it; returns how many."""
        rooms = {name: lane.room for name, lane in self._lanes.items() if lane.room}
        if not rooms:
            return 0
        limit = min(BATCH, *rooms.values())
        try:
            due = await self._store.run(lambda tx: tx.outbox.due(limit, list(rooms)))
        except STORE_AWAY as error:
            log.warning("outbox cannot be read", reason=type(error).__name__)
            return 0
        for queued in due:
            self._lanes[queued.message.channel].enter()
            task = asyncio.create_task(self._deliver(queued))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(due)

    async def _deliver(self, queued: Queued) -> None:
        lane = self._lanes[queued.message.channel]
        try:
            await self._record(queued, await self._outcome(queued, lane))
        finally:
            lane.leave()
        self.wake()

    async def _outcome(self, queued: Queued, lane: Lane) -> Callable[[Tx], None]:
        """Send when its turn has come, and return what is to be written down."""
        if pause := lane.wait(queued.message):
            return _postponed(queued, pause)
        await lane.turn()
        return await self._send(queued)

    async def _record(self, queued: Queued, verdict: Callable[[Tx], None]) -> None:
        try:
            await self._store.run(verdict)
        except STORE_AWAY as error:  # the lease ends by itself, then the message is sent again
            told = {"channel": queued.message.channel, "row": queued.id}
            log.warning("outcome not recorded", **told, reason=type(error).__name__)

    async def _send(self, queued: Queued) -> Callable[[Tx], None]:
        """Send, and return what is to be written down."""
        name = queued.message.channel
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                gone = await self._hand_over(self._channels[name], queued)
        except SendFailed as failure:
            return self._failed(queued, failure)
        except (TimeoutError, OSError) as error:
            return self._failed(queued, RetryAfter(detail=type(error).__name__))
        except Exception as error:  # a mistake in one channel must not stop the others
            log.exception("channel failed", channel=name, row=queued.id)
            return self._failed(queued, RetryAfter(detail=type(error).__name__))
        metrics.SENDS.labels(name, "sent").inc(len(gone))
        return lambda tx: _all_sent(tx, gone)

    async def _hand_over(self, channel: Channel, queued: Queued) -> list[int]:
        """Send one message, with others for the same person where the channel likes; return their rows."""
        if not isinstance(channel, Gathering):
            await channel.send(queued.message)
            return [queued.id]
        waiting = [queued, *await self._store.read(lambda tx: tx.handover.together(queued))]
        count = await channel.send_together(waiting)
        return [one.id for one in waiting[:count]]

    def _failed(self, queued: Queued, failure: SendFailed) -> Callable[[Tx], None]:
        last = failure.retryable and queued.attempts + 1 >= TRIES
        metrics.SENDS.labels(queued.message.channel, "dead" if last else failure.then.value).inc()
        row, record = queued.id, failure.record
        if last:
            return lambda tx: tx.outbox.dead(row, record)
        if failure.then is Then.HOLD:
            return lambda tx: tx.outbox.hold(row, record)
        if failure.then is Then.GIVE_UP:
            return lambda tx: tx.outbox.refused(row, record)
        if isinstance(failure, RetryAfter) and failure.seconds:
            self._lanes[queued.message.channel].hold(queued.message, failure.seconds)
        wait = timedelta(seconds=backoff(queued.attempts, failure))
        return lambda tx: tx.outbox.retry(row, tx.now + wait, record)


def _postponed(queued: Queued, seconds: float) -> Callable[[Tx], None]:
    """Not yet: its chat was written to just now. That is no try."""
    wait = timedelta(seconds=seconds)
    return lambda tx: tx.outbox.later(queued.id, tx.now + wait)


def _all_sent(tx: Tx, rows: Sequence[int]) -> None:
    for row in rows:
        tx.outbox.sent(row)


def backoff(attempts: int, failure: SendFailed) -> float:
    """Seconds until the next try, after ``attempts`` earlier ones; what the platform asks for comes first."""
    doubled = min(FIRST_WAIT * 2.0**attempts, LONGEST_WAIT)
    if isinstance(failure, RetryAfter) and failure.seconds is not None:
        return max(failure.seconds, 0.0)
    return max(doubled, MENDING_WAIT) if isinstance(failure, Misconfigured) else doubled


SENDER: web.AppKey[Sender] = web.AppKey("sender", Sender)
