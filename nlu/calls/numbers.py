"""The number to ring back among all that are said: whose it is, what is said of it."""

import re
from collections.abc import Sequence

from nlu.calls.dictated import dictated, takes_back
from nlu.calls.wished import KIN, wishes
from nlu.digits import ascii_digits
from nlu.phones import Phones
from nlu.understanding import Entity

_NEVER = -40
"""The number of an advertisement or an office, which is nobody's to ring back."""
_BEFORE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        -9,
        re.compile(
            r"(?<!平时)(?<!白天)(?<!老是)(?<!上班)(?:打不通|可打|也可|或者?打|不通|不接|没人接)(?![^\n]{0,4}[，,。\s](?:我叫|我姓|我的?(?:电话|手机|号)|记我))"
        ),
    ),
    (
        -8,
        re.compile(
            r"(?:别|不要|勿|甭|莫|不用)再?[打拨记留回](?!我的)[^，。；;\s]{0,14}\Z|(?<!是)不是(?:来电|这个|刚才|原来)[^，。；;\s]{0,6}\Z"
        ),
    ),
    (
        _NEVER,
        re.compile(
            r"(?:收古董|收文物|收老|高价|办证|招生|广告|传单|名片|海报|招牌|门头)[^。；;\n]{0,12}\Z|(?:报名|咨询|举报|投诉|客服|服务|预约|监督)的?(?:电话|热线|号码)(?:上写的)?[是：:\s]{0,2}\Z|传真号?[是：:\s]{0,2}\Z"
        ),
    ),
    (-4, re.compile(rf"其?{KIN}[^，。；;\n]{{0,3}}[（(]\Z")),
    (
        -4,
        re.compile(
            r"不在(?:家)?|备用|另一个|另留|另有|第二|旧号|老号|原来|以前|来电(?:显示|号码)|别[打记]|勿[打拨]|[要实]在找不着|急事|找不到"
        ),
    ),
    (-3, re.compile(rf"{KIN}的?(?:的电话|电话|号码?|手机号?|座机)?[是为：: ]{{0,2}}\Z")),
    (
        -2,
        re.compile(
            r"(?:馆|站|店|网吧|影城|他们|老板|公司|对方|客服)(?:的|给的|那边)?(?:电话|号码|手机|热线)[是为：: ]{0,2}\Z"
        ),
    ),
    (-3, re.compile(r"微信(?!同)号?[是为：: ]{0,2}\Z|(?:QQ|qq)号?[是为：: ]{0,2}\Z")),
    (
        3,
        re.compile(
            r"(?:打|记|留|拨|联系|回|写)(?:这个?|我这个|我的)|我的(?:电话|号码|手机|号)?是?|就[打记留]|请[打拨]|改[打成为记]|换成|新号|回拨|回电|本人"
        ),
    ),
    (
        4,
        re.compile(
            rf"(?:打|记|留|拨|联系|找|写|回)(?:给)?(?:我|俺|其|他|她)?(?:家)?(?:{KIN}|学校|单位)的?(?:电话|号码?|手机号?|座机)?[吧是为：: ，,]{{0,3}}\Z"
        ),
    ),
)
_OFFICE = re.compile(
    r"(?:馆|站|店|社|公司|景区|影城|前台|客服|窗口|柜台)(?:的|那边|登的)?(?:电话|号码|座机|热线)?[是：:\s]{0,2}\Z"
)
_DEAF = re.compile(
    r"[^\d\n]{0,6}(?:没人接|无人接|打不通|不通|空号|占线|响了?(?:半天|好久|几遍)?没|关机|停机)"
)
"""An office that does not answer is complained of; its number is not that to ring."""
_ITSELF = r"(?!的?(?:电话|手机|号码?|座机)?[是为：:\s]{0,3}(?:[\d零〇幺]|一[三五七八九]))"
"""What was said belongs to this number, not to one that follows: 我老公的是幺三七…"""
_HALT = r"[\s，,。、…（(；;]*(?:哎|啊|呃|哦|噢|对)?[，,\s]*"
_AFTER: tuple[tuple[int, re.Pattern[str]], ...] = (
    (-6, re.compile(rf"{_HALT}(?:这|那)?个?(?:号)?(?:是|系)?(?:我|俺|其)?(?:家|的)?{KIN}的{_ITSELF}")),
    (-6, re.compile(rf"{_HALT}(?:这|那)?(?:个)?(?:号)?(?:是|为)?(?:旧的|旧号|老号|错号|停机|停了|停用|不用了|打不通(?!.{{0,3}}[打就再找多])|别[打回记]|勿[打回拨联]|[^，,。；;\n]{{1,8}}[，,]?(?:勿[打回拨]|别[打回])|作废|空号|换了|错了|听力|欠费|听不|没电|没信号|[^，。]{{0,8}}听不|老年机|坏了|不常用|不在身上|(?!要是|如果|万一|若)[^，。]{{0,6}}(?:接不[了着到]|(?:不|没法|不让|不能|不好|不便|不方便|没人)接)|[^，。]{{0,4}}(?:不带|没带)|平时不用|不大用){_ITSELF}")),
    (-6, re.compile(rf"[^\n\d]{{0,12}}\n[^\n：:】]{{1,8}}[：:】]\s?(?:别|不行|不用|不成|借|换了|变了|改了|哎?(?:这|那)(?:个|部)?是?(?:我)?(?:借|{KIN}的|公家|营业厅|网吧))")),
    (9, re.compile(rf"{_HALT}(?:先|就|还是|都)?(?:打|记|留|拨)(?:给)?[他她](?:的|那个|吧|就行|也行)")),
    (9, re.compile(r"[（(][^）)\n，,；;]{0,6}[，,、\s]?[^）)\n]{0,6}(?:打这个|打此号?|拨此号?|先打|优先|首选)")),
    (-6, re.compile(rf"{_HALT}(?:不对|不是)(?![\s，,是]{{0,3}}[\d零〇幺一二三四五六七八九])")),
    (-6, re.compile(r"[吗吧么][？?，,\s]{0,2}(?:不是|早不|换|变|改)了")),
    (-4, re.compile(rf"{_HALT}(?:打|记|留)我的{_ITSELF}")),
    (6, re.compile(rf"{_HALT}(?:请)?(?:先打|首选|优先|主要打|为准|以此为准|以这个为准|打这个|用这个|本人|常用){_ITSELF}")),
    (-5, re.compile(rf"{_HALT}(?:亦可|也可以?|也行|也中)")),
    (1, re.compile(rf"{_HALT}(?:对|这个能|随时|就行|白天|晚上|微信|我的|没错)")),
)  # fmt: skip
_LISTED = re.compile(
    r"(?:[(（][^）)。]{1,8}[)）])?[\s、/，,;；]{0,3}(?:或者?|和|及|一个|还有|座机|手机|固话|电话|[：:\s])*"
)
"""Between numbers of one list; the first of these is the one to ring first."""
_FIRST_OF_LIST = 3
_TAKEN_BACK = -6
_NEAR = 20
_SERVICE = re.compile(r"[48]00")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_LOCAL_SAID = re.compile(
    r"(?:电话|座机|固话|号码?)[^\d\n]{0,6}(?:\n[^\n：:】]{1,8}[：:】]\s?)?[^\d\n]{0,4}(?P<number>[2-8]\d\d[\s，,-]?\d{4})(?!\d)"
)
_AREA = re.compile(
    r"区号[^\d\n]{0,3}(?P<one>0\d{2,3})(?!\d)|(?:前[头面边]?|再|先)(?:加|拨|打)[上个]?(?:区号)?(?P<two>0\d{2,3})(?!\d)|(?:区号)?是(?P<three>0\d{2,3})[吧吗]"
)
_AREA_NEAR = 40


