"""Facts of tone and wish, from phrases and a few patterns."""

import re
from collections.abc import Iterator, Sequence

from nlu.digits import ascii_digits
from nlu.insults import INSULT
from nlu.scanner import Hit
from nlu.text import Normalised, is_english

_AGE = re.compile(
    r"(?:我|俺|本人)(?:今年|才|刚|还|已经|现在|是个?|就)*(?:满|有|过)?(\d{1,2}|"
    r"十\d?)(?:周?岁|岁半)(?!就|开始|那年|的时候|时|以前|前)"
)
_GRADE = re.compile(
    r"(?:我|俺)(?:今年|现在|刚|在|才|还)*(?:上|读|念|是)?(?:小学)?(?:[一二三四五六七八1-8]年级|"
    r"小学|初一|初二)(?!的?(?:孩子|老师|家长|时候|那年|毕业))"
)
_HIDE = re.compile(
    r"(?:别|不能|不要|不想|千万|甭|莫|不可以|不准|不许)(?:再)?(?:让|叫|给|跟|告诉|被)[^，,。；;！!]{0,10}(?:知道|晓得|听说|看出)"
)
"""别让图书馆的人知道是我: kept from those it is about."""
_CHILD = re.compile(
    r"小朋友打(?:来|过来)?的|(?:听|看)(?:着|声音|起来|上去).{0,4}(?:十来岁|[七八九十]岁|1?\d岁)"
    r"|来电人?[是为：:]?(?:个|一名|一个)?(?:小朋友|小孩|小学生)"
)
"""What an operator notes of a child that rang."""
_WRONG = re.compile(
    r"(?:^|[\s，,。！!、~…]|我|俺|地址|电话|号码?|尾号|刚才|刚刚|[上前]面|不对|啊|呀|村|镇|位|我的?名字|姓名)(?:给|又|是|我)?"
    r"[写打念背报记]错(?:了|啦)(?!我|[俺你他她]|的|名)|(?:^|帮我|给我|刚才[^，。]{0,6})改一下"
)
"""写错了 of one's own words; a name that others wrote wrongly is a complaint."""
_ADULT = 14


def find_signals(text: Normalised, hits: Sequence[Hit], phone_incomplete: bool) -> frozenset[str]:
    """Return the signals of a text; see ``Understanding.signals``."""
    return frozenset(_signals(text, hits, phone_incomplete))


def _signals(text: Normalised, hits: Sequence[Hit], phone_incomplete: bool) -> Iterator[str]:
    for hit in hits:
        if hit.kind.startswith("signal:"):
            yield hit.kind.removeprefix("signal:")
    if phone_incomplete:
        yield "phone_incomplete"
    if text.traditional:
        yield "traditional"
    if is_english(text.text):
        yield "english"
    if _HIDE.search(text.text):
        yield "confidential"
    if ("错" in text.text or "改一下" in text.text) and _WRONG.search(text.text):
        yield "correction"
    if INSULT.search(text.text):
        yield "abuse"
    if _is_minor(text.text):
        yield "minor"


def _is_minor(text: str) -> bool:
    if _CHILD.search(text):
        return True
    if "岁" not in text:
        return ("年级" in text or "小学" in text or "初" in text) and _GRADE.search(text) is not None
    match = _AGE.search(ascii_digits(text))
    if match is None:
        return False
    age = match[1].replace("十", "1") if len(match[1]) > 1 else match[1].replace("十", "10")
    return int(age) < _ADULT
