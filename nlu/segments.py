"""Splits a text into the parts that each have a matter of their own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.clauses import Span, caller_words, trim
from nlu.need_marks import (
    ASKED,
    COUNTED,
    COUNTS,
    MAYBE,
    NOT_AFTER,
    ORDINALS,
    QUESTION,
    SEPARATORS,
    STRONG,
    TAKEN_BACK,
    WEAK,
)  # fmt: skip
from nlu.scanner import Hit

_MATTERS = frozenset({"venue", "topic", "scope"})
_FAULTS = frozenset({"fault", "strong", "report"})
_PREDICATES = _FAULTS | {"wish", "praise"}
_LONGEST_LIST_ITEM = 16
_SHORTEST = 2
_MOST_CONNECTORS = 20


class Parts(NamedTuple):
    """``spans`` has at least one span; ``is_split`` tells whether parts must be read by themselves.

    ``words`` is the text with the words of others (an operator, a form) blanked out.
    """

    spans: tuple[Span, ...]
    is_split: bool
    words: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the speaker's own words of each part."""
        return tuple(" ".join(self.words[start:end].split()) for start, end in self.spans)


def split_needs(text: str, hits: Sequence[Hit]) -> Parts:
    """Return the spans of the parts with a matter of their own, in order; one span for one need.

    ``hits`` come from the gazetteer's scanner over the same text. A part is trimmed of markers,
    greetings, names and contact data; whether it is a need or a question is the model's say.
    """
    words = caller_words(text)
    spans = _enumerated(words) or _counted(words) or _listed(words, hits) or [(0, len(words))]
    parts = [piece for span in spans for piece in _at_connectors(words, span, hits)]
    if len(parts) > 1:
        parts = [part for part in parts if not TAKEN_BACK.search(words, *part)]
    is_split = len(spans) > 1 or parts != spans or words != text
    if trimmed := _trimmed(words, parts, hits):
        return Parts(trimmed, is_split, words)
    return Parts(((0, len(text)),), is_split=False, words=words)


def _trimmed(text: str, parts: Sequence[Span], hits: Sequence[Hit]) -> tuple[Span, ...]:
    matters = [hit.start for hit in hits if hit.kind in _MATTERS or hit.kind == "wish"]
    trimmed = [trim(text, part, matters) for part in parts]
    return tuple(part for part in trimmed if part[1] > part[0])


def _enumerated(text: str) -> list[Span]:
    if not MAYBE.search(text):
        return []
    for pattern in ORDINALS:
        marks = _in_order([match for match in pattern.finditer(text) if match[0]])
        if len(marks) > 1:
            ends = [mark.start() for mark in marks[1:]] + [len(text)]
            spans = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
            inner = [trim(text, span) for span in spans]
            differ = len({text[start:end] for start, end in inner}) == len(spans)
            if differ and all(end - start >= _SHORTEST for start, end in inner):
                return spans
    return []


def _in_order(matches: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Keep the marks that count 1, 2, 3 …; anything else is no enumeration."""
    marks: list[re.Match[str]] = []
    for match in matches:
        ordinal = int((match.lastgroup or "n0")[1:])
        if ordinal == len(marks) + 1 or (ordinal == 1 and len(marks) == 1 and match[0] == marks[0][0]):
            marks.append(match)
    return marks


def _counted(text: str) -> list[Span]:
    match = COUNTED.search(text)
    if match is None:
        return []
    count = COUNTS[match["n"]]
    for separator in SEPARATORS:
        pieces = [
            piece
            for piece in _pieces(text, match.end(), len(text), separator)
            if trim(text, piece)[1] > trim(text, piece)[0]
        ]
        if len(pieces) == count or (count == 0 and len(pieces) > 1):
            return pieces
    return []


def _listed(text: str, hits: Sequence[Hit]) -> list[Span]:
    """路灯不亮、戏台漏雨、书太旧: short items, each with matter and predicate, of two venues or more."""
    if "、" not in text:
        return []
    pieces = _pieces(text, 0, len(text), re.compile("[、，,。]"))
    if len(pieces) < 2 or any(end - start > _LONGEST_LIST_ITEM for start, end in pieces):
        return []
    pieces = [piece for piece in pieces if trim(text, piece)[1] > trim(text, piece)[0]]
    if not all(_matter(piece, hits) and _predicates(text, piece, hits) for piece in pieces):
        return []
    kinds = {hit.normal for hit in hits if hit.kind in ("venue", "scope")}
    return pieces if len(kinds) > 1 else []


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    cuts = [match.span() for match in separator.finditer(text, start, end)]
    starts = [start] + [cut[1] for cut in cuts]
    ends = [cut[0] for cut in cuts] + [end]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if e > s]


def _at_connectors(text: str, span: Span, hits: Sequence[Hit]) -> list[Span]:
    if not MAYBE.search(text, *span):
        return [span]
    start, end = span
    parts: list[Span] = []
    for match, strong in _connectors(text, span):
        if match.start() < start:
            continue
        left, right = (start, match.start()), (match.end(), end)
        if _is_own(text, left, right, hits, strong=strong):
            parts.append(left)
            start = match.end()
    return [*parts, (start, end)]


def _connectors(text: str, span: Span) -> list[tuple[re.Match[str], bool]]:
    found = [(match, True) for match in STRONG.finditer(text, *span)]
    found += [(match, False) for match in WEAK.finditer(text, *span)]
    found = [item for item in found if not _within_english(text, item[0])]
    found += [(match, False) for match in ASKED.finditer(text, *span)]
    found.sort(key=lambda item: (item[0].start(), not item[1]))
    return [item for item in found[:_MOST_CONNECTORS] if not NOT_AFTER[item[1]].match(text, item[0].end())]


def _within_english(text: str, match: re.Match[str]) -> bool:
    """Tell whether an English connector stands inside a clause: can you also open …"""
    return match[0][:1].isascii() and match[0][:1].isalpha() and text[: match.start()].rstrip()[-1:].isalnum()


def _is_own(text: str, left: Span, right: Span, hits: Sequence[Hit], *, strong: bool) -> bool:
    """Tell whether the right side has its own matter and predicate beside those of the left."""
    old, new = _matter(left, hits), _matter(_first_sentence(text, right), hits) or _matter(right, hits)
    said, says = _predicates(text, left, hits), _predicates(text, right, hits)
    if not (old or said) or not new or not says:
        return False
    other_class = not said & says
    if strong:
        return bool(new - old) or other_class
    venues = {matter for matter in new - old if matter[0] != "topic"}
    return bool(venues) and bool(old)


def _first_sentence(text: str, span: Span) -> Span:
    end = min((pos for mark in "。！!？?\n" if (pos := text.find(mark, *span)) > 0), default=span[1])
    return span[0], end


def _matter(span: Span, hits: Sequence[Hit]) -> set[tuple[str, str]]:
    return {
        (hit.kind, hit.normal)
        for hit in hits
        if hit.kind in _MATTERS and span[0] <= hit.start and hit.end <= span[1]
    }


def _predicates(text: str, span: Span, hits: Sequence[Hit]) -> set[str]:
    found = {
        "fault" if hit.kind in _FAULTS else hit.kind
        for hit in hits
        if hit.kind in _PREDICATES and span[0] <= hit.start and hit.end <= span[1]
    }
    return found or ({"question"} if QUESTION.search(text, *span) else set())
