"""The turns of one conversation inside one transaction.

The order is fixed: lock the conversation first, load its state second, so that two workers never
answer from the same state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from bot import arrivals, group
from bot.engine.reply import Reply
from bot.engine.state import dump, load
from bot.engine.talk import Heard, World
from bot.engine.turn import turn
from bot.interpret import Scope, run
from bot.readings import Readings
from bot.render import Renderer
from config.form import Forms
from config.live import LiveProfile, Locality
from config.wording import Wording
from nlu.understanding import Understanding
from storage.entries import TaskOpened
from storage.messages import Inbound, Outbound, Queued, Received
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a conversation: what has to be fetched, waited for (seconds) or read first, or the
    replies by inbox row."""

    unread: tuple[Received, ...] = ()
    replies: dict[int, list[Outbound]] = field(default_factory=dict)
    unfetched: tuple[Received, ...] = ()
    pause: float = 0.0


@dataclass(slots=True)
class Turns:
    """Runs turns with the locality as it is now; ``address`` is where this installation is reached.

    ``rooms`` (channel, chat) are the groups of staff that are told of alarms.
    """

    live: LiveProfile
    forms: Forms
    fetchers: Mapping[str, arrivals.Fetch] = field(default_factory=dict)
    address: str = ""
    rooms: Sequence[tuple[str, str]] = ()
    _renderer: tuple[Wording, Renderer] | None = None

    def handle(
        self, tx: Tx, conversation: str, readings: Mapping[int, Understanding], more: Readings
    ) -> Handled:
        """Handle what waits; where something has to be done first, do nothing and return what.

        NotReadError, to be met by undoing all, where a turn wants a reading that is not in ``more``.
        """
        row = tx.conversations.lock(conversation)
        waiting = tx.inbox.pending(conversation)
        first = self._first(waiting, readings, tx.now)
        if first is not None:
            return first
        tx.outbox.release(conversation)
        replies: dict[int, list[Outbound]] = {}
        talk = row.state
        for received in arrivals.whole(waiting):
            talk, replies[received.id] = self._turn(tx, talk, readings[received.id], received, more)
        if waiting:
            tx.inbox.done([received.id for received in waiting])
        return Handled((), replies)

    def _first(
        self, waiting: Sequence[Received], readings: Mapping[int, Understanding], now: datetime
    ) -> Handled | None:
        """Return what has to be done before these messages can be handled, None if nothing."""
        if pause := arrivals.pause(waiting, now):
            return Handled(pause=pause)
        unfetched = arrivals.unfetched(waiting, self.fetchers)
        unread = tuple(received for received in arrivals.whole(waiting) if received.id not in readings)
        return Handled(unread, {}, unfetched) if unfetched or unread else None

    def handle_at_once(
        self, tx: Tx, message: Inbound, read: Understanding, more: Readings, *, sent: bool = True
    ) -> tuple[int | None, list[Outbound] | None]:
        """Accept and handle a message whose replies the caller hands over itself.

        Returns the inbox row and the replies; no replies (None) where earlier messages still wait,
        and then the message waits behind them. NotReadError as in ``handle``. Not ``sent``, the replies
        wait in the outbox.
        """
        row = tx.conversations.lock(message.conversation)
        behind = bool(tx.inbox.pending(message.conversation, 1))
        number = tx.inbox.accept(message, handled=not behind)
        if number is None:
            seen = tx.inbox.find(message.channel, message.external_id)
            return seen, tx.outbox.replies(seen) if seen is not None else []
        if behind:
            return number, None
        return number, self._turn(tx, row.state, read, Received(number, message), more, sent=sent)[1]

    def handle_for(
        self, tx: Tx, message: Inbound, read: Understanding, more: Readings, lease: timedelta
    ) -> list[Queued] | None:
        """Accept and handle a message for a door that hands its replies over itself within ``lease``.

        Returns them, with what was held for the writer; seen before, those that the door was given then;
        None where earlier messages still wait. NotReadError as in ``handle``.
        """
        tx.conversations.lock(message.conversation)
        row = tx.inbox.find(message.channel, message.external_id)
        if row is None:
            row, replies = self.handle_at_once(tx, message, read, more, sent=False)
            if row is None or replies is None:
                return None
            tx.handover.keep(row, message.conversation, lease)
        return tx.handover.rows(row)

    def set_aside(self, tx: Tx, conversation: str, reason: str) -> bool:
        """Count the failure of the oldest waiting message; True while anything is left to try.

        A message that failed too often becomes a task for a person, and its sender is told so.
        """
        waiting = tx.inbox.pending(conversation, 1)
        if not waiting:
            return False
        tx.inbox.failed(waiting[0].id, reason)
        left = tx.inbox.pending(conversation, 1)
        if not left or left[0].id != waiting[0].id:
            self._hand_to_a_person(tx, conversation, waiting[0])
        return bool(left)

    def _hand_to_a_person(self, tx: Tx, conversation: str, received: Received) -> None:
        message = received.message
        person = tx.people.identify(message.channel, message.sender, _own_chat(message))
        body = TaskOpened(task="unhandled", words=message.words)
        tx.tasks.open(body, person=person.id, actor="system")
        out = self._rendering(self.live.current()).outbound(Reply("service.failed"), message, "zh")
        tx.outbox.add(out, conversation=conversation, inbox=received.id)

    def _turn(
        self,
        tx: Tx,
        raw: bytes,
        read: Understanding,
        received: Received,
        more: Readings,
        *,
        sent: bool = False,
    ) -> tuple[bytes, list[Outbound]]:
        """Run one turn and write down its state and replies, which it returns."""
        message = msgspec.structs.replace(received.message, text=received.message.words)
        person = tx.people.identify(message.channel, message.sender, _own_chat(message))
        locality = self.live.current()
        renderer = self._rendering(locality)
        world = World(tx.now, locality.profile, self.forms)
        scope = Scope(tx, renderer, f"person:{person.id}", message, self.address, more, self.rooms)
        before = group.enter(tx, message, load(raw))
        outcome = run(turn(before, Heard(message, read), world, person), scope)
        group.leave(tx, message, before, outcome.state)
        state = dump(outcome.state)
        tx.conversations.save(message.conversation, state, person.id)
        said = [
            renderer.outbound(_public(reply, message), message, outcome.state.language)
            for reply in outcome.replies
        ]
        for out in said:
            tx.outbox.add(out, conversation=message.conversation, inbox=received.id, sent=sent)
        return state, said

    def _rendering(self, locality: Locality) -> Renderer:
        """The renderer of the current wording, made anew only when the wording changed."""
        if self._renderer is None or self._renderer[0] is not locality.wording:
            self._renderer = (locality.wording, Renderer(locality.wording))
        return self._renderer[1]


def _own_chat(message: Inbound) -> str:
    """Where a person is reached alone: in a group by their own account, never by the group."""
    return message.sender if message.group else message.chat


def _public(reply: Reply, message: Inbound) -> Reply:
    """In a group a private reply becomes an invitation to a private chat."""
    return Reply("group.private") if message.group and reply.private else reply
