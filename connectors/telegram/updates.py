"""From a raw update to what it means: an ``Inbound``, a room that moved, or nothing. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.engine.votes import of_poll
from connectors.telegram import keys
from connectors.telegram.attachments import attachments
from connectors.telegram.buttons import MARK
from connectors.telegram.commands import spoken
from connectors.telegram.payload import Joined, Message, PollAnswer, Pressed, Update
from storage.messages import Inbound

NAME = "telegram"
SPOKEN = (
    "text", "caption", "photo", "voice", "audio", "video", "video_note", "animation", "document", "location",
    "venue", "contact", "sticker", "dice", "poll", "story",
)  # fmt: skip
"""What makes a message one that somebody said; without any it is a notice of the platform."""
PRESENT = frozenset(("member", "administrator", "creator", "restricted"))


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself; ``username`` without @, empty while it is not known yet.

    ``places`` are those that a link to the bot may name.
    """

    id: int
    username: str = ""
    places: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and goes on under another id."""

    old: str
    new: str


Meaning = Inbound | Moved | None


def read(update: Update, me: Me, now: datetime) -> Meaning:
    """Return what an update means to the bot; None where it means nothing."""
    for kind, reader in _READERS.items():
        content = getattr(update, kind)
        if content is not None:
            return reader(update, content, me, now)
    return None


def _message(_update: Update, message: Message, me: Me, now: datetime) -> Meaning:
    if message.migrate_to_chat_id is not None:
        return Moved(str(message.chat.id), str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return Moved(str(message.migrate_from_chat_id), str(message.chat.id))
    return _said(message, me, now, keys.external(me.id, message))


def _edited(update: Update, message: Message, me: Me, now: datetime) -> Meaning:
    deed = keys.external(me.id, message, f"e{update.update_id}")
    said = _said(message, me, now, deed)
    if said is None or (not said.text and said.attachments):
        return None  # a position that is shared live, or a photo exchanged for another one
    return msgspec.structs.replace(said, edit_of=keys.external(me.id, message), album=None, attachments=())


def _pressed(_update: Update, pressed: Pressed, me: Me, now: datetime) -> Meaning:
    message = pressed.message
    if message is None or not pressed.data:
        return None
    return Inbound(
        channel=NAME,
        external_id=keys.external(me.id, message, f"q{pressed.id}"),
        chat=keys.room(message),
        sender=str(pressed.sender.id),
        text=_title(message, pressed.data) if pressed.data.startswith(MARK) else pressed.data,
        received_at=now,
        payload=pressed.data,
        group=message.chat.group,
        to_bot=message.chat.group,
    )


def _joined(update: Update, joined: Joined, me: Me, now: datetime) -> Meaning:
    """Whoever adds the bot to a group is told there what it is good for."""
    comes = joined.new_chat_member.status in PRESENT and joined.old_chat_member.status not in PRESENT
    if not comes or not joined.chat.group or joined.sender.is_bot:
        return None
    return Inbound(
        channel=NAME,
        external_id=f"{me.id}:{joined.chat.id}:j{update.update_id}",
        chat=str(joined.chat.id),
        sender=str(joined.sender.id),
        text=spoken("help", ""),
        received_at=now,
        group=True,
        to_bot=True,
    )


def _voted(update: Update, answer: PollAnswer, me: Me, now: datetime) -> Meaning:
    """The platform does not say where; whose vote it is stands in the poll, and which option counts from 1."""
    if answer.user is None or answer.user.is_bot:
        return None
    option = answer.option_ids[0] + 1 if answer.option_ids else None
    return Inbound(
        channel=NAME,
        external_id=f"{me.id}:poll:p{answer.poll_id}:v{update.update_id}",
        chat=str(answer.user.id),
        sender=str(answer.user.id),
        text="",
        received_at=now,
        payload=of_poll(answer.poll_id, option),
    )


def _said(message: Message, me: Me, now: datetime, external_id: str) -> Inbound | None:
    if message.sender is None or message.sender.is_bot or message.is_automatic_forward:
        return None  # bots, channels, and admins who hide behind their group: nobody to answer
    if not any(getattr(message, kind) for kind in SPOKEN) or message.chat.type == "channel":
        return None
    group = message.chat.group
    words, called = _words(message, me)
    to_bot = group and (called or _answers(message, me))
    return Inbound(
        channel=NAME,
        external_id=external_id,
        chat=keys.room(message),
        sender=str(message.sender.id),
        text=words,
        received_at=now,
        # What is chatter among others is none of ours; of an album one part says for whom it is.
        attachments=attachments(message) if to_bot or not group or message.media_group_id else (),
        group=group,
        to_bot=to_bot,
        album=f"{message.chat.id}:{message.media_group_id}" if message.media_group_id else None,
    )


def _answers(message: Message, me: Me) -> bool:
    earlier = message.reply_to_message
    return earlier is not None and earlier.sender is not None and earlier.sender.id == me.id


def _words(message: Message, me: Me) -> tuple[str, bool]:
    """Return the words without the mark that they are for the bot, and whether there was one."""
    if message.contact is not None:
        return _card(message), False
    text = message.text or message.caption or (message.sticker.emoji if message.sticker else "")
    raw = text.encode("utf-16-le")
    marks = [(e, _cut(raw, e.offset, e.length)) for e in message.entities or message.caption_entities]
    if marks and marks[0][0].type == "bot_command" and marks[0][0].offset == 0:
        name, _, whose = marks[0][1].removeprefix("/").partition("@")
        rest = _cut(raw, marks[0][0].length, len(raw)).strip()
        ours = not whose or whose.lower() == me.username.lower()
        return (spoken(name.lower(), _unmarked(rest, me), me.places), True) if ours else (text, False)
    mine = any(_mentions(entity.type, word, entity.user, me) for entity, word in marks)
    return (_unmarked(text, me) if mine else text), mine


def _mentions(kind: str, word: str, user: object, me: Me) -> bool:
    named = kind == "mention" and bool(me.username) and word.lower() == f"@{me.username}".lower()
    return named or (kind == "text_mention" and getattr(user, "id", None) == me.id)


def _unmarked(text: str, me: Me) -> str:
    """Take the bot's own name out; names are compared without case."""
    mark = f"@{me.username}".lower()
    at = text.lower().find(mark) if me.username else -1
    return text if at < 0 else f"{text[:at].rstrip()} {text[at + len(mark) :].lstrip()}".strip()


def _cut(raw: bytes, offset: int, length: int) -> str:
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", errors="ignore")


def _card(message: Message) -> str:
    """The number on a visiting card; on somebody else's with the name."""
    card = message.contact
    if card is None:
        return ""
    digits = card.phone_number.lstrip("+")
    number = digits.removeprefix("86") if len(digits) == 13 else card.phone_number
    own = card.user_id is not None and message.sender is not None and card.user_id == message.sender.id
    return number if own else f"{card.last_name}{card.first_name} {number}".strip()


def _title(message: Message, data: str) -> str:
    """The words on the button that was pressed; it is written again in the message that carries it."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((b.text for row in rows for b in row if b.callback_data == data), "")


_READERS: dict[str, Callable[..., Meaning]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _joined,
    "poll_answer": _voted,
}
