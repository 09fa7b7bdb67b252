"""What is taken along with a message, by its bytes, and what is left of a photo in its copy."""

import random
import struct
import zipfile
from io import BytesIO

import pytest
from PIL import Image

from bot.attachments import ACCEPTED, MEMBERS, UNPACKED, FileRefusedError, examine, most
from bot.copies import UnreadableError, copy_of
from storage.file_types import UNKNOWN, content_type
from storage.messages import AttachmentKind
from tests.photos import exif_of, picture, taken_by_phone

CEILING = 10_000_000
OFFICE = "application/vnd.openxmlformats-officedocument"
FTYP = b"\0\0\0\x18ftyp"
TRACK = b"\0\0\0\x21hdlr" + bytes(8)


def package(*names: str, filling: bytes = b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, filling)
    return out.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (FTYP + b"heic" + bytes(20), "image/heic"),
        (FTYP + b"avif" + bytes(20), "image/heic"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\0\0\0AVI LIST", UNKNOWN),
        (b"xxxx\x24\0\0\0WEBP", UNKNOWN),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"#!AMR\n" + bytes(30), "audio/amr"),
        (b"#!AMR-WB\n" + bytes(30), "audio/amr"),
        (b"\x02#!SILK_V3" + bytes(30), "audio/silk"),
        (b"OggS" + bytes(60), "audio/ogg"),
        (b"OggS" + bytes(24) + b"\x80theora", "video/ogg"),
        (b"ID3\x04" + bytes(30), "audio/mpeg"),
        (b"\xff\xf1" + bytes(30), "audio/aac"),
        (FTYP + b"M4A " + bytes(20), "audio/mp4"),
        (FTYP + b"isom" + TRACK + b"soun", "audio/mp4"),
        (FTYP + b"isom" + TRACK + b"vide" + TRACK + b"soun", "video/mp4"),
        (DOCX, f"{OFFICE}.wordprocessingml.document"),
        (package("xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
        (package("ppt/presentation.xml"), f"{OFFICE}.presentationml.presentation"),
        (package("word/document.xml", "word/vbaProject.bin"), "application/zip"),
        (package("a.txt"), "application/zip"),
        (b"PK\x03\x04" + bytes(30), "application/zip"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (b"<!doctype html>", UNKNOWN),
        (b"MZ\x90\0", UNKNOWN),
        (b"\x7fELF", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_the_bytes_say_what_a_file_is(content: bytes, mime: str) -> None:
    assert content_type(content) == mime


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", picture("JPEG")),
        ("photo", picture("GIF")),
        ("photo", taken_by_phone() + FTYP + b"mp42" + bytes(100)),  # a moving photo of a phone
        ("voice", b"#!AMR\n" + bytes(30)),
        ("voice", FTYP + b"isom" + TRACK + b"soun"),
        ("video", FTYP + b"isom" + bytes(20)),
        ("file", DOCX),
        ("file", b"%PDF-1.7\n"),
        ("file", picture("PNG")),
    ],
)
def test_what_is_taken(kind: AttachmentKind, content: bytes) -> None:
    assert examine(kind, content, CEILING) in ACCEPTED[kind].types


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("photo", b"", "picture"),
        ("photo", b"<svg onload=alert(1)>", "picture"),
        ("photo", FTYP + b"heic" + bytes(20), "picture"),
        ("photo", FTYP + b"isom" + bytes(20), "picture"),
        ("photo", b"%PDF-1.7\n", "picture"),
        ("photo", b"\xff\xd8\xff" + b"0" * 100, "broken"),
        ("voice", b"MZ" + bytes(90), "type"),
        ("voice", picture(), "picture"),
        ("video", b"OggS" + bytes(24) + b"\x80theora", "type"),
        ("file", b"<!doctype html><script>", "type"),
        ("file", b"MZ" + bytes(90), "type"),
        ("file", package("a.txt"), "type"),
        ("file", package("word/document.xml", "word/vbaProject.bin"), "type"),
        ("location", picture(), "type"),
    ],
)
def test_what_is_not_taken(kind: AttachmentKind, content: bytes, why: str) -> None:
    assert refusal(kind, content) == why


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG", comment=b"<script>alert(1)</script>"),
        picture("GIF", comment=b"<html><body onload=alert(1)>"),
        picture("JPEG", comment=b"%PDF-1.7"),
        picture("JPEG") + package("evil.class"),
        picture("PNG") + DOCX,
        b"%PDF-1.7\n" + package("evil.class"),
        b"%PDF-1.7\n<html>",
        b"ID3\x04<?php system($_GET[0]);",
    ],
)
def test_what_is_two_things_at_once_is_not_taken(content: bytes) -> None:
    assert refusal("file", content) == "type"


