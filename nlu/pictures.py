"""Writing on photographs, read by RapidOCR inside the process; only where the extra ``ocr`` is installed.

The wheel brings its models along (Chinese, printed and handwritten), so nothing leaves the machine.
"""

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray
from PIL import Image, ImageOps

from nlu.understanding import MAX_CHARS

log = structlog.get_logger(__name__)

LARGEST = 20_000_000
"""Bytes of a photo that is looked at."""
PIXELS = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A small file can unfold into a huge picture; JPEG alone can be read at a fraction of its size."""
SIDE = 1600
"""Pixels of the longer side: a written page stays legible; reading takes some 600 MB of memory."""
PATIENCE = 20.0
"""Seconds until somebody is asked to type instead, waiting behind other photos included."""
FULL = 0.8
"""A line as wide as this part of the widest was broken by the edge of the paper, not by its writer."""
_ENDS = re.compile(r"[。！？!?；;：:]$")
_STARTS = re.compile(
    r"[\d①-⑨（(]|[一二三四五六七八九十]+[、是，]|其[一二三]|联系|电话|手机|姓名|地址|反映人|此致|署名"
)
"""A point of a list, a number or a name does not go on with the line before."""
OPTIONS: dict[str, Any] = {
    "Global.log_level": "critical",  # its log would quote the words
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # conversations go on meanwhile
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words found together, with their edges in pixels from the upper left corner."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


def installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


class Pictures:
    """Reads one photo at a time in a thread of its own; the models are loaded with the first."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._engine: Any = None

    async def read(self, content: bytes) -> str:
        """Return the words on a photo; empty where none are found in time. Never raises."""
        work = asyncio.get_running_loop().run_in_executor(self._thread, self._read, content)
        try:
            return await asyncio.wait_for(work, self._patience)
        except Exception as error:  # noqa: BLE001 - whatever a picture does to its decoder, the turn goes on
            log.warning("picture not read", reason=type(error).__name__, size=len(content))
            return ""

    def close(self) -> None:
        """Let go of the thread; a photo under way is finished, those behind it are not begun."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _read(self, content: bytes) -> str:
        picture = unfolded(content)
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(params=OPTIONS)
        found = self._engine(picture)
        if found.boxes is None or not found.txts:
            return ""
        return joined([_piece(words, box) for words, box in zip(found.txts, found.boxes, strict=True)])


def unfolded(content: bytes) -> NDArray[np.uint8]:
    """Return a photo as rows of blue, green, red: upright, its longer side at most ``SIDE`` pixels.

    ValueError where file or picture are too large, and what Pillow raises on what is no picture.
    """
    if len(content) > LARGEST:
        raise ValueError("too many bytes")
    with Image.open(BytesIO(content), formats=list(PIXELS)) as photo:
        if photo.width * photo.height > PIXELS[photo.format or ""]:
            raise ValueError("too many pixels")
        photo.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(photo).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    return np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1])


def joined(pieces: Sequence[Piece]) -> str:
    """Return the text of a page: pieces side by side are one line, broken sentences are put together."""
    lines = [_line(row) for row in _rows(pieces)]
    widest = max((line.right - line.left for line in lines), default=0.0)
    text, broken = "", False
    for line in lines:
        goes_on = broken and not _STARTS.match(line.words)
        text += ("" if goes_on else "\n") + line.words
        broken = line.right - line.left >= FULL * widest and not _ENDS.search(line.words)
    return text.strip()[:MAX_CHARS]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces whose middle lies within the height of another stand in one row."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if rows and (piece.top + piece.bottom) / 2 < rows[-1][0].bottom:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _line(row: list[Piece]) -> Piece:
    row = sorted(row, key=lambda piece: piece.left)
    return Piece(
        " ".join(piece.words.strip() for piece in row),
        row[0].left,
        min(piece.top for piece in row),
        max(piece.right for piece in row),
        max(piece.bottom for piece in row),
    )


def _piece(words: str, box: NDArray[Any]) -> Piece:
    (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
    return Piece(words, float(left), float(top), float(right), float(bottom))
