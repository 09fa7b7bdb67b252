"""What both ways in share: an update is committed, and only then a pressed button is let go."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import structlog

from connectors import metrics
from connectors.channel import Desk
from connectors.gate import Gate
from connectors.telegram.buttons import MARK, meant
from connectors.telegram.payload import Message, Pressed, Update
from connectors.telegram.updates import NAME, Me, Meaning, Moved, read
from storage.messages import Inbound

LOOKED_BACK = 100
"""Lines of a conversation in which the button that was pressed is looked for."""
NAME_WAIT = 3.0
"""Seconds that a message of a group waits until the bot knows its own name."""

log = structlog.get_logger(__name__)
Release = Callable[[Pressed, bool], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class Self:
    """Who the bot is; the number stands in its token, the name has to be asked for.

    ``places`` gives those of the locality as it is now.
    """

    me: Me
    places: Callable[[], Collection[str]] = tuple
    known: asyncio.Event = field(default_factory=asyncio.Event)

    def is_called(self, username: str) -> None:
        """The platform has told the name."""
        self.me = replace(self.me, username=username)
        self.known.set()


@dataclass(slots=True)
class Intake:
    """Hands updates to the desk; ``release`` tells the platform that a button was heard, and
    whether it was taken: one that was not can be pressed again.

    ``posting`` is held while a poll is made: answers to it wait until it is known whose it is.
    """

    desk: Desk
    bot: Self
    release: Release
    gate: Gate
    posting: asyncio.Lock
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, update: Update) -> None:
        """Commit what an update means; where this raises, the platform has to bring it again."""
        await self._name_for(update)
        if update.poll_answer is not None:
            async with self.posting:
                pass
        taken = await self._handed_on(update)
        if update.callback_query is not None:
            task = asyncio.create_task(self.release(update.callback_query, taken))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop what still runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _handed_on(self, update: Update) -> bool:
        """Hand on what an update means; False for a message that came too fast."""
        meaning = self._meaning(update)
        if isinstance(meaning, Moved):
            await self.desk.moved(NAME, meaning.old, meaning.new)
        elif meaning is not None:
            message = await self._unpacked(meaning)
            # The platform shows every vote as cast, and not everybody who votes can be written to.
            if update.poll_answer is None and not await self.gate.admits(
                self.desk, message, self._ago(update)
            ):
                return False
            await self.desk.accept(message)
        return True

    def _ago(self, update: Update) -> float:
        """Seconds since something was written; a button is pressed now."""
        message = update.message or update.edited_message
        written = (message.edit_date or message.date) if message is not None else 0
        return max(self.desk.now().timestamp() - written, 0.0) if written else 0.0

    def _meaning(self, update: Update) -> Meaning:
        try:
            return read(update, replace(self.bot.me, places=self.bot.places()), self.desk.now())
        except Exception:  # it would come again for ever and hold up all others
            unreadable("not understood")
            log.exception("update not understood", channel=NAME)
            return None

    async def _unpacked(self, message: Inbound) -> Inbound:
        """Put the words in the place of the token that stood behind a button."""
        if message.payload is None or not message.payload.startswith(MARK):
            return message
        lines = await self.desk.history(message.conversation, LOOKED_BACK)
        payload = meant(message.payload, lines)
        return msgspec.structs.replace(message, text=payload or message.text, payload=payload)

    async def _name_for(self, update: Update) -> None:
        message: Message | None = update.message or update.edited_message
        if message is not None and message.chat.group and not self.bot.known.is_set():
            try:
                async with asyncio.timeout(NAME_WAIT):
                    await self.bot.known.wait()
            except TimeoutError:
                log.warning("own name not known yet", channel=NAME)


def unreadable(why: str) -> None:
    """Count an update that could not be read; it is not asked for again."""
    metrics.UNREADABLE.labels(NAME, why).inc()
