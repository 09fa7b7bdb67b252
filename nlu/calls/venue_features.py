"""The features that tell which venue a need is about, and the choice."""

import re
from collections.abc import Iterator, Sequence

from nlu.calls.attributes import Reading
from nlu.calls.candidates import NEAR, Candidate, is_asked_near, is_implied, is_unit, who_says
from nlu.calls.nowhere import named_within, venueless_row
from nlu.calls.venue_standing import around_of, standing
from nlu.calls.view import View

_CALLED = re.compile(r"(?:叫|名为|名叫|叫做|称|取名|招牌是?|什么|就是)[\s，,“\"‘「《]*\Z")
_RENAMED = re.compile(r"[\s，,]?(?:名?叫|就是|即|取名|[（(])")
_GIVES = re.compile(
    r"(?:前年|去年|今年)?(?:发|配|给|借|送|派|批|拨|办|组织|搞|举办|主办|招)(?:来|下来|过来)?的"
)
_AT = re.compile(r"(?:在|到|去|进|从|借|用|往|上)\Z")
_OF = re.compile(r"(?:的|里|门口|门前|旁|二楼|三楼|一楼|东|西|南|北|坏|锁|没|不|漏|关|缺)")
_HOUSE = r"(?:网吧|网咖|店|KTV|影城|影院|书店|旅行社|酒吧|民宿|剧本杀|书房|书吧|书屋|馆|景区|工作室|饭庄|茶社|歌厅|宾馆|酒店|密室|培训|琴行|舞校)"
_SORT = re.compile(_HOUSE)
_SORT_OWN = re.compile(rf"{_HOUSE}\Z")
_WORK = re.compile(
    r"[”\"’」》]?(?:活动|非遗|项目|传承|比赛|赛|节|课|班|演出|节目|展|计划|名录|讲座|戏票|牌子|字样|系统|小程序|公众号|栏目)"
)
_BEFORE, _AFTER = 6, 2
"""How many names before and after a need are weighed, the nearest first."""
_PART = 0.5
"""How much the chance of a name speaks for another that holds it or lies in it."""