@pytest.mark.parametrize(("form", "side"), [("PNG", 4_001), ("WEBP", 4_001), ("GIF", 4_001), ("JPEG", 8_001)])
def test_a_picture_that_would_unfold_too_far_is_not_taken(form: str, side: int) -> None:
    bomb = picture(form, (side, side))
    assert len(bomb) < CEILING
    assert refusal("photo", bomb) == "pixels"


def test_a_header_that_promises_a_huge_picture_is_not_believed() -> None:
    small = bytearray(picture("PNG"))
    small[16:24] = struct.pack(">II", 60_000, 60_000)
    assert refusal("photo", bytes(small)) in ("pixels", "broken")


@pytest.mark.parametrize(
    "bomb",
    [
        package("word/document.xml", filling=bytes(UNPACKED + 1)),
        package("word/document.xml", *(f"{n}" for n in range(MEMBERS))),
    ],
    ids=["large", "many"],
)
def test_a_document_that_would_unfold_too_far_is_not_taken(bomb: bytes) -> None:
    assert len(bomb) < CEILING
    assert refusal("file", bomb) == "type"


def test_the_installation_bounds_what_the_table_allows() -> None:
    assert most("video", 50_000_000) == ACCEPTED["video"].largest
    assert most("video", 1_000_000) == 1_000_000
    with pytest.raises(FileRefusedError) as caught:
        examine("photo", picture() + bytes(3_000_000), 2_000_000)
    assert (caught.value.unkept.why, caught.value.unkept.most) == ("size", 2)


def test_bytes_at_random_and_torn_files_are_judged_and_never_break_anything() -> None:
    chance = random.Random(7)
    seeds = [picture(form) for form in ("JPEG", "PNG", "GIF", "WEBP")] + [
        DOCX,
        b"%PDF-1.7\n",
        b"OggS" + bytes(60),
    ]
    for _ in range(2_000):
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        torn = bytes(content[: chance.randrange(1, len(content) + 1)])
        for kind in ("photo", "file"):
            assert refusal(kind, torn) in (None, "type", "picture", "pixels", "broken")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_copy_stands_upright_and_tells_neither_place_nor_device(form: str) -> None:
    original = taken_by_phone(form)
    assert len(exif_of(original)) >= 3
    copy = copy_of(original)
    assert exif_of(copy) == {}
    assert b"Some Phone" in original
    assert b"Some Phone" not in copy
    with Image.open(BytesIO(copy)) as seen:
        assert (seen.format, seen.size, seen.info.keys() & {"exif", "comment", "icc_profile", "xmp"}) == (
            "JPEG",
            (30, 60),
            set(),
        )


def test_what_hangs_behind_a_photo_is_not_in_its_copy() -> None:
    assert b"hidden" not in copy_of(picture() + b"hidden")


def test_a_copy_is_at_most_two_thousand_pixels_wide_and_high() -> None:
    with Image.open(BytesIO(copy_of(picture(size=(4_000, 1_000))))) as seen:
        assert seen.size == (2_000, 500)


def test_a_moving_picture_shows_its_first() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("#ffffff", "#000000")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(copy_of(out.getvalue()))) as seen:
        assert seen.getpixel((10, 10)) == (255, 255, 255)


def test_what_is_see_through_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(copy_of(out.getvalue()))) as seen:
        assert seen.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", picture(size=(600, 300))[:700], b"<svg/>"])
def test_what_cannot_be_seen_has_no_copy(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        copy_of(content)


def refusal(kind: AttachmentKind, content: bytes) -> str | None:
    try:
        examine(kind, content, CEILING)
    except FileRefusedError as refused:
        return refused.unkept.why
    return None
