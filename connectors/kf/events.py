"""From one message of the platform to what it means: a pure function driven by tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from urllib.parse import unquote

import msgspec

from connectors.kf.payload import Item, Link, Media
from connectors.tencent.scene import GREETING, scene
from storage.messages import Attachment, AttachmentKind, Inbound
from storage.quotas import Window

NAME = "kf"
WROTE = Window("message", 5, timedelta(hours=48))
"""Messages that the platform lets through after a resident wrote."""
SESSION = timedelta(hours=48)
"""So long after the last word a session lasts at most."""
WELCOME = timedelta(seconds=20)
"""So long after somebody came in a welcome is taken."""
LATE = timedelta(minutes=10)
"""Whoever wrote longer ago does not wait before the screen: all of it is answered together, once."""
MARK = "s:"
"""Before the payload in the ids of our menus; a menu that staff sent has others."""
RESIDENT, STAFF = 3, 5
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Said:
    """A resident said something at ``at``."""

    message: Inbound
    at: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in. ``code`` is good for one welcome until ``until``, "" for none; ``place`` may be ""."""

    message: Inbound
    code: str
    until: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A message of ours to ``chat`` did not arrive after all; ``reason`` is the platform's number for it."""

    chat: str
    key: str
    reason: int


@dataclass(frozen=True, slots=True)
class Attended:
    """A person of the desk has the conversation from ``at`` on."""

    chat: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """The person is done with the conversation."""

    chat: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A resident took a message back."""

    chat: str
    external_id: str


Meaning = Said | Entered | Lost | Attended | Returned | Unsaid | None


def read(item: Item, now: datetime) -> Meaning:
    """Return what a message means at ``now`` (UTC); None where nothing is to be done."""
    if item.msgtype == "event":
        deed = EVENTS.get(item.event.event_type)
        chat = chat_of(item.event.open_kfid, item.event.external_userid)
        return deed(item, chat, now) if deed and chat else None
    chat = chat_of(item.open_kfid, item.external_userid)
    if not chat or not item.msgid:
        return None
    if item.origin == STAFF:
        return Attended(chat, _at(item, now))
    return _said(item, chat, now) if item.origin == RESIDENT else None


def chat_of(account: str, user: str) -> str:
    """Return the chat of a resident with one service account, "" where one of the two is none.

    An answer has to go out from the account that was written to, so the account is part of the chat.
    """
    return f"{account}/{user}" if _ID.fullmatch(account) and _ID.fullmatch(user) else ""


def ends_of(chat: str) -> tuple[str, str]:
    """Return account and resident of a chat."""
    account, _, user = chat.partition("/")
    return account, user


def _said(item: Item, chat: str, now: datetime) -> Said:
    text, attachments = MESSAGES.get(item.msgtype, _wordless)(item)
    message = _inbound(chat, item.msgid, text, now, attachments)
    menu_id = item.text.menu_id
    if item.msgtype == "text" and menu_id.startswith(MARK):
        payload = menu_id.removeprefix(MARK)
        message = msgspec.structs.replace(message, text=payload, payload=payload)
    elif _at(item, now) + LATE < now:
        message = msgspec.structs.replace(message, album="late")
    return Said(message, _at(item, now))


def _inbound(
    chat: str, msgid: str, text: str, now: datetime, attachments: tuple[Attachment, ...] = ()
) -> Inbound:
    # The sender is the chat as well: windows, files and erasure go by one name.
    return Inbound(NAME, _external(chat, msgid), chat, chat, text.strip(), now, attachments)


def _external(chat: str, msgid: str) -> str:
    return f"{chat}\n{msgid}"


def _at(item: Item, now: datetime) -> datetime:
    """When it happened; the platform's clock counts, as far as it is not ahead of ours."""
    return min(datetime.fromtimestamp(max(min(item.send_time, 1 << 33), 0), UTC), now)


def _file(
    kind: AttachmentKind, of: Callable[[Item], Media]
) -> Callable[[Item], tuple[str, tuple[Attachment, ...]]]:
    """A file that is fetched once the message is kept."""

    def found(item: Item) -> tuple[str, tuple[Attachment, ...]]:
        media = of(item).media_id
        return "", (Attachment(kind, source=media),) if media else ()

    return found


def _wordless(_item: Item) -> tuple[str, tuple[Attachment, ...]]:
    return "", ()


def _place(item: Item) -> tuple[str, tuple[Attachment, ...]]:
    place = item.location
    label = " ".join(part for part in (place.name.strip(), place.address.strip()) if part)[:200]
    latitude, longitude = place.latitude, place.longitude
    if latitude is None or longitude is None or not (isfinite(latitude) and isfinite(longitude)):
        return label, ()
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return label, ()
    return "", (Attachment("location", latitude=latitude, longitude=longitude, label=label),)


def _link(of: Callable[[Item], Link]) -> Callable[[Item], tuple[str, tuple[Attachment, ...]]]:
    return lambda item: ("\n".join(part for part in (of(item).title, of(item).url) if part), ())


def _entered(item: Item, chat: str, now: datetime) -> Entered | None:
    event, until = item.event, _at(item, now) + WELCOME
    words = scene(unquote(event.scene_param))
    place = words if words != GREETING else ""
    code = event.welcome_code if now < until else ""
    if not item.msgid or not (code or place):
        return None  # just looking in again: nothing may be sent, and nothing was said
    return Entered(_inbound(chat, item.msgid, words, now), code, until, place)


def _changed(item: Item, chat: str, now: datetime) -> Attended | Returned | None:
    change = item.event.change_type
    if change in TAKEN:
        return Attended(chat, _at(item, now))
    return Returned(chat) if change == ENDED else None


def _unsaid(item: Item, chat: str, _now: datetime) -> Unsaid | None:
    recalled = item.event.recall_msgid
    return Unsaid(chat, _external(chat, recalled)) if recalled else None


def _lost(item: Item, chat: str, _now: datetime) -> Lost:
    return Lost(chat, item.event.fail_msgid, item.event.fail_type)


TAKEN = frozenset((1, 2, 4))
"""A person took it from the queue, was handed it, or took it up again."""
ENDED = 3

MESSAGES: dict[str, Callable[[Item], tuple[str, tuple[Attachment, ...]]]] = {
    "text": lambda item: (item.text.content, ()),
    "image": _file("photo", lambda item: item.image),
    "voice": _file("voice", lambda item: item.voice),
    "video": _file("video", lambda item: item.video),
    "file": _file("file", lambda item: item.file),
    "location": _place,
    "link": _link(lambda item: item.link),
    "miniprogram": _link(lambda item: item.miniprogram),
    "msgmenu": lambda item: (item.msgmenu.head_content, ()),
}
"""Kinds of message; one that is in no row (a business card, a note) comes without words, and is asked about."""

EVENTS: dict[str, Callable[[Item, str, datetime], Meaning]] = {
    "enter_session": _entered,
    "msg_send_fail": _lost,
    "session_status_change": _changed,
    "user_recall_msg": _unsaid,
}
"""Kinds of event; the others (staff going on and off duty) mean nothing here."""
