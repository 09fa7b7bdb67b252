"""Whom to ring back: number, name, and whether the caller wants no name written down."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.labeller import Labellers
from nlu.calls.layout import Layout
from nlu.calls.names import find_name
from nlu.calls.numbers import choose
from nlu.phones import Phones
from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_contact")
_REFUSES = re.compile(any_of(_WORDS["refuses"]))
_NOT_REFUSED = re.compile(any_of(_WORDS["not_refused"]))
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
_NEAR = 10
_STRONG_NAME = 0.5


class Contact(NamedTuple):
    """``phone`` has digits; spans count the normalised text."""

    name: str | None = None
    name_span: tuple[int, int] | None = None
    phone: str | None = None
    phone_span: tuple[int, int] | None = None
    anonymous: bool = False


def find_contact(
    text: str, layout: Layout, phones: Phones, labellers: Labellers, taken: Sequence[tuple[int, int]] = ()
) -> Contact:
    """Return name, number and refusal; ``taken`` are spans of places and venues."""
    number = choose(text, layout, phones, labellers["number"])
    phone, phone_span = (number.normal, (number.start, number.end)) if number else (None, None)
    name = find_name(text, layout, labellers["name"], taken)
    refused = _refusal(text, layout)
    discreet = _DISCREET.search(text) is not None and (name is None or name.sure < _STRONG_NAME)
    if discreet or (
        refused is not None and (name is None or name.sure < _STRONG_NAME or name.start < refused)
    ):
        return Contact(phone=phone, phone_span=phone_span, anonymous=True)
    return Contact(
        name=name.value if name else None,
        name_span=(name.start, name.end) if name else None,
        phone=phone,
        phone_span=phone_span,
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
