"""What page and server say to each other over the WebSocket, as JSON; ``t`` tells the kind."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from storage.messages import Attachment, Button, Line

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Place(msgspec.Struct, frozen=True):
    """Where the visitor is, in degrees (WGS 84)."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Say(msgspec.Struct, frozen=True, tag_field="t", tag="say"):
    """The visitor says something; ``id`` is made by the page, so that sending it again is harmless.

    {"t": "say", "id": "m3f2a…", "text": "燕崖村", "payload": "village:1"}
    {"t": "say", "id": "m77b0…", "text": "", "photos": ["9f86d0…"]}
    {"t": "say", "id": "m0c4e…", "text": "", "place": {"latitude": 36.18, "longitude": 118.17}}
    """

    id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{8,64}$")]
    text: str = ""
    payload: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    photos: Annotated[tuple[Digest, ...], msgspec.Meta(max_length=9)] = ()
    place: Place | None = None


class Sync(msgspec.Struct, frozen=True, tag_field="t", tag="sync"):
    """The page is here and wants the last lines: {"t": "sync"}."""


class Got(msgspec.Struct, frozen=True, tag_field="t", tag="got"):
    """The page shows what the frame ``n`` brought: {"t": "got", "n": 3}."""

    n: int


class Taken(msgspec.Struct, frozen=True, tag_field="t", tag="taken"):
    """A message is committed: {"t": "taken", "id": "m3f2a…"}."""

    id: str


class NotTaken(msgspec.Struct, frozen=True, tag_field="t", tag="not_taken"):
    """A message was not taken; ``again`` are seconds to wait before sending it again, None for never.

    {"t": "not_taken", "id": "m3f2a…", "why": "slow", "text": "您发得太快了……", "again": 4.0}
    """

    id: str
    why: Literal["slow", "long", "photo", "empty", "trouble"]
    text: str
    again: float | None = None


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the transcript; ``bot`` marks what the bot said."""

    at: datetime
    bot: bool
    text: str
    buttons: tuple[Button, ...] = ()
    photos: tuple[str, ...] = ()
    place: bool = False


class Lines(msgspec.Struct, frozen=True, tag_field="t", tag="lines"):
    """The last lines; the page answers ``got`` with ``n``.

    {"t": "lines", "n": 1, "lines": [{"at": "2026-11-20T01:00:00Z", "bot": true, "text": "您好"}]}
    """

    n: int
    lines: tuple[Shown, ...]


Request = Say | Sync | Got
decode = msgspec.json.Decoder(Request).decode
encode = msgspec.json.Encoder().encode


def shown(line: Line) -> Shown:
    """Return a line as the page shows it."""
    photos = tuple(item.digest for item in line.attachments if item.kind == "photo" and item.digest)
    place = any(item.kind == "location" for item in line.attachments)
    return Shown(line.at, line.mine, line.text, line.buttons, photos, place)


def located(place: Place) -> Attachment:
    """Return a place as an attachment."""
    return Attachment("location", latitude=place.latitude, longitude=place.longitude)
