"""Hands messages to the platform: part by part, and after a group that moved."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, SendMessage, SendPoll, StopPoll
from aiogram.types import Message

from connectors.errors import Gone, Refused, SendFailed
from connectors.telegram.api import Api
from connectors.telegram.errors import MigratedError
from connectors.telegram.payload import Pressed
from connectors.telegram.sending import Call, calls
from connectors.telegram.updates import NAME
from storage.messages import Outbound

KEPT = 1_000
"""Half-sent messages remembered."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Posted:
    """A poll as the platform names it, and the message that holds it."""

    poll: str
    message: str


@dataclass(slots=True)
class Delivery:
    """Sends; remembers which parts of a long message have gone, so that a second try goes on from there."""

    api: Api
    words: Callable[[str], str]
    _gone: dict[Outbound, int] = field(default_factory=dict)
    _moved: dict[int, int] = field(default_factory=dict)

    async def send(self, out: Outbound) -> Posted | None:
        """Send one message; raises a ``SendFailed`` where the platform did not take it.

        Returns the poll that it made, if it was a vote.
        """
        parts, made = calls(out, self.words), None
        for number in range(self._gone.get(out, 0), len(parts)):
            made = await self._part(parts[number])
            if len(parts) > 1:
                self._gone[out] = number + 1
        self._gone.pop(out, None)
        while len(self._gone) > KEPT:
            del self._gone[next(iter(self._gone))]
        return made

    async def _part(self, call: Call) -> Posted | None:
        if isinstance(call, StopPoll):
            await self._stop(call)
            return None
        chat = int(call.chat_id)
        call = call.model_copy(update={"chat_id": self._moved.get(chat, chat)})
        try:
            return _made(await self.api.call(call))
        except MigratedError as moved:
            self._moved[chat] = moved.chat
            return await self._again(
                call.model_copy(update={"chat_id": moved.chat, "reply_parameters": None})
            )

    async def _again(self, call: SendMessage | SendPoll) -> Posted | None:
        """In the new room there are no earlier messages to answer."""
        try:
            return _made(await self.api.call(call))
        except MigratedError:
            raise Refused(detail="moved twice") from None

    async def _stop(self, call: StopPoll) -> None:
        """The vote is over whether or not its poll can still be closed: it may be gone, or closed already."""
        try:
            await self.api.call(call)
        except (Refused, Gone, MigratedError) as error:
            log.info("poll not closed", channel=NAME, reason=str(error))

    async def release(self, pressed: Pressed, taken: bool) -> None:
        """Stop the button's clock; ``taken`` in a private chat, the buttons go, so that none is pressed twice.

        Both are a courtesy: the platform may refuse them after a while.
        """
        message = pressed.message
        try:
            await self.api.call(AnswerCallbackQuery(callback_query_id=pressed.id))
            if taken and message is not None and not message.chat.group:
                edit = EditMessageReplyMarkup(chat_id=message.chat.id, message_id=message.message_id)
                await self.api.call(edit)
        except (SendFailed, MigratedError) as error:
            log.info("button not released", channel=NAME, reason=str(error))


def _made(sent: Message) -> Posted | None:
    return Posted(sent.poll.id, str(sent.message_id)) if sent.poll is not None else None
