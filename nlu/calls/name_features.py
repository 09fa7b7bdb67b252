"""What tells whether a candidate is the caller's name: the words around it, its spelling, where it stands."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from nlu.calls.layout import Layout
from nlu.calls.name_candidates import KNOWN, SPELT_NEAR, Named, is_spelt_before
from nlu.calls.name_hints import hints

_CUES = {
    name: re.compile(words)
    for name, words in {
        "called": r"(?:名?叫|大名|全名|真名|本名|名字|姓名|名儿)(?:就?[是叫为]|做|作|个)?[\s，,、：:“\"…]{0,3}\Z",
        "mine": r"(?:我|俺|本人)(?:就?[叫是]|的?(?:名字|大名|姓名|全名)[是叫]?)?[\s，,、：:“\"…]{0,2}\Z",
        "family": r"(?:免贵|我|俺|本人|[^\w]|\A|行|嗯|呃|是)?姓(?:个)?[\s，,、：:]{0,2}\Z",
        "write": r"(?:写|记|留|登记?|称呼?|喊|叫|填|署名?|备注)(?:我|个|上|成|作|为|名|下|俺|“)*[\s，,、：:“\"]{0,2}\Z",
        "label": r"(?:来电人|来电者|反映人|诉求人|投诉人|举报人|联系人|来访人|访客|来信人|写信人|受访人|被访人|户主|姓名|名字|称呼|署名|落款|留姓|自称|申请人|求助人|咨询人|导出人|经手人|[Nn]ame)(?:姓名|名字|系|是|为|叫|写)?[】\]｜|\s，,、：:（(“\"]{0,3}\Z",
        "sort": r"(?:市民|村民|群众|居民|读者|家长|学员|住户|业主|职工|老人|[村区镇县]|文书|会计|书记|主任|站长|队长|团长|老师|演员|网格员|传承人|负责人)\Z",
        "other": r"(?:记录人?|填表人?|走访人?|接待人?|受理人?|网格员|登记人?|坐席|话务员|接线员|经办人?|整理人?|主持人?|馆员|老板|店主|经理|教练|校长|馆长|管理员|保安)[：:｜|\s，,（(]{0,2}\Z",
        "third": r"(?:他|她|孩子|儿子|女儿|闺女|孙子|孙女|老师|老板|有个|一个|那个|这个|个|位|的|跟|和|找|请|让|问|给|把|被|对|夸|谢谢|感谢|表扬|邻居|对象|老公|老伴|媳妇|妻|女婿)(?:是|叫|姓|名叫|就叫)?[\s，,“\"（(]{0,1}\Z",
        "spelt": r"的[\s，,、。…]{0,2}\Z",
        "start": r"(?:\A|\n|[】\]。；;｜|])\s?\Z",
        "phone": r"\d[\s，,、（(）)。：:]{0,3}\Z",
        "neg": r"(?:不|别|非)(?:是|叫|写|姓|要|用)?\Z",
    }.items()
}
_AFTER = {
    name: re.compile(words)
    for name, words in {
        "phone": r"[\s，,。、：:（(；;女男]{0,3}(?:的?(?:联系)?(?:电话|手机号?|号码|座机|电))?[是为：:\s]{0,2}(?:[01１０]\d|[幺一][三五七八九]|零五|\d,)",
        "said_phone": r"[\s，,。、：:（(；;吧啊呀]{0,3}(?:我的?|俺的?|她的?|他的?)?(?:联系)?(?:电话|手机|号码|座机|电[：:是])",
        "reports": r"[\s，,]?(?:\([^)]{1,12}\)|（[^）]{1,12}）)?[\s，,]?(?:来[电信访]|反映|反馈|称|说|表示|咨询|建议|投诉|举报|致电|问|提出|希望|要求|诉|自述|系|打|想|代|先|表扬|求|又|再|替|，)",
        "spells": r"[\s，,、。]{0,2}[\u4e00-\u9fff]{1,4}[的字那][\u4e00-\u9fff]",
        "you": r"[\s，,。]{0,2}(?:您|好|你|电话|请|记|谢|再见|感谢)",
        "just": r"[”\"]?(?:就行|就中|就好|就成|就可|就是|即可|吧|好了|得了)",
        "end": r"[”\"）)。！!\s]{0,3}(?:\Z|\n)",
        "mark": r"[\s，,。、：:；;（(）)”\"]",
        "of": r"[的在里家这那到把给个是们了着过村镇]",
        "label": r"[：:】>＞]",
        "family": r"姓(?!名)",
    }.items()
}
_ASKS = re.compile(
    r"(?:贵姓|称呼|怎么叫|姓名|名字|姓什么|姓啥|叫什么|叫啥|哪位|是谁)[^\n]{0,14}(?:\n[^\n：:】\]]{0,8}[：:】\]>＞])?[^\n]{0,6}"
)
_NEAR, _FAR = 12, 28
_SURE, _LABEL_NEAR = 70, 3


def name_rows(
    text: str, layout: Layout, found: Sequence[Named], taken: Sequence[tuple[int, int]] = ()
) -> list[list[str]]:
    """Return the features of each candidate; ``taken`` are spans of places and venues."""
    titled = {one.family for one in found if one.shape == "titled"}
    full = {one.family for one in found if one.shape == "full" and is_spelt_before(text, one)}
    told = hints(text)
    rivals = [one for one in found if max(told.get((one.start, one.end), ()), default=0) >= _SURE]
    callers = {turn.start for turn in layout.turns if turn.who == "caller"}
    # many candidates begin or end at the same character
    led = {start: _led(text, start) for start in {one.start for one in found}}
    followed = {end: _followed(text, end) for end in {one.end for one in found}}
    return [
        list(
            chain(
                _shape(text, one, titled, full),
                _cued(one, layout.style, led[one.start], followed[one.end]),
                _around(text, layout, one, taken),
                _hinted(told.get((one.start, one.end), ())),
                _beside(one, rivals, callers),
            )
        )
        for one in found
    ]


def _beside(one: Named, rivals: Sequence[Named], callers: set[int]) -> Iterator[str]:
    """What else is told for a name, and whether a turn of the caller is labelled with this."""
    shapes = {other.shape for other in rivals if other.end <= one.start or other.start >= one.end}
    full, titled = "full" in shapes, "titled" in shapes
    yield from (f"{one.shape}/rivals={full}/{titled}", f"{one.shape}/rival={bool(shapes)}")
    yield f"label of caller={any(0 < start - one.end <= _LABEL_NEAR for start in callers)}/{one.shape}"


def _hinted(sure: Sequence[int]) -> Iterator[str]:
    yield from (f"hint={one}" for one in sure)
    yield from (f"surest={max(sure, default=0) // 8}", f"hints={min(len(sure), 3)}")


def _shape(text: str, one: Named, titled: set[str], full: set[str]) -> Iterator[str]:
    known = "compound" if len(one.family) > 1 else one.family in KNOWN
    given = one.value.removeprefix(one.family)
    yield from (
        "bias",
        f"shape={one.shape}",
        f"turns={min(text.count(one.value + '：') + text.count(one.value + ':'), 2)}/{one.shape}",
        f"known={known}/{one.shape}",
        f"size={len(one.value)}/{one.shape}",
    )
    if one.shape == "full":
        yield from (f"g={char}" for char in given)
        yield f"spelt={_spelt(text, one)}/{len(given)}"
        yield f"family spelt={_said_of(text, one, one.family)}/{len(given)}"
        yield f"doubled={is_spelt_before(text, one)}/{_said_of(text, one, given[-1]) > 0}"
    elif one.shape != "family":
        yield f"title={given if one.shape != 'nick' else one.value[0]}"
    yield f"family again={given[-1:] == one.family}/{one.shape}"
    yield f"family={one.family}"
    yield f"{one.shape}/titled={one.family in titled}/full={one.family in full}"
    yield f"times={min(text.count(one.value), 3)}/{one.shape}"


def _said_of(text: str, one: Named, char: str) -> int:
    """How often a character is said near a name, as people spell it: 茂盛的盛."""
    near = text[max(0, one.start - SPELT_NEAR) : one.start] + "|" + text[one.end : one.end + SPELT_NEAR]
    count = (
        sum(near.count(lead + char) for lead in "的那是个字")
        + near.count(char + "的")
        + near.count(char + "字")
    )
    return min(count, 2)


def _spelt(text: str, one: Named) -> int:
    return sum(_said_of(text, one, char) > 0 for char in one.value)


def _led(text: str, start: int) -> list[str]:
    before = text[max(0, start - _NEAR) : start]
    cues = [name for name, pattern in _CUES.items() if pattern.search(before)]
    return [*cues, "asked"] if _ASKS.search(text, max(0, start - _FAR), start) else cues


def _followed(text: str, end: int) -> list[str]:
    return [name for name, pattern in _AFTER.items() if pattern.match(text, end)]


def _cued(one: Named, style: str, cues: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What is said before and after it, each alone and both together."""
    for name in cues or ["none"]:
        yield from (f"b={name}", f"b={name}/{one.shape}", f"b={name}/{style}")
        yield from (f"b={name}&a={other}/{one.shape}" for other in after or ["none"])
    for name in after or ["none"]:
        yield from (f"a={name}", f"a={name}/{one.shape}")


def _around(text: str, layout: Layout, one: Named, taken: Sequence[tuple[int, int]]) -> Iterator[str]:
    before, style = text[max(0, one.start - _NEAR) : one.start], layout.style
    yield from (f"b1={before[-1:]}", f"b2={before[-2:]}", f"b3={before[-3:]}")
    yield from (f"a1={text[one.end : one.end + 1]}", f"a2={text[one.end : one.end + 2]}")
    yield f"a1={text[one.end : one.end + 1]}/{one.shape}/{style in ('voice', 'run_on')}"
    third = 3 * one.start // max(1, len(text))
    yield from (f"at={third}/{style}", f"first={one.start < 4}/{style}", f"last={one.end + 4 > len(text)}")
    turn = next((turn for turn in layout.turns if turn.start <= one.start < turn.end), None)
    who = turn.who if turn else "label"
    yield from (f"who={who}/{style}", f"who={who}/{one.shape}")
    if turn and not text[turn.start : one.start].strip(" ：:（("):
        yield f"opens={who}"
    yield f"taken={any(start < one.end and one.start < end for start, end in taken)}"
