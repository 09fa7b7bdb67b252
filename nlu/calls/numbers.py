"""The number to ring back among all that are said: whose it is, what is said of it."""

import re
from collections.abc import Sequence

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
_AFTER: tuple[tuple[int, re.Pattern[str]], ...] = (
    (-6, re.compile(rf"[\s，,。、…（(]*(?:哎|啊|呃|哦)?[，,\s]*(?:这|那)?个?(?:号)?(?:是|系)?(?:我|俺|其)?(?:家|的)?{_KIN}的")),
    (-6, re.compile(r"[\s，,。、…（(]*(?:哎|啊|呃|哦|噢)?[，,\s]*(?:这|那)?(?:个)?(?:号)?(?:是)?(?:旧的|旧号|老号|停机|停了|不用了|打不通(?!.{0,3}[打就再找多])|别打|勿打|作废|空号|换了|不对|不是|错了|听力|欠费|听不)")),
    (5, re.compile(r"[\s，,。、…（(]*(?:先打|首选|优先|主要打)")),
    (1, re.compile(r"[\s，,。、…（(]*(?:对|打这个|这个能|随时|就行|白天|晚上|微信|本人|我的|没错)")),
)  # fmt: skip
_NEAR = 20
_SERVICE = re.compile(r"[48]00")


def choose(text: str, phones: Phones, *, first: bool = False) -> Entity | None:
    """Return the number meant as it was said, ``normal`` with its corrected digits; ``first`` of equals."""
    numbers = [entity for entity in phones.entities if not _SERVICE.match(entity.normal or "")]
    if not numbers:
        return None
    meant = next((entity for entity in reversed(numbers) if entity.normal == phones.chosen), None)
    scores = [_score(text, numbers, place, phones.chosen) for place in range(len(numbers))]
    best = max(
        range(len(numbers)),
        key=lambda place: (
            scores[place] - (2 * (numbers[place] is meant) if first else 0),
            not first and numbers[place] is meant,
            -place if first else place,
        ),
    )
    corrected = (
        phones.chosen
        and meant is None
        and (len(numbers) == 1 or _alike(numbers[best].normal or "", phones.chosen))
    )
    normal = phones.chosen if corrected else numbers[best].normal
    return Entity("phone", numbers[best].value, numbers[best].start, numbers[best].end, normal)


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a == b for a, b in zip(one, other, strict=True)) >= 7


def _score(text: str, numbers: Sequence[Entity], place: int, chosen: str | None) -> int:
    entity = numbers[place]
    left = numbers[place - 1].end if place else 0
    right = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
    before = text[max(left, entity.start - _NEAR) : entity.start]
    after = text[entity.end : min(right, entity.end + _NEAR)]
    score = 2 * (entity.normal == chosen) + sum(other.normal == entity.normal for other in numbers)
    score += sum(weight for weight, pattern in _BEFORE if pattern.search(before))
    return score + sum(weight for weight, pattern in _AFTER if pattern.match(after))
