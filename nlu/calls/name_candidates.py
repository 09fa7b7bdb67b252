"""Everything in a record that has the shape of a name, near the words that go with names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_contact")
_SURNAMES = word_table("surnames")
KNOWN = frozenset("".join(_SURNAMES["common"])) | frozenset(_SURNAMES["rare"])
_COMPOUND = frozenset((*_SURNAMES["compound"], *_WORDS["compound"]))
_NOT_NAMES = frozenset(word_table("people")["not_names"]) | frozenset(_WORDS["not_names"])
_DIGITS = frozenset("零〇幺一二三四五六七八九两")
_NO_FAMILY = frozenset("名您你我他她什啥甚么，,。、：:？? ")
_STOP = frozenset("".join(_WORDS["not_given"]))
_TITLE = re.compile(any_of((*_WORDS["titles"], *_WORDS["posts"])))
_POSTS = frozenset(_WORDS["posts"])
_ADDRESS = frozenset(_WORDS["titles"])
_VEILED = re.compile(r"某{1,2}")
_PARENT = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,2}?(?:他|她)?(?:妈妈?|爸爸?|奶奶|姥姥|爷爷|姥爷))(?=$|[\W\d]|吧|就|电|手|幺|一三)"
)
_ZONE = re.compile(
    r"叫|姓|名|称|贵|联系|电话|手机|号码|来电|[映求诉报访系信出话]人|署|本人|是我|记|登|写|落款|户主|\d{4}|(?:[幺零〇洞一二三四五六七八九]\s?){5}|\n|】|①|②|③|｜|\|"
)
_ASKED = re.compile(r"(?:贵姓|称呼|姓什么|姓啥|姓名)[^\n]{0,3}(?:\n[^\n：:】\]]{0,8}[：:】\]>＞])?\s?\Z")
_NAMING = re.compile(r"姓|叫|称呼")
_DEED = re.compile(r"[来查问管修](.)\1")
"""来修修, 查查看: a deed is told twice to make it light; 来 and 查 are family names too."""
_OPEN = re.compile(r"[叫姓是名人呼为写记：:】\n]|[\s，,。]\Z")
_BEHIND, _AHEAD, _AHEAD_OF_NAMING = 6, 12, 30
_EDGE = 40
SPELT_NEAR = 24
_OF = re.compile(r"(?P<words>[\u4e00-\u9fff]{0,3}?)(?:的|那个|里的?)")
_TOLD_NEAR = 40
_ALONE_BEFORE, _ALONE_AFTER = re.compile(r"[，,。\s：:】>＞)）]\s?\Z"), re.compile(r"\s?[，,。（(]")
_FAMILY_TOLD = re.compile(r"(?:姓个?|免贵)[\s，,、：:]{0,2}\Z")
_NEAR_TOLD = 5
_FAMILY_AHEAD = re.compile(r"姓(?!名|氏|什么|啥)")
_FIELD_OPEN = re.compile(r"[：:】>＞|｜\n]\s?\Z")


class Named(NamedTuple):
    """A candidate; ``shape`` is full, titled, post, nick, family, alone, veiled or parent.

    A family name is told as one (姓周, 周姓), or stands alone between marks (电话…，周。).
    """

    value: str
    start: int
    end: int
    shape: str
    family: str


def candidates(text: str) -> list[Named]:
    """Return everything that has the shape of a name where names are told, each span once."""
    zones = _zones(text)
    near = bytes(zones)
    for match in _TITLE.finditer(text):
        zones[max(0, match.start() - 2) : match.start()] = b"\2" * min(2, match.start())
    found: dict[tuple[int, int], Named] = {}
    for start, char in enumerate(text):
        if not zones[start] or not "\u4e00" <= char <= "\u9fff":
            continue
        for one in _at(text, start, near[start]):
            if _possible(text, one):
                found.setdefault((one.start, one.end), one)
    for match in _PARENT.finditer(text):
        if near[match.start()]:
            found.setdefault(match.span(), Named(match["name"], *match.span(), "parent", match["name"][0]))
    kept = (one for one in found.values() if not _spells(text, one))
    return sorted(kept, key=lambda one: (one.start, one.end))


def _spells(text: str, one: Named) -> bool:
    """Whether these are words that only spell a family name: 花木兰的花, 綦江那个綦."""
    if one.shape != "full":
        return False
    phrase = _OF.match(text, one.end)
    return (
        phrase is not None and text.startswith(one.family, phrase.end()) and one.family not in phrase["words"]
    )


def _possible(text: str, one: Named) -> bool:
    """Whether it is no common word; one that was spelt just before is a name all the same."""
    if sum(char in _DIGITS for char in one.value) > 1:
        return False
    if len(one.family) > 1 and one.shape != "full":
        return True
    if one.shape == "full" and is_spelt_before(text, one):
        return True
    return not _DEED.fullmatch(one.value) and one.value not in _NOT_NAMES and one.value[:2] not in _NOT_NAMES


def _zones(text: str) -> bytearray:
    """Mark the characters near words that go with names, and both ends of the text."""
    near = bytearray(len(text))
    for match in _ZONE.finditer(text):
        ahead = _AHEAD_OF_NAMING if _NAMING.match(match[0]) else _AHEAD
        start, end = max(0, match.start() - _BEHIND), min(len(text), match.end() + ahead)
        near[start:end] = b"\1" * (end - start)
    for start, end in ((0, min(_EDGE, len(text))), (max(0, len(text) - _EDGE), len(text))):
        near[start:end] = b"\1" * (end - start)
    return near


def _at(text: str, start: int, near: int) -> Iterator[Named]:
    size = 2 if text[start : start + 2] in _COMPOUND else 1
    for length in range(size, 0, -1):
        yield from _of_family(text, start, start + length, near)
    if near and text[start] in "老小阿大" and _is_given(text[start + 1 : start + 2]):
        yield Named(text[start : start + 2], start, start + 2, "nick", text[start + 1])


def _of_family(text: str, start: int, end: int, near: int) -> Iterator[Named]:
    family = text[start:end]
    known = family in KNOWN or family in _COMPOUND
    if title := _TITLE.match(text, end):
        shape = "post" if title[0] in _POSTS else "titled"
        opens = _FIELD_OPEN.search(text, max(0, start - 2), start) is not None
        if known or ((family not in _STOP or opens) and near):
            yield Named(text[start : title.end()], start, title.end(), shape, family)
    if not near:
        return
    if veiled := _VEILED.match(text, end):
        title = _TITLE.match(text, veiled.end())
        last = title.end() if title else veiled.end()
        yield Named(text[start:last], start, last, "veiled", family)
        if title:
            yield Named(text[start : veiled.end()], start, veiled.end(), "veiled", family)
    told = _FAMILY_TOLD.search(text, max(0, start - _NEAR_TOLD), start) is not None or (
        known and _FAMILY_AHEAD.match(text, end) is not None
    )
    if family not in _NO_FAMILY and (
        told or ((known or _ALONE_AFTER.match(text, end)) and _ASKED.search(text, max(0, start - 24), start))
    ):
        yield Named(family, start, end, "family", family)
    elif known and _ALONE_BEFORE.search(text, max(0, start - 2), start) and _ALONE_AFTER.match(text, end):
        yield Named(family, start, end, "alone", family)
    if known or _is_cued(text, start, family):
        yield from _with_given(text, start, end, family)


def _with_given(text: str, start: int, end: int, family: str) -> Iterator[Named]:
    for length in (1, 2):
        given = text[end : end + length]
        if len(given) == length and all(map(_is_given, given)):
            last = end + length
            yield Named(text[start:last], start, last, "full", family)
            title = _TITLE.match(text, last)
            if title and title[0] not in _POSTS:
                yield Named(text[start : title.end()], start, title.end(), "titled", family)


def _is_given(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char not in _STOP


def _is_cued(text: str, start: int, family: str) -> bool:
    """Whether an unlikely family name stands where a name is told, or is said again close by."""
    before = text[max(0, start - 3) : start]
    if family in _NO_FAMILY:
        return False
    if before[-1:] in ("叫", "姓") or "姓" + family in text[max(0, start - _TOLD_NEAR) : start]:
        return True
    if family in _STOP:
        return _ASKED.search(text, max(0, start - SPELT_NEAR), start) is not None
    if not before.strip() or _OPEN.search(before):
        return True
    return family in text[max(0, start - 6) : start] or family in text[start + 2 : start + 8]


def is_spelt_before(text: str, one: Named) -> bool:
    """Whether the family name was spelt just before: 姓盛，茂盛的盛，盛春梅."""
    before = text[max(0, one.start - SPELT_NEAR) : one.start].rstrip(" ，,。、…")
    return before.endswith(one.family) or any(lead + one.family in before for lead in "姓的那个")
