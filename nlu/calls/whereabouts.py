"""What may be the place of a need, with the features that tell which it is."""

import re
from collections.abc import Iterator, Sequence

from nlu.calls.attributes import Reading
from nlu.calls.candidates import Candidate, who_says
from nlu.calls.clauses import spans_of
from nlu.calls.county_cues import county_cues, spoken_of
from nlu.calls.far_places import bare_towns, far_towns
from nlu.calls.nowhere import named_within, nowhere_row
from nlu.calls.view import View
from nlu.gazetteer import Gazetteer
from nlu.unseen_places import Mention

NO_PLACE = ""
"""The place of a need before that has none."""
_MISHEARD = re.compile(r"的?[^\u4e00-\u9fff]*(?:哦|噢|呃|哎|嗯|啊|唉)*\s?不(?:对|是)?(?:[^\u4e00-\u9fff]|是)")
_NO_VILLAGE = re.compile(
    r"(?:反映|提出|建议|咨询|处练|开发|另外|提社区|人回村|转农业|开店|推拿店|正规|朋友圈|书香|家乡村|农村|乡村|五间|两间|三间|希望|要求|所居|[①-⑨]|[一二三四五六]、|传统|[四十]里八|四乡八|人家|自己|别人|统一|电人|联系|市民|什么|大学生|好多|老师|发言|主持|首先|合并|一次|一半|前后村|钥匙|下游|告诉|[一二三四]楼|周[一二三四五六日]|窗外|第[一二三]|打算|避开|同一|先生|小孩|明确)"
)
_WINDOW = 6
_BEFORE = {
    "home": re.compile(r"(?:住|家住|住在|人在|嫁到|婆家|娘家|现住|现居|户籍|租住?|老家)(?:地|在|是)?\Z"),
    "self": re.compile(
        r"(?:我是|俺是|我们是|这里是|这是|我这(?:儿|里|边)?是?|我们这?|俺们?这?|咱们?这?|系|为|是|来电人|\A|\n)[\s，,：:]*\Z"
    ),
    "like": re.compile(
        r"(?:人家|隔壁|像|不像|比|学|学学|同|跟|邻|别的|看看|看人家|听说|不是|上回去|去|和|离|挨着)\Z"
    ),
    "joined": re.compile(r"[、和与跟及]\Z"),
}
_AFTER = {
    "people": re.compile(
        r"(?:的)?(?:村民|居民|群众|市民|女士|先生|某|人(?![口家])|网格员|书记|会计|村委|支书|代表|老师|[^，。\n]{0,3}来电)"
    ),
    "matter": re.compile(
        r"(?:的)?(?:那个|这个|那座|有|村里|村口|村头|文化|农家|老|图书|戏|广场|活动|社区|小区|礼堂|门口|村?[东西南北]|中学|小学)"
    ),
    "side": re.compile(r"(?:那边|那里|那儿|人家|都|就)"),
    "list": re.compile(r"[、和与跟及]"),
}
_OTHERS_BEFORE = re.compile(r"(?:隔壁|人家|邻近?的?|像|学学?|看看|比|跟)\Z")
_OTHERS_AFTER = re.compile(r"(?:那边|那儿|那里|人家)(?:的)?(?:都|就|去年|早|也|有|办|唱|搞)")
_OURS = re.compile(
    r"(?:我们|俺们?|咱们?|该|本|其|我|他们|她们)(?:村|社区|庄|镇|小区|街道|这|那|园|队|剧团)|村里|村口|社区里|镇上|村头|村委|村[东西南北中]|小区|楼下|俺们|我们"
)
_LOCAL = re.compile(
    r"书屋|大院|活动室|(?<!文化馆)广场|戏台|舞台|礼堂|村|庄|社区|喇叭|健身|放映|放电影|露天电影|送戏|下乡|秧歌|庙|祠堂|古树|石碑|碾|井|桥|老屋|阅报栏|文化站|阅读吧|家门口"
)
_COUNTY = re.compile(
    r"(?<![村镇])(?:县(?!道)|城区|文化馆|图书馆|博物馆|美术馆|影剧院|大剧院|剧院|影城|电影院|公众号|景区|溶洞|旅行社|书房|老年大学)"
)


