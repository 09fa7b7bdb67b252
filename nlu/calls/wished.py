"""Which of several numbers the caller wishes: 打手机, 第一个, 尾号四五的, 我妈的那个."""

import re
from collections.abc import Sequence

from nlu.digits import ascii_digits
from nlu.understanding import Entity

KIN = (
    r"(?:老公|老婆|爱人|男人|女人|婆娘|当家的|对门|叔叔?|姑姑?|姨|舅舅?|姥姥|奶奶|爷爷|外公|外婆|弟媳|侄媳|儿|孙女婿|妻|夫|厂里?|所里|站上|学校|传达室|门卫|物业|媳妇|对象|儿子|闺女|女儿|孩子|他爸|他妈|妈妈?|爸爸?|娘|爹|哥哥?|弟弟?|姐姐?|妹妹?|婆婆|公公|邻居|老伴|老头|同事|孙子|孙女|侄子|侄女|外甥|徒弟|朋友|父亲|母亲|丈夫|妻子|家属|亲戚|"
    r"她|他|人家|别人|单位|店里|馆里|村委|办公室|书记|会计|队长|老师|嫂子|女婿|儿媳妇?)"
)
"""Whose a number may be beside the caller's own."""
_LINES: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(r"(?:打|以|拨|记|留|先打?)(?:我?的?)手机(?!号?[是：:\s]{0,2}[\d零幺一])|手机(?:优先|为准|为主)"), True),
    (re.compile(r"(?:打|以|拨|记|留|先打?)(?:我?家?的?)(?:座机|固话)(?!号?[是：:\s]{0,2}[\d零幺一])|(?:座机|固话)(?:优先|为准|为主)|先打家里(?!的?手机)"), False),
)  # fmt: skip
"""Which sort of line is wished where both were given: True mobile."""
_BY_BEGINNING = re.compile(
    r"(?:打|记|留|以|用)(?P<digits>[1一幺][3三][0-9一二三四五六七八九])(?:那个|的那|开头|的号|那号)"
)
_WHICH = re.compile(
    r"(?:打|记|留|用|回|拨|写)(?:[你您]的?)?(?:哪|谁的)[^\n]{0,10}(?:\n[^\n：:】]{0,8}[：:】]\s?)?(?P<answer>[^\n]{0,30})"
)
"""The operator asks which; what follows in the same line or turn is the answer."""
_FIRST = re.compile(r"\D{0,4}(?:前[头面]|头一|第1|第一|先头)(?:那?个|的)?")
_LAST = re.compile(r"\D{0,4}(?:后[头面]|后一|第2|第二|末了)(?:那?个|的)?")
_BEGINNING = re.compile(r"\D{0,4}(?P<digits>1[3-9]\d)(?:那|的|开头|打头)")
_TAIL = re.compile(r"\D{0,4}(?:尾号)(?P<digits>\d{2,4})(?:那|的)?")
_KIN_S = re.compile(rf"\D{{0,4}}(?P<kin>{KIN})的")
_MOBILE, _LANDLINE = re.compile(r"\D{0,4}手机"), re.compile(r"\D{0,4}(?:座机|固话)")
_WISHED, _ANSWERED = 5, 20
_BESIDE = 16


def wishes(text: str, numbers: Sequence[Entity]) -> list[int]:
    """Return what each number gains by words that point to it."""
    gains = [0] * len(numbers)
    digits = [number.normal or "" for number in numbers]
    begins = _BY_BEGINNING.search(text)
    for pattern, mobile in _LINES:
        if pattern.search(text):
            gains = [
                gain + _WISHED * (one.startswith("1") == mobile)
                for gain, one in zip(gains, digits, strict=True)
            ]
    if begins:
        wanted = ascii_digits(begins["digits"])
        gains = [gain + _WISHED * one.startswith(wanted) for gain, one in zip(gains, digits, strict=True)]
    if len(numbers) > 1 and (asked := _WHICH.search(text, numbers[0].end)):
        place = _answered(text, asked, numbers)
        if place is not None:
            gains[place] += _ANSWERED
    return gains


def _answered(text: str, asked: re.Match[str], numbers: Sequence[Entity]) -> int | None:
    """Return which number the answer to 打哪个 names, None where it names none."""
    answer = ascii_digits(asked["answer"])
    known = [place for place, number in enumerate(numbers) if number.end <= asked.start()]
    if not known:
        return None
    if _FIRST.match(answer):
        return known[0]
    if _LAST.match(answer):
        return known[-1]
    normal = {place: numbers[place].normal or "" for place in known}
    fits = known
    if match := _BEGINNING.match(answer):
        fits = [place for place in known if normal[place].startswith(match["digits"])]
    elif match := _TAIL.match(answer):
        fits = [place for place in known if normal[place].endswith(match["digits"])]
    elif match := _KIN_S.match(answer):
        fits = [place for place in known if match["kin"] in _around(text, numbers, place)]
    elif _MOBILE.match(answer) or _LANDLINE.match(answer):
        mobile = _MOBILE.match(answer) is not None
        fits = [place for place in known if normal[place].startswith("1") == mobile]
    return fits[-1] if len(fits) < len(known) and fits else None


def _around(text: str, numbers: Sequence[Entity], place: int) -> str:
    """The words beside a number, up to its neighbours."""
    left = numbers[place - 1].end if place else 0
    right = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
    start, end = numbers[place].start, numbers[place].end
    return text[max(left, start - _BESIDE) : start] + "|" + text[end : min(right, end + _BESIDE)]
