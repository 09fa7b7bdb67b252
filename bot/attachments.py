"""What may be sent along: one table for all channels, and the reasons why a file is not taken.

Whatever is taken is kept sealed as it is (``storage.files``); what others than its sender see of a
photo is always a copy (``bot.copies``).
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from storage.file_types import BROKEN_ZIP, OFFICE, content_type, members
from storage.messages import AttachmentKind, Unkept, Why

MB = 1_000_000
PIXELS = {
    "image/jpeg": 64 * MB, "image/png": 16 * MB, "image/webp": 16 * MB, "image/gif": 16 * MB,
}  # fmt: skip
"""Type of a photo -> pixels that it may unfold into; JPEG alone can be read at a fraction of its size."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""The same in Pillow's words; no other of its readers ever sees a file."""
PHOTOS = frozenset(PIXELS)
VOICES = frozenset(
    f"audio/{name}" for name in ("amr", "silk", "mpeg", "ogg", "wav", "mp4", "aac")
)  # fmt: skip
VIDEOS = frozenset(("video/mp4",))
PAPERS = frozenset(
    ("application/pdf", *(f"{OFFICE}{name}" for name in (
        "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What the content of one kind may be; ``largest`` in bytes."""

    types: frozenset[str]
    largest: int


ACCEPTED: dict[AttachmentKind, Rule] = {
    "photo": Rule(PHOTOS, 10 * MB),
    "voice": Rule(VOICES, 10 * MB),
    "video": Rule(VIDEOS, 20 * MB),
    "file": Rule(PAPERS | PHOTOS | VOICES | VIDEOS, 20 * MB),
}
"""The installation's own limit (``SHILIU_MAX_PHOTO_BYTES``) bounds all of them."""
UNPACKED, MEMBERS = 200 * MB, 2_000
"""Bytes that an Office document may unfold into, parts that it may have."""
SCRIPTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<iframe", b"<?php")
LOOKED_AT = 4096
"""Bytes at the beginning in which a page or a script would have to show for a browser to run it."""
BROKEN = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning,
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises on content that is no picture or only part of one."""


class FileRefusedError(Exception):
    """A file was not taken; ``zh`` and ``en`` say to its sender what was wrong and what to send instead."""

    def __init__(self, unkept: Unkept, zh: str = "", en: str = "") -> None:
        super().__init__(unkept.why)
        self.unkept = unkept
        self.zh = zh
        self.en = en


def most(kind: AttachmentKind, ceiling: int) -> int:
    """Return the largest size (bytes) of a kind where no file may exceed ``ceiling``."""
    return min(ACCEPTED[kind].largest, ceiling) if kind in ACCEPTED else 0


def unkept(kind: AttachmentKind, why: Why, ceiling: int) -> Unkept:
    """Return the note that a file was not taken, with the size (MB) that would have been."""
    return Unkept(kind, why, max(most(kind, ceiling) // MB, 1))


def examine(kind: AttachmentKind, content: bytes, ceiling: int) -> str:
    """Return the MIME type of a file that may be kept; raises FileRefusedError otherwise. Takes a while."""
    mime = content_type(content)
    why = _objection(kind, content, mime, ceiling)
    if why is not None:
        raise FileRefusedError(unkept(kind, why, ceiling))
    return mime


def _objection(kind: AttachmentKind, content: bytes, mime: str, ceiling: int) -> Why | None:
    if len(content) > most(kind, ceiling):
        return "size" if kind in ACCEPTED else "type"
    if mime not in ACCEPTED[kind].types:
        return "picture" if kind == "photo" or mime.startswith("image/") else "type"
    if _two_faced(content, mime):
        return "type"
    if mime in PHOTOS:
        return _of_picture(content, mime)
    return "type" if mime.startswith(OFFICE) and _unfolds(content) else None


def _two_faced(content: bytes, mime: str) -> bool:
    """Whether a file is at the same time something else that a program would open or run."""
    head = content[:LOOKED_AT].lower()
    if any(word in head for word in SCRIPTS):
        return True
    if mime != "application/pdf" and b"%pdf-" in head[:1024]:
        return True
    return not mime.startswith(OFFICE) and zipfile.is_zipfile(BytesIO(content))


def _unfolds(content: bytes) -> bool:
    """Whether an Office document says that it unfolds into far more than anybody writes."""
    try:
        parts = members(content)
    except BROKEN_ZIP:
        return True
    return len(parts) > MEMBERS or sum(part.file_size for part in parts) > UNPACKED


def _of_picture(content: bytes, mime: str) -> Why | None:
    """Object to a picture by its header; nothing is unfolded for it."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as photo:
            return "pixels" if photo.width * photo.height > PIXELS[mime] else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "pixels"
    except BROKEN:
        return "broken"
