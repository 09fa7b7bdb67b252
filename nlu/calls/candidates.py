"""What may be the venue of a need, with the features that tell which it is."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.calls.attributes import Reading
from nlu.calls.view import View
from nlu.understanding import Entity

_QUOTED = re.compile(r"[“\"‘「《]([^”\"’」》\n]{2,10})[”\"’」》]")
_BUILT = re.compile(
    r"(?:(?<=[的在到把给和那个这有是座家所村镇庄区旁])|(?<![\u4e00-\u9fff]))[\u4e00-\u9fff]{0,5}?(?:坊|书场|学校|小学|中学|幼儿园|酒吧|食堂|公园|景区|电玩城|旅行社|工作室|民宿|客栈|旅馆|书店|厂|庙|桥|墓|墓地|旧址|广场|公告栏|阅报栏|宣传栏|"
    r"公厕|厕所|派出所|茶庄|支祠|寺|(?<!空)洞|泉|中心|电视台|亭|书柜|书架|阅读角|图书角|店|村口|校门口|门口|老街|古镇|古街|河滩|夜市|完小|教学点|老井|老屋|小屋|工地|病区|围子|电竞|基地|水库|码头|牌坊|塔|台子|晒场|麦场|谷场|操场|空地|大院|宿舍|车间|医院|敬老院|戏楼|课堂|"
    r"室|礼堂|舞台|戏台|展厅|展馆|基地|园区|影城|大厅|走廊|墙|老房|粮仓|仓库|学堂|祠堂|馆|院|站|厅|楼|园|场|KTV|网吧|网咖|集市|大集|房)(?![\u4e00-\u9fff]?(?:长|员|老师))"
)
_NO_NAME = re.compile(
    r"(?:[一二三四五六]一?个?是?|就是|还有|那个|这个|个|又说|又|说|称|叫|在|到|请|另请|另|咱们?|俺们?|我们?|我|是|一座|一处|一家|有个|里的?|开|紧挨|存放|给|把|被|和|跟|村口|村头|村西|村东|同一|该|说下|看)+"
)


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
_CALLED = re.compile(r"(?:叫|名为|名叫|叫做|称|取名|招牌是?|什么|就是)[\s，,“\"‘「《]*\Z")
_RENAMED = re.compile(r"[\s，,]?(?:名?叫|就是|即|取名|[（(])")
_GIVES = re.compile(
    r"(?:前年|去年|今年)?(?:发|配|给|借|送|派|批|拨|办|组织|搞|举办|主办|招)(?:来|下来|过来)?的"
)
_ANY_HOUSE = re.compile(
    r"(?:县|镇|乡|市|村|区)?(?:文化馆|图书馆|博物馆|文化站|档案馆|文旅局|剧团|残联|体育馆|文化中心)\Z"
)
_AT = re.compile(r"(?:在|到|去|进|从|借|用|往|上)\Z")
_OF = re.compile(r"(?:的|里|门口|门前|旁|二楼|三楼|一楼|东|西|南|北|坏|锁|没|不|漏|关|缺)")
_HOUSE = r"(?:网吧|网咖|店|KTV|影城|影院|书店|旅行社|酒吧|民宿|剧本杀|书房|书吧|书屋|馆|景区|工作室|饭庄|茶社|歌厅|宾馆|酒店|密室|培训|琴行|舞校)"
_SORT = re.compile(_HOUSE)
_SORT_OWN = re.compile(rf"{_HOUSE}\Z")
_WORK = re.compile(
    r"[”\"’」》]?(?:活动|非遗|项目|传承|比赛|赛|节|课|班|演出|节目|展|计划|名录|讲座|戏票|牌子|字样|系统|小程序|公众号|栏目)"
)
_NEAR = 8


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
    for match in _BUILT.finditer(view.text):
        lead = _NO_NAME.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if match.end() - start > 1:
            found.setdefault((start, match.end()), "built")
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


def venue_rows(
    view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None = None
) -> list[list[str]]:
    """Return the features of each venue for one need; ``before`` is that of the need before."""
    spans = [(view.clauses[index].start, view.clauses[index].end) for index in reading.clauses]
    inside = [place for place, one in enumerate(candidates) if any(s <= one.start < e for s, e in spans)]
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
            f"times={min(view.text.count(one.value), 3)}",
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
        if before is not None:
            alike = one.value == before or one.value in before or before in one.value
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
    before, after = view.text[max(0, one.start - _NEAR) : one.start], view.text[one.end : one.end + _NEAR]
    asked, sends = _ASKED.search(before) is not None, _SENDS.match(after) is not None
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


def is_implied(words: str) -> bool:
    """Whether the words speak of a house without its name."""
    return _IMPLIED.search(words) is not None


def is_unit(name: str) -> bool:
    """Whether a house is also an office that is asked to send, lend or teach."""
    return _ANY_HOUSE.search(name) is not None


def is_asked(view: View, one: Candidate) -> bool:
    """Whether a unit is named as the one that is to send, lend, teach or answer."""
    before, after = view.text[max(0, one.start - _NEAR) : one.start], view.text[one.end : one.end + _NEAR]
    return is_unit(one.value) and (
        _ASKED.search(before) is not None
        or _SENDS.match(after) is not None
        or _ITS_PEOPLE.match(after) is not None
    )


def _overlap(one: Candidate, candidates: Sequence[Candidate]) -> str:
    names = set()
    for other in candidates:
        if other is not one and one.start < other.end and other.start < one.end:
            longer = other.end - other.start > one.end - one.start
            names.add(("in" if longer else "around") + other.source)
    return "+".join(sorted(names)) or "free"


def who_says(view: View, position: int) -> str:
    return next((turn.who for turn in view.layout.turns if turn.start <= position < turn.end), "none")
