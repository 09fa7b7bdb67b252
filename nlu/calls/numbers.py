"""The number to ring back among all that are said: the likeliest by the words around it."""

import re
from collections.abc import Sequence

from nlu.calls.dictated import dictated
from nlu.calls.labeller import Labeller
from nlu.calls.layout import Layout
from nlu.calls.number_features import number_rows
from nlu.digits import ascii_digits, only_digits
from nlu.phones import Phones, find_phones
from nlu.understanding import Entity

_LEAST, _LEAST_OF_SEVERAL = 0.35, 0.15
_SERVICE = re.compile(r"[48]00")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_LOCAL_SAID = re.compile(
    r"(?:电话|座机|固话|号码?|家里|办公室)[^\d\n]{0,6}(?:\n[^\n：:】]{1,8}[：:】]\s?)?[^\d\n]{0,4}(?P<number>[2-8](?:-?\d){2}[\s，,-]?\d(?:-?\d){3})(?!\d)"
)
_AREA = re.compile(
    r"区号[^\d\n]{0,8}(?P<one>0\d{2,3})(?!\d)|(?:前[头面边]?|再|先)(?:加|拨|打)[上个]?(?:区号)?(?P<two>0\d{2,3})(?!\d)|(?:区号)?是(?P<three>0\d{2,3})[吧吗]"
)
_AREA_NEAR = 40
_LANDLINE, _CODE = re.compile(r"0[3-9]\d{9,10}"), 4
_FIELDS = ("phone", "caller_id")


def choose(text: str, layout: Layout, phones: Phones, labeller: Labeller) -> Entity | None:
    """Return the number meant as it was said last, ``normal`` with its corrected digits; None where none is."""
    found = numbers(text, layout, phones)
    rows = number_rows(text, layout, found, phones.chosen)
    sure = [labeller.chances_of("1", [row])[0] for row in rows]
    least = _LEAST if len(found) == 1 else _LEAST_OF_SEVERAL
    best = max(range(len(found)), key=lambda at: sure[at], default=None)
    return found[best][-1] if best is not None and sure[best] >= least else None


def numbers(text: str, layout: Layout, phones: Phones) -> list[list[Entity]]:
    """Return the numbers in the order in which they are said first, each with all its places."""
    found: dict[str, list[Entity]] = {}
    for one in _all(text, layout, phones):
        found.setdefault(one.normal or "", []).append(one)
    return list(found.values())


def _all(text: str, layout: Layout, phones: Phones) -> list[Entity]:
    """Numbers as dictated and those that only their context shows, but no service lines."""
    found = dictated(text)
    found += _apart(found, phones.entities)
    found += _apart(found, _in_fields(text, layout))
    found = [_with_area(text, one) for one in found if not _SERVICE.match(one.normal or "")]
    area = next((one.normal[:_CODE] for one in found if one.normal and _LANDLINE.fullmatch(one.normal)), None)
    if area or not found:
        found += _apart(found, [_with_area(text, one, area) for one in _local(text)])
    return sorted(found, key=lambda entity: entity.start)


def _apart(found: Sequence[Entity], more: Sequence[Entity]) -> list[Entity]:
    return [
        one for one in more if not any(one.start < other.end and other.start < one.end for other in found)
    ]


def _in_fields(text: str, layout: Layout) -> list[Entity]:
    """Numbers that only the label of their field shows to be such."""
    label, found = "电话", []
    for turn in layout.turns if layout.style == "form" else ():
        if turn.who in _FIELDS:
            shift = turn.start - len(label)
            found += [
                Entity("phone", one.value, one.start + shift, one.end + shift, one.normal)
                for one in find_phones(label + text[turn.start : turn.end]).entities
            ]
    return found


def _local(text: str) -> list[Entity]:
    """Numbers without area code in groups; they are read where no other is said or another shows the code."""
    spans = [match.span("number") for match in _LOCAL_SAID.finditer(ascii_digits(text))]
    return [
        Entity("phone", text[start:end], start, end, only_digits(ascii_digits(text[start:end])))
        for start, end in spans
    ]


def _with_area(text: str, number: Entity, area: str | None = None) -> Entity:
    """Put before a local number the area code that is said apart (3214567，区号0533), else that of another."""
    if not _LOCAL.fullmatch(number.normal or ""):
        return number
    near = slice(max(0, number.start - _AREA_NEAR), number.end + _AREA_NEAR)
    if match := _AREA.search(ascii_digits(text[near])):
        area = match["one"] or match["two"] or match["three"]
    return Entity("phone", number.value, number.start, number.end, f"{area or ''}{number.normal}")
