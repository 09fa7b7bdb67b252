"""Normalised text with a way back: every span of it maps to a span of what the person wrote."""

import re
import unicodedata
from typing import NamedTuple

import opencc

from nlu.understanding import MAX_CHARS

# Chinese punctuation and list marks stay as people write them; NFKC would turn them into ASCII.
_KEPT = frozenset("，！？；：（）～①②③④⑤⑥⑦⑧⑨")
_PLAIN = re.compile(r"(?:[\u4e00-\u9fff，。！？；：（）、～“”‘’…《》【】—!-~]| (?! ))*\Z")
_LINE_BREAKS = frozenset("\n\r\u2028\u2029\x0b\x0c\x85")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_EXPANSION = 4

_to_simplified = opencc.OpenCC("t2s").convert


class Normalised(NamedTuple):
    """``text`` is normalised; ``offsets`` maps its positions to ``original``, None = the same."""

    text: str
    original: str
    offsets: tuple[int, ...] | None
    traditional: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a span of ``text``."""
        if self.offsets is None:
            return start, end
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def normalise(text: str) -> Normalised:
    """Unify width, script, control characters and white space; text beyond MAX_CHARS is dropped."""
    original = text[:MAX_CHARS]
    if _PLAIN.match(original):
        plain, offsets = original, None
    else:
        plain, offsets = _unify(original)
    simplified = _to_simplified(plain)
    if len(simplified) != len(plain):
        simplified = "".join(_same_length(char) for char in plain)
    return Normalised(simplified, original, offsets, simplified != plain)


def is_english(text: str) -> bool:
    """Tell whether the text is English, apart from a few Chinese names in it."""
    words = len(_LATIN_WORD.findall(text))
    return words >= 2 and words >= len(_HAN.findall(text))


def _unify(text: str) -> tuple[str, tuple[int, ...]]:
    chars: list[str] = []
    offsets: list[int] = []
    for position, char in enumerate(text):
        for piece in _pieces(char):
            if piece in " \n" and chars and chars[-1] in " \n":
                chars[-1] = "\n" if "\n" in (piece, chars[-1]) else " "
                continue
            chars.append(piece)
            offsets.append(position)
    return "".join(chars), tuple(offsets)


def _pieces(char: str) -> str:
    if char in _KEPT or "\u4e00" <= char <= "\u9fff":
        return char
    if char in _LINE_BREAKS:
        return "\n"
    if char.isspace():
        return " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    wide = unicodedata.normalize("NFKC", char).replace("\u2044", "/")
    return wide if len(wide) <= _LONGEST_EXPANSION and wide.isprintable() else char


def _same_length(char: str) -> str:
    simplified = _to_simplified(char)
    return simplified if len(simplified) == 1 else char
