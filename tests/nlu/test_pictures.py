"""Slips are written by the test itself, printed and with an unsteady hand, photographed badly, and read back."""

import random
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from nlu.pictures import LARGEST, Pictures, Piece, installed, joined, unfolded

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
FONT = next((font for font in FONTS if Path(font).exists()), None)
reads = pytest.mark.skipif(
    not installed() or FONT is None,
    reason="the extra ocr (make setup-ocr) or a Chinese font is not installed",
)
SLIPS = (
    ("燕崖镇碾砣村的农家书屋", "周末老锁着门，", "希望周六开半天。"),
    ("广场上的健身器材坏了两个月", "没有人来修，老人用着不安全", "联系人 张大爷 13900001234"),
    ("图书馆能不能晚点关门？", "我们下了班想去看书"),
)
MISREAD = 0.1
"""Of the characters; whoever files reads what was read."""


@pytest.fixture
async def pictures() -> AsyncIterator[Pictures]:
    reader = Pictures()
    yield reader
    reader.close()


def written(lines: tuple[str, ...], *, shaky: int, seed: int) -> Image.Image:
    """A slip; ``shaky`` pixels and degrees by which each character is off."""
    chance = random.Random(seed)
    paper = Image.new("RGB", (1100, 160 + 130 * len(lines)), (236, 230, 214))
    for row, line in enumerate(lines):
        left = 70
        for char in line:
            size = 56 + chance.randint(-shaky, shaky)
            ink = Image.new("L", (96, 96))
            ImageDraw.Draw(ink).text((16, 12), char, font=ImageFont.truetype(FONT, size), fill=255)
            ink = ink.rotate(chance.uniform(-shaky, shaky))
            at = (left - 16, 80 + 130 * row + chance.randint(-shaky, shaky))
            paper.paste((40, 44, 92), at, ink)
            left += 32 if char.isascii() else 58
    return paper


def taken(paper: Image.Image, *, tilt: float = 0.0) -> bytes:
    """A photo of a slip on a dark table, a little out of focus."""
    table = Image.new("RGB", (paper.width + 300, paper.height + 400), (92, 70, 52))
    table.paste(paper, (150, 200))
    photo = table.rotate(tilt, fillcolor=(92, 70, 52), resample=Image.Resampling.BICUBIC)
    out = BytesIO()
    photo.filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=70)
    return out.getvalue()


def wrong(read: str, lines: tuple[str, ...]) -> float:
    said, meant = ("".join(text.split()) for text in (read, "".join(lines)))
    return Levenshtein.distance(said, meant) / len(meant)


@reads
@pytest.mark.parametrize("lines", SLIPS, ids=[lines[0] for lines in SLIPS])
@pytest.mark.parametrize(("shaky", "tilt"), [(0, 0.0), (4, 3.0)], ids=["printed", "by hand"])
async def test_a_photographed_slip_is_read(pictures: Pictures, lines, shaky, tilt) -> None:
    photo = taken(written(lines, shaky=shaky, seed=len(lines)), tilt=tilt)
    assert wrong(await pictures.read(photo), lines) <= MISREAD


@reads
async def test_a_photo_taken_sideways_is_turned_by_what_the_camera_noted(pictures: Pictures) -> None:
    lines = SLIPS[0]
    sideways = Image.open(BytesIO(taken(written(lines, shaky=0, seed=1)))).transpose(
        Image.Transpose.ROTATE_90
    )
    turned = Image.Exif()
    turned[0x0112] = 6
    out = BytesIO()
    sideways.save(out, "JPEG", exif=turned.tobytes())
    assert wrong(await pictures.read(out.getvalue()), lines) <= MISREAD


@reads
async def test_blank_paper_has_no_words(pictures: Pictures) -> None:
    assert await pictures.read(taken(written((), shaky=0, seed=1))) == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n", b"not a picture", bytes(LARGEST + 1)],
    ids=["empty", "only a header", "text", "too large"],
)
async def test_what_is_no_picture_has_no_words(pictures: Pictures, content: bytes) -> None:
    assert await pictures.read(content) == ""


async def test_a_photo_cut_off_on_its_way_has_no_words(pictures: Pictures) -> None:
    photo = taken(Image.new("RGB", (600, 400)))
    assert await pictures.read(photo[: len(photo) // 2]) == ""


async def test_whoever_waits_too_long_gets_no_words() -> None:
    reader = Pictures(patience=0)
    assert await reader.read(taken(Image.new("RGB", (600, 400)))) == ""
    reader.close()


def test_a_huge_picture_in_a_small_file_is_not_unfolded() -> None:
    out = BytesIO()
    Image.new("1", (5000, 5000)).save(out, "PNG")
    with pytest.raises(ValueError, match="pixels"):
        unfolded(out.getvalue())


def test_a_photo_is_looked_at_in_a_size_that_is_enough() -> None:
    out = BytesIO()
    Image.new("RGB", (3200, 2400)).save(out, "JPEG")
    assert unfolded(out.getvalue()).shape == (1200, 1600, 3)


def test_a_sentence_that_the_edge_of_the_paper_broke_is_put_together() -> None:
    lines = [("广场上的健身器材坏", 0, 900), ("了两个月。", 0, 500), ("请派人来修一修", 0, 700)]
    pieces = [Piece(words, left, 60 * n, right, 60 * n + 50) for n, (words, left, right) in enumerate(lines)]
    assert joined(pieces) == "广场上的健身器材坏了两个月。\n请派人来修一修"


def test_the_points_of_a_list_stay_apart() -> None:
    lines = ("一是广场没有灯晚上太黑", "二是想看一场吕剧老人爱听", "联系人张大爷13900001234")
    pieces = [Piece(words, 0, 60 * n, 900, 60 * n + 50) for n, words in enumerate(lines)]
    assert joined(pieces) == "\n".join(lines)


def test_words_side_by_side_stay_in_one_line() -> None:
    phone, name = Piece("13900001234", 400, 4, 700, 54), Piece("张大爷", 100, 0, 300, 50)
    assert joined([phone, name, Piece("2026年11月", 100, 80, 420, 130)]) == "张大爷 13900001234\n2026年11月"
