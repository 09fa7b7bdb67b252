"""From the fields of a callback to what it means: a pure function driven by tables.

Most callbacks are something that a member of the corp says; what is in no table means nothing. Only
members can write at all, so whoever stands in a callback is one, whatever post they hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from connectors.tencent.envelope import Fields
from connectors.tencent.scene import GREETING
from storage.messages import Attachment, AttachmentKind, Inbound

NAME = "wecom"
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_STAMP = re.compile(r"[0-9]{1,11}")
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Happened:
    """What a callback means; ``comes`` marks a member who only opened the application."""

    message: Inbound
    comes: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The content of one kind of message."""

    text: str = ""
    attachment: Attachment | None = None


def read(fields: Fields, now: datetime) -> Happened | None:
    """Return what a callback means at ``now`` (UTC); None where nothing is to be done."""
    if not _MEMBER.fullmatch(fields.get("FromUserName", "")):
        return None
    return _event(fields, now) if _kind(fields, "MsgType") == "event" else _message(fields, now)


def _message(fields: Fields, now: datetime) -> Happened | None:
    number = fields.get("MsgId", "")
    if not number:
        return None
    said = MESSAGES.get(_kind(fields, "MsgType"), _wordless)(fields)
    attachments = () if said.attachment is None else (said.attachment,)
    return Happened(_inbound(fields, number, now, said.text, attachments))


def _event(fields: Fields, now: datetime) -> Happened | None:
    kind = _kind(fields, "Event")
    if kind not in EVENTS or not _STAMP.fullmatch(fields.get("CreateTime", "")):
        return None
    # Events bear no number; two of one second differ in their kind or key.
    number = "\n".join((fields["CreateTime"], kind, fields.get("EventKey", "")))
    text = EVENTS[kind](fields)
    return Happened(_inbound(fields, number, now, text), kind == COMES) if text else None


def _inbound(
    fields: Fields, number: str, now: datetime, text: str, attachments: tuple[Attachment, ...] = ()
) -> Inbound:
    # The platform itself makes no difference between capitals and small letters in a member's id.
    who = fields["FromUserName"].lower()
    return Inbound(NAME, f"{who}\n{number}", who, who, text.strip(), now, attachments)


def _kind(fields: Fields, name: str) -> str:
    return fields.get(name, "").lower()


def _file(kind: AttachmentKind) -> Callable[[Fields], Said]:
    """A file that the platform keeps for three days; it is fetched once the message is committed."""
    return lambda fields: (
        Said(attachment=Attachment(kind, name=fields.get("FileName", ""), source=fields["MediaId"]))
        if fields.get("MediaId")
        else Said()
    )


def _wordless(_fields: Fields) -> Said:
    return Said()


def _place(fields: Fields) -> Said:
    label = fields.get("Label", "").strip()[:LONGEST_LABEL]
    try:
        latitude, longitude = float(fields["Location_X"]), float(fields["Location_Y"])
    except (KeyError, ValueError):
        return Said(label)
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return Said(label)
    return Said(attachment=Attachment("location", latitude=latitude, longitude=longitude, label=label))


def _link(fields: Fields) -> Said:
    return Said("\n".join(fields[name] for name in ("Title", "Description", "Url") if fields.get(name)))


MESSAGES: dict[str, Callable[[Fields], Said]] = {
    "text": lambda fields: Said(fields.get("Content", "")),
    "image": _file("photo"),
    "voice": _file("voice"),
    "video": _file("video"),
    "file": _file("file"),
    "location": _place,
    "link": _link,
}
"""Kinds of message; one that is in no row comes without words, and is asked about."""

COMES = "enter_agent"
EVENTS: dict[str, Callable[[Fields], str]] = {
    "click": lambda fields: fields.get("EventKey", ""),
    COMES: lambda _: GREETING,
}
"""Kinds of event, and the words that each stands for."""
