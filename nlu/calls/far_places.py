"""Towns that no gazetteer of this county lists, with the villages named right behind them: 赤眉镇鱼贯口村."""

import re
from collections.abc import Iterator, Sequence

from nlu.unseen_places import Mention

_HAN = r"[\u4e00-\u9fff]"
_TOWN = re.compile(
    rf"(?:(?<=[是在住到从县市区归属们俺咱叫来回去系称报扬映属于])|(?<!{_HAN}))(?P<name>{_HAN}{{2,3}}?(?:镇|乡|街道))(?![长村间民愁亲情音巴])"
)
_NO_TOWN = re.compile(
    r"[我你他她它咱俺们这那个各全本该其邻某每哪么的了着过和与及跟或又再就都也还不没有是在去到回从向往送进住跑请转借给说想现知系统电称要找年日时于人嫁来后代由次至属寄]|\A镇"
    r"|希望|反映|感谢|所属|[几前昨今明]天|月份|(?:返|家|故|城|水|之|异|思|他|老|小|古|村|乡|下)(?:乡|镇)\Z|[行大小巷条]街道\Z|乡镇"
)
"""Words of a sentence before 镇 and 乡: 希望镇上, 送戏下乡."""
_VILLAGE = re.compile(
    rf"(?P<name>(?!的|村|里|上){_HAN}{{1,5}}?(?:村|社区|寨))(?![长委民部史晚干支道歌超里口头])"
)
_NO_VILLAGE = re.compile(
    r"[我你他她它咱俺们这那个各全本该其每的了着过和有是在]|(?:文化|农业|美丽|示范|留守|中心)"
)


def far_towns(text: str, seen: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield towns, and the village behind each, that overlap none of the spans ``seen``."""
    for match in _TOWN.finditer(text):
        start, end = match.span("name")
        if _NO_TOWN.search(match["name"]) or any(start < e and s < end for s, e in seen):
            continue
        yield Mention(start, end, match["name"], None, known=False)
        village = _VILLAGE.match(text, end)
        if village and not _NO_VILLAGE.search(village["name"]):
            at, last = village.span("name")
            if not any(at < e and s < last for s, e in seen):
                yield Mention(at, last, None, village["name"], known=False)
