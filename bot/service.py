"""From a committed message to its effect: one conversation at a time, one transaction a turn.

The order is fixed: lock the conversation first, load its state second, so that two workers never
answer from the same state. Understanding happens before the transaction; a message whose reading
is not at hand (found in the backlog after a crash) ends the turn early and is read first.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bot import group
from bot.engine.reply import Reply
from bot.engine.state import dump, load
from bot.engine.talk import Heard, World
from bot.engine.turn import turn
from bot.interpret import Scope, run
from bot.render import Renderer
from config.form import Forms
from config.live import Locality, LiveProfile
from config.wording import Wording
from nlu.understanding import Understander, Understanding
from storage.messages import Inbound, Line, Outbound, Received
from storage.people import Person
from storage.store import Store
from storage.tx import Tx

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a conversation: messages not read yet, or the replies by inbox row."""

    unread: tuple[Received, ...]
    replies: dict[int, list[Outbound]]


@dataclass(slots=True)
class Service:
    """The agent behind all channels. ``wake_sender`` is called when new messages wait to be sent."""

    store: Store
    understander: Understander
    live: LiveProfile
    forms: Forms
    wake_sender: Callable[[], None] = lambda: None
    _readings: dict[int, Understanding] = field(default_factory=dict)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)
    _renderer: tuple[Wording, Renderer] | None = None

    async def accept(self, message: Inbound) -> bool:
        """Commit a message to the inbox and begin to handle it; False if it was seen before."""
        row = await self.store.run(lambda tx: tx.inbox.accept(message))
        if row is None:
            return False
        self.begin(message.conversation)
        return True

    async def answer(self, message: Inbound) -> list[Outbound]:
        """Commit and handle a message and return its replies; seen before, the stored ones.

        Where nothing else of the conversation waits, message and effect share one commit.
        """
        read = await self.understander.parse(message.text)
        try:
            row, replies = await self.store.run(lambda tx: self._at_once(tx, message, read))
        except Exception:  # the message itself must be kept whatever became of its turn
            log.exception("turn failed", channel=message.channel)
            row, replies = await self.store.run(lambda tx: tx.inbox.accept(message)), None
        if replies is not None or row is None:
            return replies or []
        known = row
        await self._finish(message.conversation)
        return await self.store.read(lambda tx: tx.outbox.replies(known))

    def _at_once(
        self, tx: Tx, message: Inbound, read: Understanding
    ) -> tuple[int | None, list[Outbound] | None]:
        """Accept and handle in one transaction; (row, None) where others wait before it."""
        row = tx.inbox.accept(message)
        if row is None:
            seen = tx.inbox.find(message.channel, message.external_id)
            return seen, tx.outbox.replies(seen) if seen is not None else []
        handled = self._handle(tx, message.conversation, {row: read}, handed_over=row)
        return row, None if handled.unread else handled.replies[row]

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

    async def put_file(self, content: bytes, mime: str, identity: str) -> str:
        """Keep a file sealed for the account ``identity`` and return its digest."""
        channel, _, sender = identity.partition(":")
        return await self.store.run(
            lambda tx: tx.files.put(content, mime=mime, person=tx.people.identify(channel, sender, sender).id)
        )

    async def get_file(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        """Return content and MIME type of a file, None where it is missing or somebody else's."""
        channel, _, sender = identity.partition(":")
        return await self.store.run(lambda tx: _file(tx, digest, tx.people.identify(channel, sender, sender)))

    async def idle(self) -> None:
        """Wait until nothing is being handled."""
        while self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _finish(self, conversation: str) -> None:
        await self.begin(conversation)
        if conversation in self._busy:
            await self._busy[conversation]

    async def _drain(self, conversation: str) -> None:
        try:
            while True:
                self._again.discard(conversation)
                while await self._turns(conversation):
                    pass
                if conversation not in self._again:
                    return
        finally:
            del self._busy[conversation]

    async def _turns(self, conversation: str) -> bool:
        """Handle what is waiting; True if there may be more."""
        try:
            handled = await self.store.run(lambda tx: self._handle(tx, conversation, self._readings))
        except Exception as error:  # a turn that fails must not stop the next conversation
            log.exception("turn failed", channel=conversation.split(":", 1)[0])
            reason = type(error).__name__
            return await self.store.run(lambda tx: _set_aside(tx, conversation, reason))
        for row in handled.replies:
            self._readings.pop(row, None)
        for received in handled.unread:
            self._readings[received.id] = await self.understander.parse(received.message.text)
        if not handled.unread:
            self.wake_sender()
        return bool(handled.unread)

    def _handle(
        self, tx: Tx, conversation: str, readings: Mapping[int, Understanding], handed_over: int | None = None
    ) -> Handled:
        """Handle what waits; where a message was not read yet, do nothing and return the unread."""
        row = tx.conversations.lock(conversation)
        waiting = tx.inbox.pending(conversation)
        unread = tuple(received for received in waiting if received.id not in readings)
        if unread:
            return Handled(unread, {})
        replies: dict[int, list[Outbound]] = {}
        state, person = row.state, row.person
        for received in waiting:
            state, person, said = self._turn(tx, state, readings[received.id], received)
            replies[received.id] = said
            for out in said:
                sent = received.id == handed_over
                tx.outbox.add(out, conversation=conversation, inbox=received.id, sent=sent)
        if waiting:
            tx.conversations.save(conversation, state, person)
            tx.inbox.done(list(replies))
        return Handled((), replies)

    def _rendering(self, locality: Locality) -> Renderer:
        """The renderer of the current wording, made anew only when the wording changed."""
        if self._renderer is None or self._renderer[0] is not locality.wording:
            self._renderer = (locality.wording, Renderer(locality.wording))
        return self._renderer[1]

    def _turn(
        self, tx: Tx, raw: bytes, read: Understanding, received: Received
    ) -> tuple[bytes, str, list[Outbound]]:
        message = received.message
        person = tx.people.identify(message.channel, message.sender, message.chat)
        tx.outbox.release(message.conversation)
        locality = self.live.current()
        renderer = self._rendering(locality)
        world = World(tx.now, locality.profile, self.forms)
        scope = Scope(tx, renderer, f"person:{person.id}", message)
        before = group.enter(tx, message, load(raw))
        outcome = run(turn(before, Heard(message, read), world, person), scope)
        group.leave(tx, message, before, outcome.state)
        said = [
            renderer.outbound(_public(reply, message), message, outcome.state.language)
            for reply in outcome.replies
        ]
        return dump(outcome.state), person.id, said


def _public(reply: Reply, message: Inbound) -> Reply:
    """In a group a private reply becomes an invitation to a private chat."""
    return Reply("group.private") if message.group and reply.private else reply


def _set_aside(tx: Tx, conversation: str, reason: str) -> bool:
    """Count the failure of the oldest waiting message; True if something is left to try."""
    waiting = tx.inbox.pending(conversation, 1)
    if waiting:
        tx.inbox.failed(waiting[0].id, reason)
    return bool(waiting)


def _file(tx: Tx, digest: str, person: Person) -> tuple[bytes, str] | None:
    """A file is its sender's own; staff see those of cases they may see (a later step)."""
    return tx.files.get(digest, person.id)
