"""Names of houses and spots that no list knows, by the words they end with: 老碾棚, 百年廊桥, 飞速网吧."""

import re
from collections.abc import Iterator, Sequence

from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_houses")
_LONGEST = 5
_HAN = r"[\u4e00-\u9fff]"


_HEAD = re.compile(rf"(?P<head>{any_of(_WORDS['heads'])})(?!(?:{_HAN})?(?:长|员|老师))")
_LAST_CUT = re.compile(rf"(?:.*{any_of(_WORDS['cuts'])})?(?P<own>.*)", re.DOTALL)
_HAN_BEFORE = re.compile(rf"{_HAN}*\Z")
_NO_HOUSES = frozenset(_WORDS["no_houses"])
_CALLED = re.compile(
    rf"(?:名叫|叫做|名为|叫个|叫|招牌是)[\s，,]?(?P<name>(?!做|什么|啥|他|她|我|你|人|停|好|了){_HAN}{{2,6}}?)(?=吧|的|[，。,；\s]|\Z)"
)


def built(text: str, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of names that end like a house, from where the words of the sentence before them end.

    ``known`` are spans of venues found otherwise: a name that begins within one takes it along
    (县图书馆二楼厕所), one that is the end of one is left out.
    """
    for match in _HEAD.finditer(text):
        at, end = match.span("head")
        before = _HAN_BEFORE.search(text, max(0, at - _LONGEST), at)
        own = _LAST_CUT.fullmatch(before[0]) if before else None
        start = at - (len(own["own"]) if own else 0)
        start = min((first for first, last in known if first < start < last < end), default=start)
        name = text[start:end]
        inner = any(first <= start and last == end for first, last in known)
        if not inner and len(name) > 1 and name[-2:] not in _NO_HOUSES:
            yield start, end


def called(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names that are told as such: 有个网吧，叫飞速."""
    for match in _CALLED.finditer(text):
        yield match.span("name")
