"""What the platform hands out when it is asked for messages, as far as it is read.

Field names are the platform's own (``kf/sync_msg``); what is in no field here is not looked at.
"""

from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """``menu_id`` comes along where a line of a menu was pressed."""

    content: str = ""
    menu_id: str = ""


class Media(msgspec.Struct, frozen=True):
    """A picture, voice, film or file that the platform keeps for three days."""

    media_id: str = ""


class Place(msgspec.Struct, frozen=True):
    """Degrees, and what the map calls the place."""

    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    address: str = ""


class Link(msgspec.Struct, frozen=True):
    """A page or a mini programme that was passed on."""

    title: str = ""
    url: str = ""


class Menu(msgspec.Struct, frozen=True):
    """A menu that was passed on."""

    head_content: str = ""


class Event(msgspec.Struct, frozen=True):
    """Something that happened; which fields count depends on ``event_type``."""

    event_type: str = ""
    open_kfid: str = ""
    external_userid: str = ""
    scene_param: str = ""
    welcome_code: str = ""
    fail_msgid: str = ""
    fail_type: int = 0
    change_type: int = 0
    recall_msgid: str = ""


class Item(msgspec.Struct, frozen=True):
    """One message or event; ``send_time`` in seconds since 1970, ``origin`` 3 resident, 4 platform, 5 staff."""

    msgid: str
    msgtype: str
    send_time: int
    origin: int = 0
    open_kfid: str = ""
    external_userid: str = ""
    text: Text = Text()
    image: Media = Media()
    voice: Media = Media()
    video: Media = Media()
    file: Media = Media()
    location: Place = Place()
    link: Link = Link()
    miniprogram: Link = Link()
    msgmenu: Menu = Menu()
    event: Event = Event()


class Page(msgspec.Struct, frozen=True):
    """One answer: ``next_cursor`` is where the next question goes on, also where ``msg_list`` is empty."""

    next_cursor: str = ""
    has_more: int = 0
    msg_list: tuple[Any, ...] = ()


def page(raw: Any) -> Page:
    """Read an answer; raises msgspec.ValidationError."""
    return msgspec.convert(raw, type=Page, strict=False)


def item(raw: Any) -> Item:
    """Read one message; raises msgspec.ValidationError."""
    return msgspec.convert(raw, type=Item, strict=False)
