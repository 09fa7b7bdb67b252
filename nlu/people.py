"""Names of persons in a text, and the name of the one who speaks."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.understanding import Entity
from nlu.wordlists import any_of, word_table

_PEOPLE = word_table("people")
_NAMES = word_table("surnames")
_SINGLE = "".join(_NAMES["common"])
_RARE = frozenset(_NAMES["rare"])
_SURNAME = rf"(?:{'|'.join(_NAMES['compound'])}|[{_SINGLE}])"
_GIVEN = rf"[^\W\da-zA-Z_{''.join(_PEOPLE['not_given'])}]"
_TITLE = any_of(_PEOPLE["titles"])
_NICK = rf"[老小阿][{_SINGLE}]"
_END = r"(?=$|[\s，,。.！!？?、；;：:…()（）\d]|[我手电住的是在家这也就啊吧呢哈和跟想要您你今来联号打说])"
_TITLED = (
    rf"(?<![每这上下本环])(?:{_SURNAME}{_GIVEN}{{1,2}}(?:女士|先生|老师|"
    rf"馆长|主任|书记|经理|师傅)|{_SURNAME}{_TITLE})"
)
_FULL = rf"{_SURNAME}{_GIVEN}{{1,2}}"
_CUE = (
    r"(?:(?:我|俺|本人|咱|孩子|你?就)(?:的名字|名字|真名)?(?:叫|名叫|"
    r"是叫)|(?:姓名|联系人|来电人|诉求人|反映人|投诉人|举报人|报修人|"
    r"申请人|求助人|称呼|署名|名字)(?:是|叫|写|为)?\s?[:：]?"
    r"|本人|叫我|(?:写|记|留)(?:个|上)|(?<=[你您就])(?:写|记|留))\s?"
)
_BY_CUE = re.compile(rf"{_CUE}(?P<name>{_TITLED}|{_FULL}{_END}|{_NICK}{_END})")
_ANY_CALLED = re.compile(
    r"(?:我|俺|本人)(?:的名字|名字)?(?:的名字是|叫做?|名叫|是叫)\s?(?P<name>[\u4e00-\u9fff]{2,3})(?=$|"
    r"[\s，,。.！!；;])"
)
_FAMILY = re.compile(rf"(?<![是都们])姓(?P<name>{_SURNAME})(?![\u4e00-\u9fff]?[名埋]|的)")
_IDENTITY = re.compile(
    rf"(?:我|俺)是(?:[\u4e00-\u9fff]{{0,8}}的)?\s?(?P<name>{_TITLED}|"
    rf"{_FULL}(?=$|[\s，,。.！!；;]))"
)
_ANSWER = re.compile(
    rf"(?:称呼|贵姓|姓名|名字|怎么叫)[^\n]{{0,8}}\n\s*(?:[^\n：:】]{{1,6}}[：:】])?\s*(?:我?(?:姓|"
    rf"叫|是))?\s?(?P<name>{_TITLED}|{_FULL}{_END})"
)
_REMEMBER = re.compile(rf"(?:你?就?)(?:写|记|叫我?)(?:个|成|作)?(?P<name>{_TITLED})")
_BEFORE_PHONE = re.compile(
    rf"(?:\A|[\s，,。.；;：:、])(?:我是|我叫|俺是)?(?P<name>{_TITLED}|"
    rf"{_FULL})[\s，,、：:（(]*(?:联系)?(?:电话|手机|手机号|号码|电)?[是为:：\s]*\Z"
)
_AFTER_PHONE = re.compile(rf"[\s，,、。（(]*(?P<name>{_TITLED}|{_FULL}(?=$|[\s，,。！)）]))\s*[)）。！]*\Z")
_SPELT = re.compile(
    rf"(?P<one>{_SURNAME})[\u4e00-\u9fff]{{1,3}}的(?P=one)[\s，,。]+(?P<name>(?P=one){_GIVEN}{{1,2}})"
    rf"{_END}"
)
_REPORTED = re.compile(
    rf"(?:\A|\n)(?:来电人|市民|居民|村民|群众)?(?P<name>{_SURNAME}{_GIVEN}{{0,2}}(?:女士|"
    r"先生|小姐))(?=[反来先说称表咨投建希打致诉想问，,：:])"
)
_ALONE = re.compile(rf"\s*(?:我是|我叫|叫我|就叫)?(?P<name>{_TITLED}|{_FULL})[\s。！!吧]*\Z")
_ANYWHERE = re.compile(_TITLED)
_NOT_NAMES = frozenset(_PEOPLE["not_names"])
_WINDOW = 24


class People(NamedTuple):
    """All names as entities and the name of the speaker."""

    entities: tuple[Entity, ...]
    speaker: str | None


def find_people(text: str, phones: Sequence[Entity], words: Sequence[tuple[int, int]]) -> People:
    """Find names outside ``words``, the spans of places, venues and other known words."""
    spans = [span for span in _self_names(text, phones) if _is_name(text, span, words)]
    speaker = text[spans[0][0] : spans[0][1]] if spans else None
    for match in _ANYWHERE.finditer(text):
        span = match.span()
        if _is_name(text, span, words) and not any(span[0] < end and start < span[1] for start, end in spans):
            spans.append(span)
    entities = (Entity("person", text[start:end], start, end) for start, end in sorted(set(spans)))
    return People(tuple(entities), speaker)


def _self_names(text: str, phones: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the speaker's name, the surest first."""
    for pattern in (_REMEMBER, _SPELT, _ANSWER, _BY_CUE, _ANY_CALLED, _IDENTITY, _REPORTED):
        for match in pattern.finditer(text):
            yield match.span("name")
    for phone in phones:
        before = _BEFORE_PHONE.search(text, max(0, phone.start - _WINDOW), phone.start)
        if beside := before or _AFTER_PHONE.match(text, phone.end):
            yield beside.span("name")
    if alone := _ALONE.match(text):
        yield alone.span("name")
    for match in _FAMILY.finditer(text):
        yield match.span("name")


def _is_name(text: str, span: tuple[int, int], words: Sequence[tuple[int, int]]) -> bool:
    name = text[slice(*span)]
    if name[:2] in _NOT_NAMES or name in _NOT_NAMES:
        return False
    return not any(span[0] < end and start < span[1] for start, end in words)