def near(view: View, reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates named within a need, and of those around it the nearest, each name once."""
    inside = named_within(view, reading, candidates)
    begin = view.clauses[reading.clauses[0]].start
    before = {one.value: one for one in candidates if one.start < begin and one not in inside}
    after = {one.value: one for one in reversed(candidates) if one.start >= begin and one not in inside}
    nearest = sorted(before.values(), key=lambda one: one.start)[-_BEFORE:]
    return sorted(
        [*nearest, *inside, *list(after.values())[::-1][:_AFTER]], key=lambda one: (one.start, one.end)
    )


def venue_chain(
    view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None
) -> list[list[str]]:
    """Return the rows of all venues of one need and last that of having none; one of these is right.

    They are read as a sequence, 0 before the right one, 1 for it and 2 after it: so they share one chance.
    """
    return [
        *venue_rows(view, reading, candidates, before),
        venueless_row(view, reading, candidates, before),
    ]


def chain_labels(length: int, right: int) -> list[str]:
    """Return the labels of a chain whose row number ``right`` is right."""
    return ["0"] * right + ["1"] + ["2"] * (length - 1 - right)


def likeliest(candidates: Sequence[Candidate], chances: Sequence[float]) -> Candidate | None:
    """Return the venue of which most is said; ``chances`` as of a chain, the last one of having none.

    All mentions of a name count together, and half of those that hold it or lie in it.
    """
    totals = [
        sum(_support(one, other) * chance for other, chance in zip(candidates, chances[:-1], strict=True))
        for one in candidates
    ]
    at = max(range(len(totals)), key=lambda place: (totals[place], chances[place]), default=None)
    return candidates[at] if at is not None and totals[at] >= chances[-1] else None


def _support(one: Candidate, other: Candidate) -> float:
    if one.value == other.value:
        return 1.0
    return _PART if one.value in other.value or other.value in one.value else 0.0


def venue_rows(
    view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None = None
) -> list[list[str]]:
    """Return the features of each venue for one need; ``before`` is that of the need before."""
    around = around_of(view, reading, candidates, before)
    spans, inside = around.spans, around.inside
    implied = is_implied(reading.words)
    rows = []
    for place, one in enumerate(candidates):
        where = "in" if place in inside else "before" if one.start < spans[0][0] else "after"
        order = min(inside.index(place), 3) if place in inside else -1
        row = [
            "bias",
            where,
            f"order={order}",
            f"source={one.source}/{where}",
            f"{where}/{view.layout.style}",
            f"any_in={bool(inside)}/{where}",
        ]
        row += [
            f"s1={one.value[-1:]}",
            f"s2={one.value[-2:]}/{where}",
            f"p1={one.value[:1]}",
            f"size={min(len(one.value), 8)}",
        ]
        row += [
            f"word={one.value[-3:]}",
            f"times={min(around.counts[place], 3)}",
            f"in_times={min(reading.words.count(one.value), 3)}",
        ]
        row += [
            f"b1={view.text[one.start - 1 : one.start]}",
            f"b2={view.text[max(0, one.start - 2) : one.start]}",
            f"a1={view.text[one.end : one.end + 1]}",
            f"a2={view.text[one.end : one.end + 2]}",
        ]
        row += [f"overlap={_overlap(one, candidates)}", f"turn={who_says(view, one.start)}/{where}"]
        row += [
            f"category={reading.said.attributes['category'][0][0]}/{one.value[-2:]}",
            f"intent={reading.said.intents[0][0]}/{where}",
        ]
        row.append(f"category={reading.said.attributes['category'][0][0]}/{where}")
        row += list(_of_venue(view, one, where))
        row += standing(around, place, where)
        if before is not None:
            alike = one.value in before or before in one.value
            row.append(f"as_before={alike}/{where}/any_in={bool(inside)}")
        row += [
            f"implied={implied}/{where}/any_in={bool(inside)}",
            f"named={is_unit(one.value)}/{where}/any_in={bool(inside)}",
            f"others_in={min(len(inside) - (place in inside), 3)}/{where}/{one.source}",
        ]
        if where == "in":
            first = spans[0][0] <= one.start < spans[0][1]
            row += ["first_clause" if first else "later_clause"]
        if where == "before" and not any(
            other.start > one.start and other.start < spans[0][0] for other in candidates
        ):
            row.append(f"nearest_before/any_in={bool(inside)}")
        rows.append(row)
    return rows


def _of_venue(view: View, one: Candidate, where: str) -> Iterator[str]:
    """Whether it is asked to come rather than where something is, and whether a quoted name is that of a house."""
    before, after = view.text[max(0, one.start - NEAR) : one.start], view.text[one.end : one.end + NEAR]
    asked, sends = is_asked_near(view, one)
    yield from (f"asked={asked}/sends={sends}", f"asked={asked}/sends={sends}/{where}")
    called, renamed = _CALLED.search(before) is not None, _RENAMED.match(after) is not None
    yield from (f"called={called}/{one.source}", f"renamed={renamed}/{one.source}")
    unit = is_unit(one.value)
    yield from (
        f"asked={asked}/sends={sends}/unit={unit}",
        f"gives={_GIVES.match(after) is not None}/unit={unit}",
    )
    yield from (f"at={_AT.search(before) is not None}", f"of={_OF.match(after) is not None}")
    if one.source in ("quoted", "union"):
        sort = (
            "after"
            if _SORT.match(after.lstrip('”"’」》'))
            else "own"
            if _SORT_OWN.search(one.value)
            else "none"
        )
        yield from (f"sort={sort}/{one.source}", f"work={_WORK.match(after) is not None}")


def _overlap(one: Candidate, candidates: Sequence[Candidate]) -> str:
    names = set()
    for other in candidates:
        if other is not one and one.start < other.end and other.start < one.end:
            longer = other.end - other.start > one.end - one.start
            names.add(("in" if longer else "around") + other.source)
    return "+".join(sorted(names)) or "free"
