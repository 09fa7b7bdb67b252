"""From the fields of a callback to what it means: a pure function driven by tables.

Most callbacks are something that a follower says, some only open a send window, one is a farewell;
what is in no table means nothing and is answered with ``success``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.tencent.envelope import Fields
from connectors.tencent.scene import GREETING, scene
from storage.messages import Attachment, AttachmentKind, Inbound, Unkept
from storage.quotas import Window

NAME = "wechat"
WROTE = Window("message", 5, timedelta(hours=48))
TOUCHED = Window("touch", 3, timedelta(minutes=1))
"""Messages that WeChat lets an account send after a follower wrote, and after a click, follow or scan."""
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STAMP = re.compile(r"[0-9]{1,11}")


@dataclass(frozen=True, slots=True)
class Happened:
    """What a callback means. ``message`` is what was said; ``leaves`` marks an unfollowing.

    ``window`` is the send window that it opened at ``at``; ``pressed`` that a menu in the chat was;
    ``place`` the place whose code a new follower scanned.
    """

    message: Inbound
    at: datetime
    window: Window | None = None
    leaves: bool = False
    pressed: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The content of one kind of message."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    unkept: tuple[Unkept, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """What one kind of event comes to: ``says`` gives the words that it stands for."""

    says: Callable[[Fields], str] = lambda _: ""
    window: Window | None = TOUCHED
    leaves: bool = False
    follows: bool = False


def read(fields: Fields, now: datetime) -> Happened | None:
    """Return what a callback means at ``now`` (UTC); None where nothing is to be done."""
    if not _OPENID.fullmatch(fields.get("FromUserName", "")):
        return None
    happened = _event(fields, now) if _kind(fields, "MsgType") == "event" else _message(fields, now)
    if happened is None or not happened.message.external_id:
        return None
    return happened


def _message(fields: Fields, now: datetime) -> Happened:
    said = MESSAGES.get(_kind(fields, "MsgType"), _wordless)(fields)
    pressed = "bizmsgmenuid" in fields
    number = fields.get("MsgId", "")
    message = _inbound(fields, number and f"{_who(fields)}\n{number}", now, said)
    # To press a line of a menu in the chat counts as a click, not as a message.
    return Happened(message, _at(fields, now), TOUCHED if pressed else WROTE, pressed=pressed)


def _event(fields: Fields, now: datetime) -> Happened | None:
    deed = EVENTS.get(_kind(fields, "Event"))
    if deed is None or not _STAMP.fullmatch(fields.get("CreateTime", "")):
        return None
    # Two events of one second differ in their kind or key.
    parts = (_who(fields), fields["CreateTime"], _kind(fields, "Event"), fields.get("EventKey", ""))
    message = _inbound(fields, "\n".join(parts), now, Said(deed.says(fields)))
    place = message.text if deed.follows and message.text != GREETING else ""
    return Happened(message, _at(fields, now), deed.window, leaves=deed.leaves, place=place)


def _inbound(fields: Fields, external: str, now: datetime, said: Said) -> Inbound:
    who = _who(fields)
    return Inbound(NAME, external, who, who, said.text.strip(), now, said.attachments, unkept=said.unkept)


def _who(fields: Fields) -> str:
    return fields["FromUserName"]


def _kind(fields: Fields, name: str) -> str:
    return fields.get(name, "").lower()


def _at(fields: Fields, now: datetime) -> datetime:
    """When it happened; WeChat's clock counts, as far as it is not ahead of ours."""
    stamp = fields.get("CreateTime", "")
    if not _STAMP.fullmatch(stamp):
        return now
    return min(datetime.fromtimestamp(int(stamp), UTC), now)


def _file(kind: AttachmentKind) -> Callable[[Fields], Said]:
    """A file to fetch; for a voice also what WeChat understood of it, where it did."""

    def said(fields: Fields) -> Said:
        text, media = fields.get("Recognition", ""), fields.get("MediaId", "")
        if not media:
            return Said(text, unkept=(Unkept(kind, "gone"),))
        return Said(text, (Attachment(kind, source=media),))

    return said


def _wordless(_fields: Fields) -> Said:
    return Said()


def _place(fields: Fields) -> Said:
    try:
        latitude, longitude = float(fields["Location_X"]), float(fields["Location_Y"])
    except (KeyError, ValueError):
        return Said(fields.get("Label", ""))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Said(fields.get("Label", ""))
    label = fields.get("Label", "").strip()[:200]
    return Said("", (Attachment("location", latitude=latitude, longitude=longitude, label=label),))


def _link(fields: Fields) -> Said:
    return Said("\n".join(fields[name] for name in ("Title", "Url") if fields.get(name)))


MESSAGES: dict[str, Callable[[Fields], Said]] = {
    "text": lambda fields: Said(fields.get("Content", "")),
    "image": _file("photo"),
    "voice": _file("voice"),
    "video": _file("video"),
    "shortvideo": _file("video"),
    "location": _place,
    "link": _link,
}
"""Kinds of message; one that is in no row comes without words, and is asked about."""

EVENTS: dict[str, Deed] = {
    "subscribe": Deed(lambda _: GREETING),
    "subscribe_scan": Deed(lambda fields: scene(fields.get("EventKey", "")), follows=True),
    "scan": Deed(lambda fields: scene(fields.get("EventKey", ""))),
    "click": Deed(lambda fields: fields.get("EventKey", "")),
    "unsubscribe": Deed(window=None, leaves=True),
}
"""Kinds of event. ``subscribe_scan`` is wechatpy's name of a follow through a QR code."""
