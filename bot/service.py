"""From a committed message to its effect: one conversation at a time, one transaction a turn.

Understanding happens before the transaction; a message whose reading is not at hand (found in the
backlog after a crash) ends the turn early and is read first, and so does a turn that wants more read
(``bot.engine.readings``): it is undone and runs again.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from bot.arrivals import Fetch, fetched
from bot.engine.readings import NotReadError, Reading
from bot.files import LIMIT, Files, Picture
from bot.pictures import PictureReader
from bot.readings import Readers, Readings
from bot.turns import Turns
from config.form import Forms
from config.live import LiveProfile
from nlu.understanding import Understander, Understanding
from storage.messages import Attachment, AttachmentKind, Inbound, Line, Outbound, Queued, Received
from storage.store import Store
from storage.tx import Tx

log = structlog.get_logger(__name__)
T = TypeVar("T")


PATIENCE = (0.02, 0.1, 0.5, 1.0)
"""Seconds to wait after the first, second … failure in a row; the database may be away."""


@dataclass(slots=True)
class Service:
    """The agent behind all channels.

    ``pictures`` reads the slips that staff photograph, None: they are asked to type them.
    ``wake_sender`` is called when new messages wait to be sent; ``fetchers`` bring the attachments
    that a channel leaves with its platform, by the name of the channel. ``address`` is where this
    installation is reached, ``largest_file`` bounds every file (bytes); ``rooms`` (channel, chat) are the
    groups of staff that are told of alarms.
    """

    store: Store
    understander: Understander
    live: LiveProfile
    forms: Forms
    pictures: PictureReader | None = None
    wake_sender: Callable[[], None] = lambda: None
    fetchers: dict[str, Fetch] = field(default_factory=dict)
    address: str = ""
    largest_file: int = LIMIT
    rooms: list[tuple[str, str]] = field(default_factory=list)
    _files: Files = field(init=False)
    _readings: dict[int, Understanding] = field(default_factory=dict)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)
    _failures: Counter[str] = field(default_factory=Counter)
    _turns: Turns = field(init=False)
    _readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        self._files = Files(self.store, self.live, self.largest_file)
        self._turns = Turns(self.live, self.forms, self.fetchers, self.address, self.rooms)
        self._readers = Readers(self.understander, self.store, self.pictures)

    def now(self) -> datetime:
        """Return the time of the ledger's clock."""
        return self.store.now()

    async def accept(self, message: Inbound) -> bool:
        """Commit a message to the inbox and begin to handle it; False if it was seen before."""
        row = await self.store.run(lambda tx: tx.inbox.accept(message))
        if row is None:
            return False
        self.begin(message.conversation)
        return True

    async def seen(self, message: Inbound) -> bool:
        """Whether a message is in the inbox."""
        return (
            await self.store.read(lambda tx: tx.inbox.find(message.channel, message.external_id)) is not None
        )

    async def say(self, message: Inbound, text: str) -> None:
        """Say something to the sender of a message that is not taken: there will be no turn to say it."""
        out = Outbound(message.channel, message.chat, text, group=message.group, reply_to=message.external_id)
        await self.store.run(lambda tx: tx.outbox.add(out, conversation=message.conversation))
        self.wake_sender()

    async def answer(self, message: Inbound) -> list[Outbound]:
        """Commit and handle a message and return its replies; seen before, the stored ones.

        Where nothing else of the conversation waits, message and effect share one commit.
        """
        read = await self._read(message)
        try:
            row, replies = await self._run(
                lambda tx, more: self._turns.handle_at_once(tx, message, read, more)
            )
        except Exception:  # the message itself must be kept whatever became of its turn
            log.exception("turn failed", channel=message.channel)
            row, replies = await self.store.run(lambda tx: tx.inbox.accept(message)), None
        if replies is not None or row is None:
            return replies or []
        known = row
        await self._finish(message.conversation)
        return await self.store.read(lambda tx: tx.outbox.replies(known))

    async def take(self, message: Inbound, lease: timedelta) -> list[Queued]:
        """Commit and handle a message for a door that hands over the replies itself within ``lease``.

        Returns them, with what was held for the writer; seen before, those that the door was given then.
        Where the message waits behind others its replies go through the outbox, and nothing is returned.
        """
        read = await self._read(message)
        try:
            rows = await self._run(lambda tx, more: self._turns.handle_for(tx, message, read, more, lease))
        except Exception:  # the message itself must be kept whatever became of its turn
            log.exception("turn failed", channel=message.channel)
            await self.accept(message)
            return []
        if rows is None:
            self.begin(message.conversation)
        return rows or []

    def begin(self, conversation: str) -> asyncio.Task[None]:
        """Start handling what a conversation has waiting, unless that is under way already."""
        running = self._busy.get(conversation)
        if running is not None:
            self._again.add(conversation)
            return running
        task = asyncio.create_task(self._drain(conversation))
        self._busy[conversation] = task
        return task

    async def recover(self) -> int:
        """Handle what an earlier run had accepted and not finished; returns the conversations."""
        waiting = await self.store.read(lambda tx: tx.inbox.backlog(10_000))
        for conversation in waiting:
            self.begin(conversation)
        return len(waiting)

    async def history(self, conversation: str, limit: int) -> list[Line]:
        """Return the last lines of a conversation, both sides, in order."""
        return await self.store.read(lambda tx: tx.outbox.history(conversation, limit))

    async def moved(self, channel: str, old: str, new: str) -> None:
        """A room goes on under another name: what is remembered of it moves along."""
        await self.store.run(lambda tx: _move(tx, channel, old, new))

    async def posted(self, channel: str, vote: str, poll: str, message: str) -> None:
        """The platform has made a poll of a vote: answers to it are votes."""
        await self.store.run(lambda tx: tx.polls.posted(channel, vote, poll, message))

    async def keep_file(
        self, kind: AttachmentKind, content: bytes, identity: str, name: str = ""
    ) -> Attachment:
        """Keep a file sealed for the account ``identity``; raises FileRefusedError."""
        return await self._files.keep(kind, content, identity, name)

    async def get_file(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        """Return content and MIME type of a file, None where it is missing or somebody else's."""
        return await self._files.own(digest, identity)

    async def open_link(self, secret: str, identity: str | None) -> Picture:
        """Return the photo behind a one-time link; raises LinkOverError or UnreadableError."""
        return await self._files.open_link(secret, identity)

    async def idle(self) -> None:
        """Wait until nothing is being handled."""
        while self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _read(self, message: Inbound) -> Understanding:
        """Understand a message; a mention of the bot is blanked, so that offsets stay those of the text."""
        mention = f"@{self.live.current().profile.bot_name}"
        return await self.understander.parse(message.words.replace(mention, " " * len(mention)))

    async def _run(self, job: Callable[[Tx, Readings], T]) -> T:
        """Run a job in a transaction; where it wants something read, it is undone and run again with that."""
        made: dict[Reading, Any] = {}
        while True:
            try:
                return await self.store.run(lambda tx: job(tx, made))
            except NotReadError as missing:
                made[missing.wanted] = await self._readers.make(missing.wanted)

    async def _finish(self, conversation: str) -> None:
        await self.begin(conversation)
        if conversation in self._busy:
            await self._busy[conversation]

    async def _drain(self, conversation: str) -> None:
        try:
            while True:
                self._again.discard(conversation)
                while await self._round(conversation):
                    pass
                if conversation not in self._again:
                    return
        finally:
            del self._busy[conversation]

    async def _round(self, conversation: str) -> bool:
        """Handle what is waiting; True if there may be more."""
        try:
            handled = await self._run(
                lambda tx, more: self._turns.handle(tx, conversation, self._readings, more)
            )
        except Exception as error:  # a turn that fails must not stop the next conversation
            log.exception("turn failed", channel=conversation.split(":", 1)[0])
            reason = type(error).__name__
            await asyncio.sleep(PATIENCE[min(self._failures[conversation], len(PATIENCE) - 1)])
            self._failures[conversation] += 1
            return await self.store.run(lambda tx: self._turns.set_aside(tx, conversation, reason))
        self._failures.pop(conversation, None)
        for row in handled.replies:
            self._readings.pop(row, None)
        for received in handled.unfetched:
            await self._fetch(received)
        if handled.pause:
            await asyncio.sleep(handled.pause)
        for received in () if handled.unfetched else handled.unread:
            self._readings[received.id] = await self._read(received.message)
        if handled.unfetched or handled.pause or handled.unread:
            return True
        self.wake_sender()
        return False

    async def _fetch(self, received: Received) -> None:
        """Fetch what a message left with its platform; it is kept with the message."""
        message = await fetched(received.message, self.fetchers[received.message.channel])
        await self.store.run(lambda tx: tx.inbox.complete(received.id, message))


def _move(tx: Tx, channel: str, old: str, new: str) -> None:
    tx.conversations.move(f"{channel}:{old}", f"{channel}:{new}")
    tx.polls.move(channel, old, new)
