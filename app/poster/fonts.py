"""A font with Chinese characters: the one that was named, or one that the machine has."""

from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/usr/local/share/fonts"),
    Path("/usr/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
HOW = "没有找到能写汉字的字体。装一个：sudo apt install fonts-wqy-zenhei；或者用 --font 指明一个字体文件"
NO_CHINESE = "这个字体文件打不开，或者里面没有汉字，请换一个"
SAMPLE, UNKNOWN = "榴", "\U0010fffe"


class FontError(Exception):
    """There is no font to draw with; the text says how to get one."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; ``index`` is the simplified Chinese face of a collection."""

    path: Path
    index: int = 0

    def sized(self, pixels: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size."""
        return ImageFont.truetype(str(self.path), pixels, index=self.index)


FILES: dict[str, int] = {
    "NotoSansCJK-Bold.ttc": 2,
    "NotoSansCJKsc-Bold.otf": 0,
    "SourceHanSansSC-Bold.otf": 0,
    "NotoSansCJK-Medium.ttc": 2,
    "NotoSansCJK-Regular.ttc": 2,
    "NotoSansCJKsc-Regular.otf": 0,
    "NotoSansSC-Regular.otf": 0,
    "SourceHanSansSC-Regular.otf": 0,
    "wqy-zenhei.ttc": 0,
    "wqy-microhei.ttc": 0,
    "PingFang.ttc": 2,
    "STHeiti Medium.ttc": 1,
    "Hiragino Sans GB.ttc": 0,
    "msyhbd.ttc": 0,
    "msyh.ttc": 0,
    "simhei.ttf": 0,
    "DroidSansFallbackFull.ttf": 0,
}
"""Files that hold simplified Chinese, the best legible from afar first, with the face to take."""


def find(given: Path | None = None, folders: tuple[Path, ...] = FOLDERS) -> Font:
    """Return the font to draw with; raises FontError."""
    if given is not None:
        if not writes_chinese(Font(given)):
            raise FontError(f"{given}：{NO_CHINESE}")
        return Font(given)
    there = {path.name: path for folder in reversed(folders) for path in _files(folder)}
    known = (Font(there[name], index) for name, index in FILES.items() if name in there)
    found = next(filter(writes_chinese, known), None)
    if found is None:
        raise FontError(HOW)
    return found


def writes_chinese(font: Font) -> bool:
    """Whether a character comes out as something else than the box for unknown ones."""
    try:
        face = font.sized(32)
    except OSError:
        return False
    return bytes(face.getmask(SAMPLE)) != bytes(face.getmask(UNKNOWN))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name in FILES) if folder.is_dir() else []
