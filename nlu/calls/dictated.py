"""Telephone numbers as they are dictated: group by group, echoed, begun anew, corrected in part."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.phone_tails import tail_correction
from nlu.understanding import Entity

_VALUES = str.maketrans(
    "零〇○幺一二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖俩仨", "00011234567892079" + "123456789" + "23"
)
_DIGIT = "[0-9零〇○幺一二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖]"
_GROUP = re.compile(
    rf"(?P<times>[2-8两俩二三仨四五六七八])个(?P<same>{_DIGIT})|(?P<few>[俩仨])(?P<alike>{_DIGIT})|{_DIGIT}+?(?={_DIGIT}个{_DIGIT})|{_DIGIT}+"
)
_LABEL = r"(?:\n?[【\[（(<＜]?[^\s：:】，。0-9]{1,6}[：:】\]>＞）)]\s?|\n)"
_SMALL = r"(?:[\s，,、。.…·\-—–~～？?！!；;()（）]|嗯|呃|额|啊|哎|唉|哦|噢|喔|诶|呢|吧|哈|对|好的?|行|您说|您讲|继续|记[着下]?|然后|完了|后[面边头]?|中间|末尾|号码?|杠|横|最后|接着|跟着|连着|再来?|加上?|就?是|那个|这个|来着|一共|还有)"
_SOFT = re.compile(rf"(?:{_SMALL}|{_LABEL}){{0,7}}")
_OTHER_SPEAKS = re.compile(_LABEL)
_TAKES_BACK = re.compile(
    rf"(?:{_SMALL}|{_LABEL}){{0,5}}(?:不对|不是|不能是|错了|[说写打念记报背]错了?|反了|颠倒了?|更正|重说|重来|应该是|应是|不(?=[\s，,是…])){{1,2}}(?:了|的|啦)?(?:{_SMALL}|应该是|应是|{_LABEL}){{0,6}}"
)
_RATHER = re.compile(rf"(?:{_SMALL}|而是|应该是|应是|{_LABEL}){{0,4}}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d\d\d{7,8}")
_BEGINS = re.compile(r"1(?:[3-9]|\Z)|0(?:[1-9]|\Z)")
_UNIT = re.compile(r"[个件共起直定条点样般天次回下边块年月号]")
_NO_PHONE = re.compile(
    r"(?:编号|单号|证号|卡号|账号|学号|身份证号?码?|QQ号?|订单号?|会员号?|密码|验证码|取件码|工号|文号|字第|WH|wh|No\.?)[是为:： #]{0,3}\Z"
)
_WHOLE = 11
_LONGEST_TAIL = 8
_NEAR = 14
_AFTER = 40


class _Group(NamedTuple):
    start: int
    end: int
    digits: str


def dictated(text: str) -> list[Entity]:
    """Return the numbers of a normalised text, ``normal`` with all that was corrected at once."""
    groups = list(_groups(text))
    found: list[Entity] = []
    at = 0
    while at < len(groups):
        last, digits = _assemble(text, groups, at)
        if last is None:
            at += 1
            continue
        start = groups[at].start + max(0, len(groups[at].digits) - _WHOLE) * (last == at)
        end = groups[last].end
        last, digits = _corrected(text, groups, last, digits)
        found.append(Entity("phone", text[start:end], start, end, digits))
        at = last + 1
    return found


def _groups(text: str) -> Iterator[_Group]:
    for match in _GROUP.finditer(text):
        times, same = match["times"] or match["few"], match["same"] or match["alike"]
        digits = _plain(same) * int(_plain(times)) if times else _plain(match[0])
        start, end = match.span()
        if len(digits) > _WHOLE and not times and _UNIT.match(text, end):
            end, digits = end - 1, digits[:-1]  # 幺三九…四一共三件: the last is no digit of the number
        yield _Group(start, end, digits)


def _plain(text: str) -> str:
    return text.translate(_VALUES)


def _assemble(text: str, groups: Sequence[_Group], first: int) -> tuple[int | None, str]:
    """Join groups from ``first`` on to a whole number; None where they come to none."""
    digits = groups[first].digits
    if len(digits) > _WHOLE and not _is_whole(digits) and (whole := re.search(r"1[3-9]\d{9}\Z", digits)):
        return first, whole[0]
    if not _BEGINS.match(digits) or _NO_PHONE.search(
        text[max(0, groups[first].start - _NEAR) : groups[first].start]
    ):
        return None, ""
    last, size = first, len(digits)
    while not _is_whole(digits):
        if len(digits) >= _WHOLE + 1 or last + 1 == len(groups):
            return None, ""
        gap, more = text[groups[last].end : groups[last + 1].start], groups[last + 1].digits
        if gap and _TAKES_BACK.fullmatch(gap):
            digits = more if _BEGINS.match(more) and len(more) > 2 else digits[: -min(size, len(more))] + more
        elif _SOFT.fullmatch(gap):
            echoed = _OTHER_SPEAKS.search(gap) and digits.endswith(more) and len(more) > 2
            digits = digits if echoed else digits + more
        else:
            return None, ""
        last, size = last + 1, len(more)
    return last, digits


def _is_whole(digits: str) -> bool:
    return (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)) is not None


def _corrected(text: str, groups: Sequence[_Group], last: int, digits: str) -> tuple[int, str]:
    """Apply what is taken back right behind a whole number, and the number of the last group used."""
    tail = tail_correction(text[groups[last].end : groups[last].end + _AFTER])
    if tail and (tail[1] is None or digits.endswith(tail[1])):
        return last, digits[: -len(tail[0])] + tail[0]
    after = groups[last + 1 : last + 3]
    if not after or not _TAKES_BACK.fullmatch(text[groups[last].end : after[0].start]):
        return last, digits
    old, new = after[0].digits, after[0].digits
    used = last + 1
    follows = len(after) > 1 and _RATHER.fullmatch(text[after[0].end : after[1].start])
    if follows and len(after[1].digits) <= _LONGEST_TAIL and (digits.endswith(old) or len(old) == 1):
        new, used = after[1].digits, last + 2
    if len(new) > _LONGEST_TAIL or len(new) < 2:
        return last, digits
    return used, digits[: -len(new)] + new
