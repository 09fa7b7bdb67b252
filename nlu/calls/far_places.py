"""Towns that no gazetteer of this county lists, with the villages named right behind them: 赤眉镇鱼贯口村."""

import re
from collections.abc import Iterator, Sequence

from nlu.unseen_places import Mention
from nlu.wordlists import word_table

_HAN = r"[\u4e00-\u9fff]"
_STOP = "我你他她它咱俺们这那个各全本该其邻某每哪么的了着过与及跟或又再就都也还不没有是在去到回从向往送进住跑请转借给说想现知系统电称要找年日时于人嫁来后代由次至属寄"
_NAME = rf"(?:(?![{_STOP}]){_HAN})"
_TOWN_NAME = rf"(?:(?![县市区]){_NAME})"
_SAYS = "反映|反应|咨询|投诉|举报|建议|表扬|感谢|地址|地点"
_FAR = "|".join(word_table("places")["far"])
_LEAD = "是在住到从县市区归属们俺咱叫来回去系称报扬映属于"
_TOWN = re.compile(
    rf"(?<=[是在住])(?P<old>{_NAME}{{2}}古镇)|"
    rf"(?:(?<=[{_LEAD}])|(?<!{_HAN})(?!{_SAYS})|(?<=[映询诉报议扬谢址点]))"
    rf"(?:{_NAME}{{2,3}}?(?:镇|乡|街道)|(?:{_FAR})?{_TOWN_NAME}{{4,5}}?(?:镇|街道))"
    rf"(?![长村间民愁亲情音巴])"
    rf"|(?<=[下说见吧]){_NAME}{{2}}街道"
)
_NO_TOWN = re.compile(
    r"\A(?:镇|[和下])|[车节]上镇\Z|和[镇乡]|希望|反映|感谢|所属|[几前昨今明]天|月份|(?:返|家|故|水|之|异|思|他|老|小|古|村|乡|下)(?:乡|镇)\Z|城乡\Z|县城|省城|[村乡]集镇\Z|[行大小巷条一]街道\Z|乡镇"
    r"|首先|建议|以前|告诉|已派|学生|占线|礼拜|星期|反应|咨询|投诉|地址|区域|文化|图书|社区|群众|市民|女士|先生|[村县]里|内乡\Z|沂源"
    r"|设备|[正一二三四五六七八九十]月|千年|江南|第[一二三四五六]"
)
"""Words of a sentence before 镇 and 乡: 希望镇上, 送戏下乡; and counties of such names: 内乡."""
_OLD = re.compile(r"千年|江南|我们|这个|那个|水乡")
_VILLAGE = re.compile(
    rf"(?P<name>(?!的|村|里|上){_HAN}{{1,5}}?(?:村|社区|寨))(?![长委民部史晚干支道歌超里口头])"
)
_NO_VILLAGE = re.compile(
    r"[我你他她它咱俺们这那个各全本该其每的了着过和有是在]|(?:文化|农业|美丽|示范|留守|中心|一楼|别急)"
)
_BARE = re.compile(
    rf"(?:(?:我|俺|家)(?:是|住|在|住在)|我们)(?P<name>{_NAME}{{2}})(?:的(?=[^\u4e00-\u9fff]|我|厂)|那边|这边)"
)
_NO_BARE = re.compile(
    rf"[里上下边头外内中家店城村镇乡县市工师长员户族学校厂房站馆院地]\Z|[一二三四五六七八九十几两多做打开对门楼儿女老]|{_FAR}|这|那|负责|听说|专门"
)


def far_towns(text: str, seen: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield towns, and the village behind each, that overlap none of the spans ``seen``."""
    for match in _TOWN.finditer(text):
        start, end = match.span()
        if (_OLD if match["old"] else _NO_TOWN).search(match[0]) or _overlaps(start, end, seen):
            continue
        yield Mention(start, end, match[0], None, known=False)
        village = _VILLAGE.match(text, end)
        if village and not _NO_VILLAGE.search(village["name"]):
            at, last = village.span("name")
            if not _overlaps(at, last, seen):
                yield Mention(at, last, None, village["name"], known=False)


def bare_towns(text: str) -> Iterator[Mention]:
    """Yield names without 镇 or 村 where callers say where they are: 我是震泽的. For texts that name no other place."""
    for match in _BARE.finditer(text):
        if not _NO_BARE.search(match["name"]):
            yield Mention(*match.span("name"), match["name"], None, known=False)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