def places(view: View, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the places of the text, town and village joined, each once, at the fullest mention."""
    found: dict[str, Candidate] = {}
    mentions = _meant(view)
    for mention, after in zip(mentions, [*mentions[1:], None], strict=False):
        if mention.town and after and after.village and after.start - mention.end <= 1:
            continue  # the village that follows brings its town along
        one = _joined(view, mention, mentions, gazetteer)
        key = (mention.village or "") + ("" if mention.village else mention.town or "")
        known = found.get(key)
        said = (*(known.said if known else ()), (one.start, one.end))
        fuller = one if known is None or len(one.value) > len(known.value) else known
        found[key] = fuller._replace(said=said)
    meant = [one for one in found.values() if not _only_compared(view, one)]
    return meant or list(found.values())


def _only_compared(view: View, one: Candidate) -> bool:
    """Whether a place is only named as that of others: 隔壁松崮村都唱了两场."""
    return all(
        _OTHERS_BEFORE.search(view.text, max(0, start - _WINDOW), start)
        or _OTHERS_AFTER.match(view.text, end)
        for start, end in one.said
    )


def _meant(view: View) -> list[Mention]:
    """The mentions without those that the caller takes back at once or that are no names."""
    near = view.places.mentions
    seen = [*view.places.rejected, *((mention.start, mention.end) for mention in near)]
    mentions = sorted((*near, *far_towns(view.text, seen)), key=lambda mention: mention.start)
    kept = []
    for place, mention in enumerate(mentions):
        follows = next((m for m in mentions[place + 1 :] if (m.town is None) == (mention.town is None)), None)
        between = view.text[mention.end : follows.start] if follows else ""
        taken_back = len(between) < _WINDOW * 2 and _MISHEARD.match(between)
        if not taken_back and (
            mention.known or mention.town or not _NO_VILLAGE.search(view.text, mention.start, mention.end)
        ):
            kept.append(mention)
    return kept or list(bare_towns(view.text))


def _joined(view: View, mention: Mention, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Candidate:
    text = view.text
    own = text[mention.start : mention.end]
    if not mention.village:
        return Candidate(own, mention.start, mention.end, "town")
    towns = [other for other in mentions if other.town]
    beside = next((town for town in reversed(towns) if 0 <= mention.start - town.end <= 1), None)
    if beside and mention.start == beside.end:
        return Candidate(text[beside.start : mention.end], beside.start, mention.end, "both")
    home = [town for town in towns if town.town and gazetteer.has_village(town.town, mention.village)]
    known = gazetteer.town_of(mention.village)
    town = (
        beside
        or next(iter(home), None)
        or (towns[0] if not known and len({t.town for t in towns}) == 1 else None)
    )
    if town is None:
        return Candidate(own, mention.start, mention.end, "village")
    full = max((t for t in towns if t.town == town.town), key=lambda t: t.end - t.start)
    return Candidate(
        text[full.start : full.end] + own, mention.start, mention.end, "apart", full.start, full.end
    )


def place_rows(
    view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None = None
) -> list[list[str]]:
    """Return the features of each place for one need.

    ``before`` is the place of the need before, ``NO_PLACE`` if that has none, None for the first need.
    """
    spans = spans_of(view.clauses, reading.clauses)
    inside = [
        tuple(at for at in one.said if any(start <= at[1] - 1 < end for start, end in spans))
        for one in candidates
    ]
    begin = spans[0][0]
    need = _need(reading, any_in=any(inside))
    said = spoken_of(view, reading, candidates)
    latest = max((at for one in candidates for at in one.said if at[1] <= begin), default=None)
    firsts = [min(one.said) for one in candidates]
    rows = []
    for one, within in zip(candidates, inside, strict=True):
        where = "in" if within else "before" if min(one.said)[1] <= begin else "after"
        row = ["bias", where, f"style={view.layout.style}/{where}", f"source={one.source}/{where}"]
        row += [f"{where}/{cue}" for cue in (*said, *need, f"first={before is None}/{need[-1]}")]
        row += [
            f"{where}/{need[-1]}/many={min(len(candidates), 3)}",
            f"times={min(len(one.said), 3)}/{where}",
        ]
        roles = list(_roles(view, within or one.said))
        row += [
            *roles,
            *(f"{role}/{where}" for role in roles),
            *(f"{role}/{where}/{need[-1]}" for role in roles),
        ]
        if within:
            row.append(
                f"first_in={min(within) == min(at for said in inside for at in said)}/{sum(map(bool, inside)) > 1}"
            )
        elif latest in one.said:
            row.append(f"nearest_before/{need[-1]}")
        if min(one.said) == min(firsts):
            row += [f"first_of_all/{where}", f"first_of_all/{where}/{need[-1]}/{min(len(candidates), 3)}"]
        row.append(f"as_before={one.value == before}/{need[-1]}" if before else f"none_before/{need[-1]}")
        rows.append(row)
    return rows


def _need(reading: Reading, *, any_in: bool) -> list[str]:
    """What the words of a need say of where it is; the last cue sums the others up."""
    ours, local, county = (pattern.search(reading.words) is not None for pattern in (_OURS, _LOCAL, _COUNTY))
    return [
        f"any_in={any_in}",
        f"ours={ours}",
        f"local={local}",
        f"county={county}",
        f"ours={ours}/local={local}/county={county}",
        f"in={any_in}/o={ours}/l={local}/c={county}",
    ]


def nowhere(view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None) -> list[str]:
    """Return the features of a need that has no place, a matter of the county; ``before`` as in ``place_rows``."""
    first = f"first={before is None}"
    need = _need(reading, any_in=bool(named_within(view, reading, candidates)))
    cues = (*county_cues(view, reading, candidates), first, f"{first}/{bool(before)}/{need[-1]}", *need)
    return nowhere_row(view, reading, candidates, before or None, cues)


def _roles(view: View, said: Sequence[tuple[int, int]]) -> Iterator[str]:
    found = set()
    for at, end in said:
        before = view.text[max(0, at - _WINDOW) : at]
        found |= {name for name, pattern in _BEFORE.items() if pattern.search(before)}
        found |= {name for name, pattern in _AFTER.items() if pattern.match(view.text, end)}
        found.add(f"turn={who_says(view, at)}")
        found.add(f"b={before[-1:]}")
    yield from sorted(found)


def of_form(view: View, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the first place in the field of a work order that is made for it: it holds for a need that names none."""
    fields = [clause for clause in view.clauses if clause.who == "place"]
    within = (one for one in candidates if any(f.start <= one.start and one.end <= f.end for f in fields))
    return next(within, None)
