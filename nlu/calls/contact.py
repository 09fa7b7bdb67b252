"""Whom to ring back: number, name, and whether the caller wants no name written down."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.labeller import Labeller
from nlu.calls.layout import Layout, Turn
from nlu.calls.names import find_name
from nlu.calls.numbers import choose
from nlu.phones import Phones, find_phones
from nlu.wordlists import word_table

_WORDS = word_table("calls_contact")
_REFUSES = re.compile("|".join(sorted(map(re.escape, _WORDS["refuses"]), key=len, reverse=True)))
_NOT_REFUSED = re.compile("|".join(map(re.escape, _WORDS["not_refused"])))
_LEFT_OUT = re.compile(
    r"(?:不|未|拒|没)(?:愿意?|肯|想|便|方便|让|敢)?(?:留|说|透露|提供|告知)(?:下|个|自己|其|本人)?的?(?:真实)?(?:姓|名(?![额单次字片牌著堂]))"
)
_GIVEN_NAME = re.compile(r"名(?:字|儿)?")
_FAMILY_TOLD = re.compile(r"姓[\u4e00-\u9fff][^。\n]{0,10}\Z")
"""名字就不说了 behind a family name keeps back the given name only."""
_DISCREET = re.compile(r"别说是我|(?:不想|别)让人知道(?:是我|我是谁)|身份保密")
"""This asks to be discreet; where a name is given it may be written down."""
_ASKED_AND_REFUSED = re.compile(
    r"(?:贵姓|称呼|怎么叫|姓什么|叫什么|(?:姓名|名字|名儿|姓|名)(?:呢|吗|方便|留一?下|登记)?)[^\n，。：:]{0,6}[？?。，\s]{1,2}(?:\n?[^\s：:】]{1,7}[：:】>＞]\s?)?"
    r"(?:[哎呃嗯啊哦]|这个?|那个?|我|就|还是|名字|也)*[，,\s]?(?:就|我)?(?:不(?:说|留|用|报|提|记|写|方便|便|想|愿|必|告诉|登)|免了|算了|保密|别(?:问|记|写|留|提|登)|匿名|甭|无可奉告)"
    r"|(?:别|不用|不要|甭|莫)(?:再)?(?:问|打听|管|查)(?:我|俺)(?:是谁|叫|姓|名)|(?:不想|不愿意?|不能|不敢|不便|不方便)(?:告诉|让)[^，。]{0,8}(?:我是谁|我叫|名字|姓名|我姓)"
)
_NO_PHONE = re.compile(
    r"(?:不|别|未|无|拒|没)(?:愿|想|便|要|用|肯)?(?:提供|留|记|登|有|打)|匿名|保密|无|脱敏|空号"
)
_TOLD = frozenset({"matter", "note", "demand", "other", "name", "home", "extra"})
_INSTEAD = re.compile(
    r"(?:改[打拨为成]|更正为?|换成|新号码?|回访(?:请|时)?[打拨]|(?<!晚上)(?<!白天)(?<!不通)(?<!周末)请[打拨回]|本人(?:号码|电话|手机)?[为是：:]?)[^，。；;\n]{0,6}\Z"
)
"""Before a number told elsewhere in a work order: it is to be rung instead of that in the field."""
_DEAD = re.compile(r"[\s，,]?[（(]?(?:已|现)?(?:停机|空号|停用|欠费|注销|错号|勿[打拨]|打不通|无人接听)")
_NEAR = 10
_SAME = re.compile(r"同(?:来电|主叫|上)|来电号码|本机|来显")
_LISTS = frozenset({"phone", "caller_id", "name"})
_STRONG_NAME = 0.5


class Contact(NamedTuple):
    """``phone`` has digits; spans count the normalised text."""

    name: str | None = None
    name_span: tuple[int, int] | None = None
    phone: str | None = None
    phone_span: tuple[int, int] | None = None
    anonymous: bool = False


def find_contact(
    text: str, layout: Layout, phones: Phones, namer: Labeller, taken: Sequence[tuple[int, int]] = ()
) -> Contact:
    """Return name, number and refusal; ``taken`` are spans of places and venues."""
    number = _of_form(text, layout) if layout.style == "form" else None
    if number is None and not (layout.style == "form" and _refuses_number(text, layout)):
        number = _of_words(text, phones)
    name = find_name(text, layout, namer, taken)
    refused = _refusal(text, layout)
    discreet = _DISCREET.search(text) is not None and (name is None or name.sure < _STRONG_NAME)
    if discreet or (
        refused is not None and (name is None or name.sure < _STRONG_NAME or name.start < refused)
    ):
        return Contact(phone=number and number[0], phone_span=number and number[1], anonymous=True)
    return Contact(
        name=name.value if name else None,
        name_span=(name.start, name.end) if name else None,
        phone=number and number[0],
        phone_span=number and number[1],
    )


def _refusal(text: str, layout: Layout) -> int | None:
    """Return where the last refusal of a name stands."""
    for field in layout.fields("name"):
        if _REFUSES.search(text, field.start, field.end):
            return field.end
    found = [
        match
        for pattern in (_REFUSES, _LEFT_OUT, _ASKED_AND_REFUSED)
        for match in pattern.finditer(text)
        if not _keeps_given_name(text, match)
        and not _NOT_REFUSED.search(text[max(0, match.start() - 4) : match.end() + 4])
    ]
    return max(match.start() for match in found) if found else None


def _keeps_given_name(text: str, match: re.Match[str]) -> bool:
    return bool(
        _GIVEN_NAME.match(match[0])
        and _FAMILY_TOLD.search(text, max(0, match.start() - _NEAR * 2), match.start())
    )


def _of_words(text: str, phones: Phones, *, first: bool = False) -> tuple[str, tuple[int, int]] | None:
    meant = choose(text, phones, first=first)
    return (meant.normal, (meant.start, meant.end)) if meant and meant.normal else None


def _of_form(text: str, layout: Layout) -> tuple[str, tuple[int, int]] | None:
    """A number that is told to replace the others, the field for it, then any told, then the number shown."""
    fields, shown = layout.fields("phone"), layout.fields("caller_id")
    told = [found for turn in layout.turns if turn.who in _TOLD and (found := _in(text, turn))]
    given = [found for turn in fields if (found := _in(text, turn))]
    instead = [found for found in told if _INSTEAD.search(text, max(0, found[1][0] - _NEAR), found[1][0])]
    good = [found for found in given if not _DEAD.match(text, found[1][1])]
    seen = [] if _refuses_number(text, layout) else [found for turn in shown if (found := _in(text, turn))]
    return next(iter((*instead, *good, *told, *seen, *given)), None)


def _refuses_number(text: str, layout: Layout) -> bool:
    """Whether the field of the number says that none is to be rung."""
    fields = layout.fields("phone")
    return any(_NO_PHONE.search(text, field.start, field.end) for field in fields) and not any(
        _SAME.search(text, field.start, field.end) for field in fields
    )


def _in(text: str, turn: Turn) -> tuple[str, tuple[int, int]] | None:
    piece = text[turn.start : turn.end]
    label = "电话" if turn.who in ("phone", "caller_id") else ""
    found = _of_words(label + piece, find_phones(label + piece), first=turn.who in _LISTS)
    if found is None:
        return None
    shift = turn.start - len(label)
    return found[0], (found[1][0] + shift, found[1][1] + shift)
