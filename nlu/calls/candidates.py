"""What may be the venue of a need."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.calls.houses import built, called
from nlu.calls.view import View
from nlu.understanding import Entity

_QUOTED = re.compile(r"[“\"‘「《]([^”\"’」》\n]{2,10})[”\"’」》]")
_ASKED = re.compile(r"(?:请|希望|求|让|找|盼|想叫|麻烦|建议|能不能让?|协调|联系|由|跟|问|说是?)\Z")
_SENDS = re.compile(
    r"(?:能|再|也|可以|给)?(?:派|来人|来[个位]|来[^，。]{0,3}(?:指导|教|演|录)|协调|支援|组织|送|安排|帮|给|扶持|指导|说|牵头|出面|管|发|下来)"
)
_IMPLIED = re.compile(
    r"里头|里面|馆[内里]|[二三四五六]楼|楼[上下梯道]|墙上|电梯|厕所|座位|管理员|讲解员|保洁|屏幕|散场|同[一个]*[馆店站]|这个?[馆店站]|该[馆店站]|[他她它]们?[馆店站家里]|门口|一进门|上述|同上|也是|这地方|那地方|那里|那儿"
)
"""Words that speak of a house without its name: of the one before, mostly."""
_ITS_PEOPLE = re.compile(
    r"(?:里|那边)?的?(?:老师|专家|同志|师傅|人|领导|志愿者)?(?:能|来|给|教|帮|派|下来|指导|到[村镇]|出|答复|请|定个|通知|组织|办|搞)"
)
_ANY_HOUSE = re.compile(
    r"(?:县|镇|乡|市|村|区)?(?:文化馆|图书馆|博物馆|文化站|档案馆|文旅局|剧团|残联|体育馆|文化中心)\Z"
)
NEAR = 8


class Candidate(NamedTuple):
    """A value with its place in the text; ``start2`` and ``end2`` span the town where it stands apart.

    ``said`` are the spans of all mentions of a place.
    """

    value: str
    start: int
    end: int
    source: str
    start2: int = -1
    end2: int = -1
    said: tuple[tuple[int, int], ...] = ()


def venues(view: View) -> list[Candidate]:
    """Return the venues of word list and model and quoted names, overlapping ones also joined."""
    found: dict[tuple[int, int], str] = {}
    for entity in view.venues:
        found[entity.start, entity.end] = "list"
    for clause, said in zip(view.clauses, view.said, strict=True):
        for span in said.spans if said else ():
            if span.entity == "venue":
                key = (clause.start + span.start, clause.start + span.end)
                found[key] = "both" if key in found else "model"
    for match in _QUOTED.finditer(view.text):
        found.setdefault(match.span(1), "quoted")
    for key in built(view.text, list(found)):
        found.setdefault(key, "built")
    for key in called(view.text):
        found.setdefault(key, "called")
    for key in _unions(sorted(found)):
        found.setdefault(key, "union")
    places = view.places.entities
    free = {key: source for key, source in found.items() if not _is_place(key, places)}
    return [
        Candidate(view.text[start:end], start, end, source) for (start, end), source in sorted(free.items())
    ]


def with_sort(view: View, chosen: Candidate | None, candidates: Sequence[Candidate]) -> Candidate | None:
    """Join a name in quotation marks and the sort of house behind it: “迷雾”剧本杀店."""
    if chosen is None:
        return None
    quoted = [one for one in candidates if one.source == "quoted"]
    for one in quoted:
        sort = max((o.end for o in candidates if o.start == one.end + 1), default=0)
        if sort and (chosen.start, chosen.end) in ((one.start, one.end), (one.end + 1, sort)):
            return Candidate(view.text[one.start - 1 : sort], one.start - 1, sort, "joined")
    return chosen


def _unions(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for one, other in itertools.pairwise(spans):
        if other[0] <= one[1] and other[1] - one[0] <= 12:
            yield one[0], max(one[1], other[1])


def _is_place(span: tuple[int, int], places: Sequence[Entity]) -> bool:
    return any(place.start <= span[0] and span[1] <= place.end for place in places)


def is_asked_near(view: View, one: Candidate) -> tuple[bool, bool]:
    """Whether somebody is asked just before a name, and whether it is to send, lend or teach right after it."""
    before, after = view.text[max(0, one.start - NEAR) : one.start], view.text[one.end : one.end + NEAR]
    return _ASKED.search(before) is not None, _SENDS.match(after) is not None


def is_implied(words: str) -> bool:
    """Whether the words speak of a house without its name."""
    return _IMPLIED.search(words) is not None


def is_unit(name: str) -> bool:
    """Whether a house is also an office that is asked to send, lend or teach."""
    return _ANY_HOUSE.search(name) is not None


def is_asked(view: View, one: Candidate) -> bool:
    """Whether a unit is named as the one that is to send, lend, teach or answer."""
    asked, sends = is_asked_near(view, one)
    after = view.text[one.end : one.end + NEAR]
    return is_unit(one.value) and (asked or sends or _ITS_PEOPLE.match(after) is not None)


def who_says(view: View, position: int) -> str:
    return next((turn.who for turn in view.layout.turns if turn.start <= position < turn.end), "none")