def choose(text: str, phones: Phones, *, first: bool = False) -> Entity | None:
    """Return the number meant as it was said, ``normal`` with its corrected digits; ``first`` of equals."""
    numbers = _all(text, phones)
    if not numbers:
        return None
    wished = wishes(text, numbers)
    scores = [_score(text, numbers, place, phones.chosen) + wished[place] for place in range(len(numbers))]
    meant = [entity.normal == phones.chosen for entity in numbers]
    best = max(
        range(len(numbers)),
        key=lambda place: (
            scores[place] - (2 * meant[place] if first else 0),
            not first and meant[place],
            -place if first else place,
        ),
    )
    return numbers[best] if scores[best] > _NEVER / 2 else None


def _all(text: str, phones: Phones) -> list[Entity]:
    """Numbers as dictated and those that only their context shows, but no service lines."""
    found = dictated(text)
    rest = [
        entity
        for entity in phones.entities
        if not any(entity.start < one.end and one.start < entity.end for one in found)
    ]
    said = [_with_area(text, one) for one in (*found, *rest) if not _SERVICE.match(one.normal or "")]
    return sorted(said or _local(text), key=lambda entity: entity.start)


def _local(text: str) -> list[Entity]:
    """A number without area code in two groups, where no other is said."""
    match = _LOCAL_SAID.search(ascii_digits(text))
    if match is None:
        return []
    start, end = match.span("number")
    number = Entity("phone", text[start:end], start, end, re.sub(r"\D", "", match["number"]))
    return [_with_area(text, number)]


def _with_area(text: str, number: Entity) -> Entity:
    """Put the area code that is said apart before a local number: 3214567，区号0533."""
    if not _LOCAL.fullmatch(number.normal or ""):
        return number
    near = slice(max(0, number.start - _AREA_NEAR), number.end + _AREA_NEAR)
    match = _AREA.search(ascii_digits(text[near]))
    if match is None:
        return number
    area = match["one"] or match["two"] or match["three"]
    return Entity("phone", number.value, number.start, number.end, f"{area}{number.normal}")


def _score(text: str, numbers: Sequence[Entity], place: int, chosen: str | None) -> int:
    entity = numbers[place]
    left = numbers[place - 1].end if place else 0
    before = text[max(left, entity.start - _NEAR) : entity.start]
    after = text[entity.end : min(len(text), entity.end + _NEAR)]
    score = 2 * (entity.normal == chosen) + sum(other.normal == entity.normal for other in numbers)
    score += _NEVER * (_OFFICE.search(before) is not None and _DEAF.match(after) is not None)
    score += sum(weight for weight, pattern in _BEFORE if pattern.search(before))
    score += sum(weight for weight, pattern in _AFTER if pattern.match(after))
    if place + 1 < len(numbers) and takes_back(text[entity.end : numbers[place + 1].start]):
        score += _TAKEN_BACK
    if place + 1 < len(numbers) and _LISTED.fullmatch(text[entity.end : numbers[place + 1].start]):
        score += _FIRST_OF_LIST
    return score
