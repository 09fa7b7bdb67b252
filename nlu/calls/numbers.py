"""The number to ring back among all that are said: whose it is, what is said of it."""

import re
from collections.abc import Sequence

from nlu.calls.dictated import dictated
from nlu.digits import ascii_digits
from nlu.phones import Phones
from nlu.understanding import Entity

_KIN = (
    r"(?:老公|老婆|媳妇|对象|儿子|闺女|女儿|孩子|他爸|他妈|妈妈?|爸爸?|娘|爹|哥哥?|弟弟?|姐姐?|妹妹?|婆婆|公公|邻居|老伴|老头|同事|孙子|孙女|侄子|侄女|外甥|徒弟|朋友|父亲|母亲|丈夫|妻子|家属|亲戚|"
    r"她|他|人家|别人|单位|店里|馆里|村委|办公室|书记|会计|队长|老师|嫂子|女婿|儿媳妇?)"
)
_BEFORE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (-9, re.compile(r"打不通|可打|也可|或者?打|不通|不接|没人接")),
    (
        -4,
        re.compile(
            r"不在(?:家)?|备用|另一个|另留|另有|第二|旧号|老号|原来|以前|来电(?:显示|号码)|别[打记]|勿[打拨]|[要实]在找不着|急事|找不到"
        ),
    ),
    (-3, re.compile(rf"{_KIN}的?(?:的电话|电话|号码?|手机号?|座机)?[是为：: ]{{0,2}}\Z")),
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
            rf"(?:打|记|留|拨|联系|找|写|回)(?:给)?(?:我|俺)?(?:家)?(?:{_KIN}|学校|单位)的?(?:电话|号码?|手机号?|座机)?[吧是为：: ，,]{{0,3}}\Z"
        ),
    ),
)
_ITSELF = r"(?!的?(?:电话|手机|号码?|座机)?[是为：:\s]{0,3}(?:[\d零〇幺]|一[三五七八九]))"
"""What was said belongs to this number, not to one that follows: 我老公的是幺三七…"""
_HALT = r"[\s，,。、…（(；;]*(?:哎|啊|呃|哦|噢|对)?[，,\s]*"
_AFTER: tuple[tuple[int, re.Pattern[str]], ...] = (
    (-6, re.compile(rf"{_HALT}(?:这|那)?个?(?:号)?(?:是|系)?(?:我|俺|其)?(?:家|的)?{_KIN}的{_ITSELF}")),
    (-6, re.compile(rf"{_HALT}(?:这|那)?(?:个)?(?:号)?(?:是|为)?(?:旧的|旧号|老号|错号|停机|停了|停用|不用了|打不通(?!.{{0,3}}[打就再找多])|别[打回记]|勿[打回拨联]|[^，,。；;\n]{{1,8}}[，,]?(?:勿[打回拨]|别[打回])|作废|空号|换了|错了|听力|欠费|听不|没电|没信号|[^，。]{{0,8}}听不|老年机|坏了|不常用|不在身上|[^，。]{{0,6}}接不[了着到]){_ITSELF}")),
    (-6, re.compile(rf"{_HALT}(?:不对|不是)(?![\s，,是]{{0,3}}[\d零〇幺一二三四五六七八九])")),
    (-4, re.compile(rf"{_HALT}(?:打|记|留)我的{_ITSELF}")),
    (6, re.compile(rf"{_HALT}(?:请)?(?:先打|首选|优先|主要打|为准|以此为准|以这个为准|打这个|用这个|本人|常用){_ITSELF}")),
    (1, re.compile(rf"{_HALT}(?:对|这个能|随时|就行|白天|晚上|微信|我的|没错)")),
)  # fmt: skip
_PREFERS: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(r"(?:打|以|拨|记|留|先打?)(?:我?的?)手机(?!号?[是：:\s]{0,2}[\d零幺一])|手机(?:优先|为准|为主)"), True),
    (re.compile(r"(?:打|以|拨|记|留|先打?)(?:我?家?的?)(?:座机|固话)(?!号?[是：:\s]{0,2}[\d零幺一])|(?:座机|固话)(?:优先|为准|为主)"), False),
)  # fmt: skip
_BY_BEGINNING = re.compile(
    r"(?:打|记|留|以|用)(?P<digits>[1一幺][3三][0-9一二三四五六七八九])(?:那个|的那|开头|的号|那号)"
)
"""Which sort of line is wished where both were given: True mobile."""
_WISHED = 5
_LISTED = re.compile(
    r"(?:[(（][^）)。]{1,8}[)）])?[\s、/，,;；]{0,3}(?:或者?|和|及|座机|手机|固话|电话|[：:\s])*"
)
"""Between numbers of one list; the first of these is the one to ring first."""
_FIRST_OF_LIST = 3
_NEAR = 20
_SERVICE = re.compile(r"[48]00")


def choose(text: str, phones: Phones, *, first: bool = False) -> Entity | None:
    """Return the number meant as it was said, ``normal`` with its corrected digits; ``first`` of equals."""
    numbers = _all(text, phones)
    if not numbers:
        return None
    scores = [_score(text, numbers, place, phones.chosen) for place in range(len(numbers))]
    meant = [entity.normal == phones.chosen for entity in numbers]
    return numbers[
        max(
            range(len(numbers)),
            key=lambda place: (
                scores[place] - (2 * meant[place] if first else 0),
                not first and meant[place],
                -place if first else place,
            ),
        )
    ]


def _all(text: str, phones: Phones) -> list[Entity]:
    """Numbers as dictated and those that only their context shows, but no service lines."""
    found = dictated(text)
    rest = [
        entity
        for entity in phones.entities
        if not any(entity.start < one.end and one.start < entity.end for one in found)
    ]
    return sorted(
        (entity for entity in (*found, *rest) if not _SERVICE.match(entity.normal or "")),
        key=lambda entity: entity.start,
    )


def _score(text: str, numbers: Sequence[Entity], place: int, chosen: str | None) -> int:
    entity = numbers[place]
    left = numbers[place - 1].end if place else 0
    before = text[max(left, entity.start - _NEAR) : entity.start]
    after = text[entity.end : min(len(text), entity.end + _NEAR)]
    score = 2 * (entity.normal == chosen) + sum(other.normal == entity.normal for other in numbers)
    score += sum(weight for weight, pattern in _BEFORE if pattern.search(before))
    score += sum(weight for weight, pattern in _AFTER if pattern.match(after))
    if place + 1 < len(numbers) and _LISTED.fullmatch(text[entity.end : numbers[place + 1].start]):
        score += _FIRST_OF_LIST
    if (wish := _BY_BEGINNING.search(text)) and (entity.normal or "").startswith(
        ascii_digits(wish["digits"])
    ):
        score += _WISHED
    mobile = (entity.normal or "").startswith("1")
    return score + sum(_WISHED for pattern, wished in _PREFERS if wished == mobile and pattern.search(text))
