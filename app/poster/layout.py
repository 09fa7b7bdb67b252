"""How a poster looks: who, where, what one can do, the code, and another way for those who do not scan."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image

from app.poster.codes import Channel, Code
from app.poster.emblem import CREAM, DARK, RED, emblem
from app.poster.fonts import Font
from app.poster.sheet import DPI, WIDTH, Sheet, picture
from config.profile import Profile
from config.wording import Wording

INK, PALE, WHITE = "#3a2226", "#f6dfd3", "#ffffff"
MIDDLE, INNER = WIDTH // 2, 2080
HEAD_END, FOOT = 560, 3020
CODE_MIDDLE, CODE = 1880, 1230
PLAIN = 2
"""Lines that say what one can do."""
Format = Literal["png", "pdf", "both"]
KINDS: dict[Format, tuple[str, ...]] = {"png": ("png",), "pdf": ("pdf",), "both": ("png", "pdf")}


@dataclass(frozen=True, slots=True)
class Poster:
    """Draws the posters of one locality."""

    profile: Profile
    wording: Wording
    font: Font
    channel: Channel

    def draw(self, code: Code) -> Image.Image:
        """Return the sheet for a place."""
        place, address = code
        sheet = Sheet(self.font, CREAM)
        self._head(sheet)
        self._matter(sheet, place)
        self._code(sheet, address)
        self._foot(sheet)
        return sheet.image

    def save(self, code: Code, folder: Path, form: Format) -> list[Path]:
        """Write the sheet for a place into a folder; return the files."""
        image = self.draw(code)
        files = [folder / f"{code[0]}.{kind}" for kind in KINDS[form]]
        for path in files:
            image.save(path, resolution=DPI, dpi=(DPI, DPI), quality=95, subsampling=0, title=code[0])
        return files

    def _head(self, sheet: Sheet) -> None:
        sheet.band(0, HEAD_END, DARK)
        name, size, mark = self.profile.bot_name, 230, 330
        wide = min(sheet.width(name, size), INNER - mark)
        left = (WIDTH - mark - 60 - wide) // 2
        sheet.paste(emblem(mark, DARK), left, 70)
        sheet.text(name, left + mark + 60 + wide // 2, 245, size, WHITE, widest=wide, bold=True)
        sheet.text(self.profile.issuer, MIDDLE, 475, 84, PALE, widest=INNER)

    def _matter(self, sheet: Sheet, place: str) -> None:
        town = next(town.name for town in self.profile.towns if place.startswith(town.name))
        name = f"{town}　{place.removeprefix(town)}"
        wide = min(sheet.width(name, 120), INNER) + 160
        sheet.card((MIDDLE - wide // 2, 640, MIDDLE + wide // 2, 830), WHITE, RED)
        sheet.text(name, MIDDLE, 735, 120, DARK, widest=INNER, bold=True)
        for number in range(PLAIN):
            line = self.wording.text("poster.plain", number)
            sheet.text(line, MIDDLE, 945 + 165 * number, 112, INK, widest=INNER)

    def _code(self, sheet: Sheet, address: str) -> None:
        drawn = picture(address, CODE)
        half, top = drawn.width // 2, CODE_MIDDLE - drawn.height // 2
        sheet.card((MIDDLE - half - 20, top - 20, MIDDLE + half + 20, top + drawn.height + 20), WHITE, RED)
        sheet.paste(drawn, MIDDLE - half, top)
        sheet.text(self._words(f"scan.{self.channel}"), MIDDLE, 2640, 124, DARK, widest=INNER, bold=True)
        sheet.text(self._words("steps"), MIDDLE, 2790, 82, INK, widest=INNER)
        sheet.text(self._words(f"small.{self.channel}"), MIDDLE, 2920, 82, INK, widest=INNER)

    def _foot(self, sheet: Sheet) -> None:
        sheet.band(FOOT, sheet.image.height, DARK)
        sheet.text(self._words("phone"), MIDDLE, FOOT + 180, 150, WHITE, widest=INNER, bold=True)
        sheet.text(self.profile.hours, MIDDLE, FOOT + 350, 84, PALE, widest=INNER)

    def _words(self, key: str) -> str:
        return self.wording.text(f"poster.{key}")
