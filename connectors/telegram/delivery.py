"""Hands messages to the platform: part by part, and after a group that moved."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, SendMessage

from connectors.errors import Refused, SendFailed
from connectors.telegram.api import Api
from connectors.telegram.errors import MigratedError
from connectors.telegram.payload import Pressed
from connectors.telegram.sending import calls
from connectors.telegram.updates import NAME
from storage.messages import Outbound

KEPT = 1_000
"""Half-sent messages remembered."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Delivery:
    """Sends; remembers which parts of a long message have gone, so that a second try goes on from there."""

    api: Api
    words: Callable[[str], str]
    _gone: dict[Outbound, int] = field(default_factory=dict)
    _moved: dict[int, int] = field(default_factory=dict)

    async def send(self, out: Outbound) -> None:
        """Send one message; raises a ``SendFailed`` where the platform did not take it."""
        parts = calls(out, self.words)
        for number in range(self._gone.get(out, 0), len(parts)):
            await self._part(parts[number])
            if len(parts) > 1:
                self._gone[out] = number + 1
        self._gone.pop(out, None)
        while len(self._gone) > KEPT:
            del self._gone[next(iter(self._gone))]

    async def _part(self, call: SendMessage) -> None:
        chat = int(call.chat_id)
        call = call.model_copy(update={"chat_id": self._moved.get(chat, chat)})
        try:
            await self.api.call(call)
        except MigratedError as moved:
            self._moved[chat] = moved.chat
            await self._again(call.model_copy(update={"chat_id": moved.chat, "reply_parameters": None}))

    async def _again(self, call: SendMessage) -> None:
        """In the new room there are no earlier messages to answer."""
        try:
            await self.api.call(call)
        except MigratedError:
            raise Refused(detail="moved twice") from None

    async def release(self, pressed: Pressed) -> None:
        """Stop the button's clock; in a private chat take the buttons away, so that none is pressed twice.

        Both are a courtesy: the platform may refuse them after a while.
        """
        message = pressed.message
        try:
            await self.api.call(AnswerCallbackQuery(callback_query_id=pressed.id))
            if message is not None and not message.chat.group:
                edit = EditMessageReplyMarkup(chat_id=message.chat.id, message_id=message.message_id)
                await self.api.call(edit)
        except (SendFailed, MigratedError) as error:
            log.info("button not released", channel=NAME, reason=str(error))
