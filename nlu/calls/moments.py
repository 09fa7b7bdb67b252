"""The time that decides a need, among all times that its clauses name; most needs have none."""

import itertools
import re
from collections.abc import Iterator, Sequence

from nlu.calls.attributes import Reading
from nlu.calls.clauses import spans_of
from nlu.calls.view import View
from nlu.times import tells_age
from nlu.understanding import Entity

_SORTS = {
    name: re.compile(words)
    for name, words in {
        "past": r"去年|前年|昨|前[天儿几两些]|上(?:个|上)?(?:周|月|星期|礼拜|学期)|往年|原先|那天|夜来",
        "today": r"今[天晚早日儿]|当[天晚]|现在|这[几两]天",
        "ahead": r"明|后天|下(?:个|下)?(?:周|月|星期|礼拜|学期)|之?前\Z|以前\Z|开春|月底|年底|年前|过几天",
        "again": r"每|逢|工作日|周末|节假日|双休",
        "year": r"今年|明年|去年|前年|\d{4}年",
        "weekday": r"(?:周|星期|礼拜)[一二三四五六日天末]",
        "feast": r"节|元旦|国庆|中秋|端午|春节|重阳|腊八|过年|正月|腊月|三八|五一|六一|十一|元宵",
        "season": r"春|夏|秋|冬|寒假|暑假|伏|开学|放假",
        "clock": r"点|:",
        "part": r"早|上午|中午|下午|晚|夜|凌晨|黑|白天",
        "date": r"[号日]|初[一二三四五六七八九十]",
        "before": r"前\Z",
    }.items()
}
_WISHES = re.compile(r"希望|想|能不能|要求|请|建议|盼|办|演|借|安排|开到|延|申请|需要|报名|截止")
_TELLS = re.compile(r"反映|坏|锁|没|不|了\Z|投诉|举报|说")

_NEAR = 8
"""So many letters before and after a time are heard."""


def moments(view: View, reading: Reading) -> list[Entity]:
    """Return the times within a need in order, two that touch also as one (周五周六); ages are none."""
    spans = spans_of(view.clauses, reading.clauses)
    named = [
        time
        for time in view.times
        if any(start <= time.start and time.end <= end for start, end in spans)
        and not tells_age(view.text, time)
    ]
    touching = [(one, other) for one, other in itertools.pairwise(named) if one.end == other.start]
    joined = [Entity("when", one.value + other.value, one.start, other.end) for one, other in touching]
    return sorted((*named, *joined), key=lambda time: (time.start, time.end))


def moment_rows(view: View, reading: Reading, times: Sequence[Entity]) -> list[list[str]]:
    """Return the features of each time."""
    return [list(_row(view, reading, times, place)) for place in range(len(times))]


def _row(view: View, reading: Reading, times: Sequence[Entity], place: int) -> Iterator[str]:
    time = times[place]
    sorts = [name for name, pattern in _SORTS.items() if pattern.search(time.value)] or ["other"]
    yield from (
        "bias",
        f"size={min(len(time.value), 7)}",
        f"count={min(len(times), 3)}",
        f"order={min(place, 3)}",
    )
    yield f"{'+'.join(sorts)}"
    yield from (f"sort={name}" for name in sorts)
    index = next(i for i in reading.clauses if view.clauses[i].start <= time.start < view.clauses[i].end)
    clause = view.text[view.clauses[index].start : view.clauses[index].end]
    wishes, tells = _WISHES.search(clause) is not None, _TELLS.search(clause) is not None
    yield from (f"wishes={wishes}/tells={tells}", *(f"wishes={wishes}/{name}" for name in sorts))
    yield from (f"kind={reading.said.attributes['kind'][0][0]}/{name}" for name in sorts)
    yield from (f"category={reading.said.attributes['category'][0][0]}/{name}" for name in sorts)
    yield from (f"urgency={reading.said.attributes['urgency'][0][0]}/{name}" for name in sorts)
    yield from (f"first={index == reading.clauses[0]}", f"last={index == reading.clauses[-1]}")
    yield from (
        f"b={view.text[max(0, time.start - 1) : time.start]}",
        f"a={view.text[time.end : time.end + 1]}",
    )
    before, after = view.text[max(0, time.start - _NEAR) : time.start], view.text[time.end : time.end + _NEAR]
    yield from (f"v={time.value}", f"v2={time.value[-2:]}", f"v1={time.value[:2]}")
    yield from (f"b2={before[-2:]}", f"b3={before[-3:]}", f"a2={after[:2]}", f"a3={after[:3]}")
    yield from (f"bg={before[at : at + 2]}" for at in range(len(before) - 1))
    yield from (f"ag={after[at : at + 2]}" for at in range(len(after) - 1))
    longest = max(times, key=lambda other: (other.end - other.start, -other.start))
    yield from (f"longest={longest is time}/{len(times) > 1}", f"other ahead={_any(times, time, 'ahead')}")
    yield f"other past={_any(times, time, 'past')}/{'past' in sorts}"


def _any(times: Sequence[Entity], time: Entity, sort: str) -> bool:
    return any(other is not time and _SORTS[sort].search(other.value) for other in times)
