"""From an outgoing message to calls of the platform."""

from collections.abc import Callable

import msgspec
from aiogram.methods import SendMessage, SendPoll, StopPoll
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from connectors.degrade import fit
from connectors.limits import LIMITS
from connectors.telegram.buttons import behind
from connectors.telegram.keys import chat_of, message_of
from storage.messages import Button, Outbound, Poll, Wanted

Call = SendMessage | SendPoll | StopPoll
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None
SHORT = 8
"""Titles up to so many characters stand two in a row."""
SHARE: dict[Wanted, Callable[[str], KeyboardButton]] = {
    "phone": lambda title: KeyboardButton(text=title, request_contact=True),
    "place": lambda title: KeyboardButton(text=title, request_location=True),
}
"""Buttons that share something at a touch; the platform has them in private chats only."""


def calls(out: Outbound, words: Callable[[str], str]) -> list[Call]:
    """Return the calls that send a message, several for a long one; ``words`` gives titles by wording key."""
    if out.poll is not None:
        return [_poll(out, out.poll)]
    chat, _ = chat_of(out.chat)
    ended = [StopPoll(chat_id=chat, message_id=int(out.ends))] if out.ends else []
    return [*ended, *_messages(out, words)]


def _poll(out: Outbound, poll: Poll) -> SendPoll:
    """A vote as a poll that tells the bot who chose what; it brings its own buttons."""
    chat, topic = chat_of(out.chat)
    answered = message_of(out.reply_to) if out.group and out.reply_to else None
    return SendPoll(
        chat_id=chat,
        message_thread_id=topic,
        question=poll.question,
        options=[InputPollOption(text=option) for option in poll.options],
        is_anonymous=False,
        allows_multiple_answers=False,
        reply_parameters=_answering(answered),
    )


def _messages(out: Outbound, words: Callable[[str], str]) -> list[SendMessage]:
    chat, topic = chat_of(out.chat)
    tokens = tuple(msgspec.structs.replace(b, payload=behind(b.payload)) for b in out.buttons)
    parts = fit(msgspec.structs.replace(out, buttons=tokens), LIMITS["telegram"])
    answered = message_of(out.reply_to) if out.group and out.reply_to else None
    return [
        SendMessage(
            chat_id=chat,
            message_thread_id=topic,
            text=part.text,
            reply_markup=_markup(part, words) if part is parts[-1] else None,
            reply_parameters=_answering(answered) if part is parts[0] else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        for part in parts
    ]


def _answering(message: int | None) -> ReplyParameters | None:
    """In a group it shows who is answered; where that message is gone, it is said all the same."""
    return ReplyParameters(message_id=message, allow_sending_without_reply=True) if message else None


def _markup(out: Outbound, words: Callable[[str], str]) -> Markup:
    if out.wants is not None and not out.group:
        share = SHARE[out.wants](words(f"telegram.share.{out.wants}"))
        others = [KeyboardButton(text=button.title) for button in out.buttons]
        rows = [[share], *([others] if others else [])]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    if out.buttons:
        rows_of = [[_inline(button) for button in row] for row in _rows(out.buttons)]
        return InlineKeyboardMarkup(inline_keyboard=rows_of)
    # Buttons that share something stay until they are taken away.
    return None if out.group else ReplyKeyboardRemove(remove_keyboard=True)


def _rows(buttons: tuple[Button, ...]) -> list[tuple[Button, ...]]:
    width = 2 if all(len(button.title) <= SHORT for button in buttons) else 1
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]


def _inline(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.title, callback_data=button.payload)
