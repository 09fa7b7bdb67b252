"""One sheet of A4 at print resolution: lines of text, boxes, pictures; and the picture of a QR code."""

from functools import cache

import segno
from PIL import Image, ImageDraw, ImageFont

from app.poster.fonts import Font

DPI = 300
WIDTH, HEIGHT = 2480, 3508
"""A4 in pixels."""
QUIET = 4
"""Modules of white that a scanner needs around a code."""


class Sheet:
    """A sheet that is being drawn; places and sizes in pixels."""

    def __init__(self, font: Font, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), ground)
        self._pen = ImageDraw.Draw(self.image)
        self._sized = cache(font.sized)

    def band(self, top: int, bottom: int, colour: str) -> None:
        """Fill the whole width."""
        self._pen.rectangle((0, top, WIDTH, bottom), fill=colour)

    def card(self, box: tuple[int, int, int, int], colour: str, edge: str) -> None:
        """Draw a card with round corners; ``box`` is left, top, right, bottom."""
        self._pen.rounded_rectangle(box, 48, fill=colour, outline=edge, width=10)

    def paste(self, picture: Image.Image, left: int, top: int) -> None:
        """Put a picture in."""
        self.image.paste(picture, (left, top))

    def text(
        self,
        words: str,
        middle: int,
        at: int,
        size: int,
        colour: str,
        *,
        widest: int = WIDTH,
        bold: bool = False,
    ) -> None:
        """Write a line around a point (its middle, both ways), smaller where it is wider than ``widest``."""
        font = self._fitting(words, size, widest)
        # Not every machine has a bold Chinese font; a stroke makes any legible from afar.
        stroke = size // 40 if bold else 0
        self._pen.text(
            (middle, at), words, colour, font, anchor="mm", stroke_width=stroke, stroke_fill=colour
        )

    def width(self, words: str, size: int) -> int:
        """Return the width of a line."""
        return round(self._sized(size).getlength(words))

    def _fitting(self, words: str, size: int, widest: int) -> ImageFont.FreeTypeFont:
        wide = self.width(words, size)
        return self._sized(size if wide <= widest else size * widest // wide)


def picture(content: str, largest: int) -> Image.Image:
    """Return a QR code with its white border, at most ``largest`` wide; every module is a whole number of pixels."""
    # A quarter of it may be torn or dirty: posters hang outdoors.
    rows = [list(row) for row in segno.make(content, error="q", micro=False, boost_error=False).matrix]
    count = len(rows) + 2 * QUIET
    module = largest // count
    image = Image.new("RGB", (count * module, count * module), "white")
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(rows, QUIET):
        for x, dark in enumerate(row, QUIET):
            if dark:
                left, top = x * module, y * module
                pen.rectangle((left, top, left + module - 1, top + module - 1), fill="black")
    return image
