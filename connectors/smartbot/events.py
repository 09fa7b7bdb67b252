"""From one callback to what it means: a pure function driven by tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from connectors.smartbot.payload import Call, Content, Media
from connectors.tencent.scene import GREETING
from nlu.case_numbers import find_case_numbers
from storage.messages import Attachment, AttachmentKind, Inbound

NAME = "smartbot"
GROUP, STREAM, EVENT, COMES = "group", "stream", "event", "enter_chat"
SHORT = 8
"""Characters up to which words need what they quote to be understood, such as 记一下."""
_ID = re.compile(r"[A-Za-z0-9_.@=+/-]{1,128}")


@dataclass(frozen=True, slots=True)
class Happened:
    """Somebody said something; ``address`` takes a late answer, ``comes`` marks who only opened the chat."""

    message: Inbound
    address: str = ""
    comes: bool = False


@dataclass(frozen=True, slots=True)
class Refresh:
    """The platform asks for the rest of the answer to the message ``external_id`` of a conversation."""

    external_id: str
    conversation: str


Meaning = Happened | Refresh | None


def read(call: Call, now: datetime, name: str) -> Meaning:
    """Return what a callback means at ``now`` (UTC); ``name`` is what the bot is called in mentions."""
    room = call.chatid if call.chattype == GROUP else call.sender.userid
    if not all(_ID.fullmatch(one) for one in (call.msgid, call.sender.userid, room)):
        return None
    if call.msgtype == STREAM:
        # An answer goes by the name of its question, so that any process can go on with it.
        return Refresh(call.stream.id, _inbound(call, now, "").conversation)
    if call.msgtype == EVENT:
        comes = call.event.eventtype == COMES and call.chattype != GROUP
        return Happened(_inbound(call, now, GREETING), comes=True) if comes else None
    own, quoted = _words(call).strip(), _words(call.quote).strip()
    own = _unmarked(own, name) if call.chattype == GROUP else own
    files = _files(call) or _files(call.quote)
    return Happened(_inbound(call, now, _together(own, quoted), files), call.response_url)


def _inbound(call: Call, now: datetime, text: str, files: tuple[Attachment, ...] = ()) -> Inbound:
    group = call.chattype == GROUP
    who = call.sender.userid
    room = call.chatid if group else who
    # The platform brings nothing from a group that does not call the bot.
    return Inbound(NAME, call.msgid, room, who, text, now, files, group=group, to_bot=group)


def _words(content: Content) -> str:
    if content.msgtype == "mixed":
        parts = [item.text.content.strip() for item in content.mixed.msg_item if item.msgtype == "text"]
        return "\n".join(part for part in parts if part)
    return {"text": content.text, "voice": content.voice}.get(content.msgtype, content.text).content


def _together(own: str, quoted: str) -> str:
    """Return what is said with what it quotes: a case by its number, else what short words are about."""
    if not own:
        return quoted
    numbers = {entity.normal for entity in find_case_numbers(quoted).entities}
    if numbers:
        clear = len(numbers) == 1 and not find_case_numbers(own).entities
        return f"{own} {numbers.pop()}" if clear else own
    return f"{own}\n{quoted}" if quoted and len(own) <= SHORT else own


def _unmarked(text: str, name: str) -> str:
    """Take the mentions out that call the bot: those at the beginning, or else one at the end."""
    called = rf"@(?:{re.escape(name)}|\S+)" if name else r"@\S+"
    bare = re.sub(rf"^(?:\s*{called})+", "", text)
    return (bare if bare != text else re.sub(r"\s@\S+\s*$", "", text)).strip()


def _file(kind: AttachmentKind, media: Media) -> tuple[Attachment, ...]:
    return (Attachment(kind, name=media.filename, source=media.url),) if media.url else ()


def _pictures(content: Content) -> tuple[Attachment, ...]:
    return tuple(one for item in content.mixed.msg_item for one in _file("photo", item.image))


def _files(content: Content) -> tuple[Attachment, ...]:
    reader = FILES.get(content.msgtype)
    return reader(content) if reader else ()


FILES: dict[str, Callable[[Content], tuple[Attachment, ...]]] = {
    "image": lambda content: _file("photo", content.image),
    "file": lambda content: _file("file", content.file),
    "video": lambda content: _file("video", content.video),
    "mixed": _pictures,
}
"""Kinds of message with files; a voice message comes as words already."""
