"""What a file is, from its bytes; what the sender says of it counts for nothing."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
OFFICE = "application/vnd.openxmlformats-officedocument."


def _magic(pattern: bytes, mime: str) -> tuple[re.Pattern[bytes], str]:
    return re.compile(pattern, re.DOTALL), mime


MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = (
    _magic(rb"\xff\xd8\xff", "image/jpeg"),
    _magic(rb"\x89PNG\r\n\x1a\n", "image/png"),
    _magic(rb"GIF8[79]a", "image/gif"),
    _magic(rb"RIFF.{4}WEBP", "image/webp"),
    _magic(rb".{4}ftyp(?:hei[cx]|hevc|mif1|msf1|avi[fs])", "image/heic"),
    _magic(rb"RIFF.{4}WAVE", "audio/wav"),
    _magic(rb"%PDF-", "application/pdf"),
    _magic(rb"#!AMR", "audio/amr"),
    _magic(rb"\x02?#!SILK", "audio/silk"),
    _magic(rb"OggS", "audio/ogg"),
    _magic(rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
    _magic(rb"\xff[\xf1\xf9]", "audio/aac"),
    _magic(rb".{4}ftypM4[AB] ", "audio/mp4"),
    _magic(rb".{4}ftyp", "video/mp4"),
    _magic(rb"PK\x03\x04", ZIP),
)
"""How the content begins, and its type; the first that fits counts."""
PARTS = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
"""A part that only a package of this type holds."""
MACROS = "vbaproject.bin"
BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)
"""What reading the directory of a broken archive raises."""
_TRACK = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)


def content_type(content: bytes) -> str:
    """Return the MIME type that the content shows."""
    found = next((mime for begins, mime in MAGIC if begins.match(content)), UNKNOWN)
    closer = CLOSER.get(found)
    return closer(content) if closer else found


def members(content: bytes) -> list[zipfile.ZipInfo]:
    """Return what an archive says it holds; nothing is unpacked. Raises one of BROKEN_ZIP."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.infolist()


def _package(content: bytes) -> str:
    """An Office document without macros, or just some archive."""
    try:
        names = [member.filename for member in members(content)]
    except BROKEN_ZIP:
        return ZIP
    if any(name.lower().endswith(MACROS) for name in names):
        return ZIP
    return next((mime for part, mime in PARTS.items() if part in names), ZIP)


def _film(content: bytes) -> str:
    """Phones write sound alone in the same container as films."""
    return "audio/mp4" if set(_TRACK.findall(content)) == {b"soun"} else "video/mp4"


def _ogg(content: bytes) -> str:
    return "video/ogg" if b"\x80theora" in content[:4096] else "audio/ogg"


CLOSER: dict[str, Callable[[bytes], str]] = {ZIP: _package, "video/mp4": _film, "audio/ogg": _ogg}
"""Containers, whose beginning says less than what lies in them."""
