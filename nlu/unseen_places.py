"""Places no gazetteer lists: strings built like village names, and misspelt known names."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from nlu.gazetteer import Gazetteer
from nlu.scanner import Hit
from nlu.wordlists import any_of, word_table

_WORDS = word_table("places")
_SURNAMES = "".join(word_table("surnames")["common"])
_STOP = "".join(_WORDS["not_in_names"])
_NAME = rf"[^\W\da-zA-Z_{_STOP}]"
_FINAL = r"(?:官庄|庄子|峪子|沟子|庄|峪|沟|崖头|崖|河|泉|坡|岭|坪|洼|铺|圈|寨|堡|埠|湾|(?<![书饭酒商药小])店)"
_NOT_AFTER = r"(?![长委民部史晚干支道歌超镇稼严重口头])"
_MAYBE = re.compile(r"[村区园庄峪沟崖河泉坡岭坪洼铺圈寨堡埠湾店镇道]")
_WITH_ENDING = re.compile(rf"({_NAME}{{2,7}}?(?:村(?!里)|社区|(?:小区|花园|家园)(?:社区)?)){_NOT_AFTER}")
_VILLAGE_AFTER_TOWN = re.compile(rf"[的 ]?({_NAME}{{1,5}}?(?:村|社区|小区)){_NOT_AFTER}")
_FINAL_AFTER_TOWN = re.compile(rf"[的 ]?({_NAME}{{1,3}}{_FINAL}){_NOT_AFTER}")
_OWN = re.compile(
    rf"(?:俺们?|咱们?|我们|家住|住在?|家在|我在|俺在|来自)({_NAME}{{1,3}}?{_FINAL}){_NOT_AFTER}"
)
_FAMILY = re.compile(rf"((?:[大小东西南北前后上下])?[{_SURNAMES}](?:家{_FINAL}|家村|官庄|庄子?)){_NOT_AFTER}")
_PLAINLY = re.compile(rf"(?<=[在到去从])({_NAME}{{1,3}}?(?:官庄|峪子|沟子|家庄|家峪|家沟|崖头)){_NOT_AFTER}")
_PREFIX = re.compile(any_of(_WORDS["before_names"]) + r"+(?=.{2})")
_NO_VILLAGE = frozenset(_WORDS["no_village"])
_ZONE = re.compile("|".join(_WORDS["zones"]))
_TOWNLIKE = re.compile(r"镇|街道")
_SIZES = (3, 4, 5)
_LONGEST = 7


class Mention(NamedTuple):
    """A place in the text; ``town`` and ``village`` are full names, one of them set.

    ``known`` tells whether the gazetteer has it.
    """

    start: int
    end: int
    town: str | None
    village: str | None
    known: bool = True


def find_unseen(
    text: str, seen: Sequence[Mention], hits: Sequence[Hit], gazetteer: Gazetteer
) -> list[Mention]:
    """Return places beside those ``seen`` that do not overlap them or a venue or topic."""
    if not _MAYBE.search(text):
        return []
    found: list[Mention] = list(_misspelt_towns(text, seen, gazetteer))
    words = [
        (hit.start, hit.end) for hit in hits if hit.kind in ("venue", "topic") and hit.end - hit.start > 1
    ]
    taken = [(mention.start, mention.end) for mention in (*seen, *found)]
    for start, end in _candidates(text, [mention for mention in (*seen, *found) if mention.town]):
        if not _overlaps(start, end, taken) and not _overlaps(start, end, words):
            taken.append((start, end))
            found.append(_village(text, start, end, gazetteer))
    return found


def _candidates(text: str, towns: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    for town in towns:
        match = _VILLAGE_AFTER_TOWN.match(text, town.end) or _FINAL_AFTER_TOWN.match(text, town.end)
        if match and match[1] not in _NO_VILLAGE:
            yield match.span(1)
    for match in _WITH_ENDING.finditer(text):
        start, end = match.span(1)
        if prefix := _PREFIX.match(text, start, end - 1):
            start = prefix.end()
        inner = "村" in text[start : end - 1]
        if end - start <= _LONGEST - 1 and text[start:end] not in _NO_VILLAGE and not inner:
            yield start, end
    for match in chain.from_iterable(pattern.finditer(text) for pattern in (_OWN, _FAMILY, _PLAINLY)):
        yield match.span(1)
    for match in _ZONE.finditer(text):
        yield match.span()


def _misspelt_towns(text: str, seen: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    taken = [(mention.start, mention.end) for mention in seen]
    for match in _TOWNLIKE.finditer(text):
        for size in _SIZES:
            start = match.end() - size
            if start < 0 or _overlaps(start, match.end(), taken):
                break
            word = gazetteer.correct(text[start : match.end()])
            if word and word.kind.endswith("town"):
                yield Mention(start, match.end(), word.normal, None)
                break


def _village(text: str, start: int, end: int, gazetteer: Gazetteer) -> Mention:
    word = gazetteer.correct(text[start:end])
    if word and word.kind.endswith("village"):
        return Mention(start, end, None, word.normal)
    return Mention(start, end, None, text[start:end], known=False)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
