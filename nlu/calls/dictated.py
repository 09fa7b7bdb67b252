"""Telephone numbers as they are dictated: group by group, echoed, begun anew, corrected in part."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.calls.mended import put_right
from nlu.phone_tails import tail_correction
from nlu.understanding import Entity

_VALUES = str.maketrans(
    "零〇○幺一二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖俩仨", "00011234567892079" + "123456789" + "23"
)
_DIGIT = "[0-9零〇○幺一二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖]"
_GAP = r"[\s，,、]{0,2}"
_GROUP = re.compile(
    rf"(?P<counted>一百[三五七八九]十?[一二三四五六七八九]?(?={_GAP}零)|十[三五七八九][一二三四五六七八九](?={_GAP}零))|(?P<times>[2-8两俩二三仨四五六七八])个(?P<same>{_DIGIT})|(?P<few>[俩仨])(?P<alike>{_DIGIT})|{_DIGIT}+?(?={_DIGIT}个{_DIGIT})|{_DIGIT}+"
)
_LABEL = r"(?:\n?[【\[（(<＜]?[^\s：:】，。0-9]{1,6}[：:】\]>＞）)]\s?|\n)"
_SMALL = r"(?:[\s，,、。.…·\-—–~～？?！!；;()（）]|嗯|呃|额|啊|哎|唉|哦|噢|喔|诶|呢|吧|哈|对|好的?|行|您说|您讲|继续|[你您]?记[着下好]?|然后|开头|打头|[后末][一二三四五六两2-6]位|完了|后[面边头]?|中间|末尾|号码?|杠|横|最后|接着|跟着|连着|再来?|加上?|就?是|那个|这个|来着|一共|还有个?|[少差缺补]了?[一两]位|不够|停一下|[等慢][等着一]下?|等会儿?|您?慢点[说念]?|别急)"
_SOFT = re.compile(rf"(?:{_SMALL}|{_LABEL}){{0,7}}")
_OTHER_SPEAKS = re.compile(_LABEL)
_TAKES_BACK = re.compile(
    rf"(?:[^\s，,。？?\d]{{1,3}}说)?(?:{_SMALL}|{_LABEL}){{0,5}}(?:不对|不是|不能是|错了|[说写打念记报背]错了?|反了|颠倒了?|更正|重说|重来|应该是|应是|不(?=[\s，,是…])){{1,2}}(?:了|的|啦)?(?:{_SMALL}|应该是|应是|{_LABEL}){{0,6}}"
)
_RATHER = re.compile(rf"(?:{_SMALL}|而是|应该是|应是|{_LABEL}){{0,4}}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d\d\d{7,8}")
_DOUBLED = re.compile(r"(1[3-9]\d)\1(\d{3,4})\2(\d{4,5})\3")
"""Every group echoed, in words that run on: 幺三九幺三九零零零幺零零零幺…"""
_BEGINS = re.compile(r"1(?:[3-9]|\Z)|0(?:[1-9]\d|\Z)")
_UNIT = re.compile(r"[个件共起直定条点样般天次回下边块年月号]")
_NO_PHONE = re.compile(
    r"(?:编号|单号|证号|卡号|账号|学号|身份证号?码?|QQ号?|订单号?|会员号?|密码|验证码|取件码|工号|文号|字第|WH|wh|No\.?)[是为:： #]{0,3}\Z"
)
_NOT_SAID = re.compile(r"(?:[少差缺多补后末前头]了?|最)\Z")
"""Before 一位: how many digits there are, not one of them."""
_IN_WORD = re.compile("[下共会定直些般]")
"""Behind 一: 停一下, 一共十一位."""
_TURNED_ROUND = re.compile("倒过来|反过来|倒着")
"""后四位倒过来就是8122 is a help to memory."""
_ANOTHER = re.compile(r"\d{7}")
_OTHER_LINE = {"0": re.compile("手机"), "1": re.compile("座机|固话")}
"""Where a number of the other sort is spoken of: what follows corrects that one."""
_WHOLE = 11
_OVERLAP = 3
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
            last, digits = _assemble(text, groups, at, echoes=True)
        if last is None:
            at += 1
            continue
        start = groups[at].start + max(0, len(groups[at].digits) - _WHOLE) * (last == at)
        end = groups[last].end
        last, mended = _corrected(text, groups, last, digits)
        if mended != digits:  # said before, it was wrong there as well
            found = [_with_digits(one, mended) if one.normal == digits else one for one in found]
        found.append(Entity("phone", text[start:end], start, end, mended))
        at = last + 1
    return found


def _with_digits(number: Entity, digits: str) -> Entity:
    return Entity("phone", number.value, number.start, number.end, digits)


def takes_back(gap: str) -> bool:
    """Whether the words between two numbers say that the first was wrong."""
    return _TAKES_BACK.fullmatch(gap) is not None


def _groups(text: str) -> Iterator[_Group]:
    for match in _GROUP.finditer(text):
        if match["counted"]:
            yield _Group(
                *match.span(), _plain(re.sub("[百十]", "", match[0]).removeprefix("一").rjust(3, "一"))
            )
            continue
        times, same = match["times"] or match["few"], match["same"] or match["alike"]
        digits = _plain(same) * int(_plain(times)) if times else _plain(match[0])
        start, end = match.span()
        if text.startswith("位", end) and _NOT_SAID.search(text, max(0, start - 2), start):
            continue
        if match[0] == "一" and _IN_WORD.match(text, end):
            continue
        if len(digits) > _WHOLE and not times and _UNIT.match(text, end):
            end, digits = end - 1, digits[:-1]  # 幺三九…四一共三件: the last is no digit of the number
        yield _Group(start, end, digits)


def _plain(text: str) -> str:
    return text.translate(_VALUES)


def _assemble(
    text: str, groups: Sequence[_Group], first: int, *, echoes: bool = False
) -> tuple[int | None, str]:
    """Join groups from ``first`` on to a whole number; None where they come to none.

    With ``echoes`` a group may say again what came just before it, in whole or in its beginning.
    """
    digits = groups[first].digits
    if _NO_PHONE.search(text[max(0, groups[first].start - _NEAR) : groups[first].start]):
        return None, ""
    if alone := _within_group(digits):
        return first, alone
    if not _BEGINS.match(digits):
        return None, ""
    last, size = first, len(digits)
    while not _is_whole(digits):
        if len(digits) >= _WHOLE + 1 or not _goes_on(text, groups, last):
            return None, ""
        gap, more = text[groups[last].end : groups[last + 1].start], groups[last + 1].digits
        if gap and _TAKES_BACK.fullmatch(gap):
            digits = more if _BEGINS.match(more) and len(more) > 2 else digits[: -min(size, len(more))] + more
        elif echoes and gap.strip() and (anew := _said_anew(text, groups, last + 1, digits)):
            return anew
        else:
            turns = len(_OTHER_SPEAKS.findall(gap))
            again = turns > 0 and (turns == 1 or len(more) >= _OVERLAP)
            digits = _continued(digits, more, again=again, echoes=echoes)
        last, size = last + 1, len(more)
    return last, digits


def _goes_on(text: str, groups: Sequence[_Group], last: int) -> bool:
    """Whether the next group may belong to the same number by the words between."""
    if last + 1 == len(groups):
        return False
    gap = text[groups[last].end : groups[last + 1].start]
    return _SOFT.fullmatch(gap) is not None or takes_back(gap)


def _said_anew(text: str, groups: Sequence[_Group], first: int, digits: str) -> tuple[int, str] | None:
    """Return the whole number if what follows a break, in small groups, begins with what was said before it."""
    run, last = groups[first].digits, first
    while last + 1 < len(groups) and not text[groups[last].end : groups[last + 1].start].strip():
        last += 1
        run += groups[last].digits
    for size in range(min(len(digits), len(run) - 1), _OVERLAP - 1, -1):
        if digits.endswith(run[:size]) and _is_whole(digits + run[size:]):
            return last, digits + run[size:]
    return None


def _within_group(digits: str) -> str | None:
    """Return the number that one long group is by itself: each part said twice, or glued to a digit before it."""
    if doubled := _DOUBLED.fullmatch(digits):
        return "".join(doubled.groups())
    if len(digits) > _WHOLE and not _is_whole(digits) and (whole := re.search(r"1[3-9]\d{9}\Z", digits)):
        return whole[0]
    return None


def _continued(digits: str, more: str, *, again: bool, echoes: bool) -> str:
    """Return the digits with ``more`` behind them, unless these only say ``again`` what was said."""
    if digits.endswith(more) and ((again and len(more) > 1) or (echoes and len(more) >= _OVERLAP)):
        return digits
    if echoes:
        for size in range(min(len(digits), len(more) - 1), _OVERLAP - 1, -1):
            if digits.endswith(more[:size]):
                return digits + more[size:]
    return digits + more


def _is_whole(digits: str) -> bool:
    return (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)) is not None


def _corrected(text: str, groups: Sequence[_Group], last: int, digits: str) -> tuple[int, str]:
    """Apply what is taken back right behind a whole number, and the number of the last group used."""
    said_after = text[groups[last].end : groups[last].end + _AFTER]
    if other := _OTHER_LINE[digits[0]].search(said_after):
        said_after = said_after[: other.start()]
    after = _plain(said_after)
    after = after[: another.start()] if (another := _ANOTHER.search(after)) else after
    if mended := put_right(digits, after):
        end = groups[last].end + mended[1]
        return max(at for at, group in enumerate(groups) if group.start < end), mended[0]
    tail = None if _TURNED_ROUND.search(said_after) else tail_correction(said_after)
    if tail and (tail[1] is None or digits.endswith(tail[1])):
        return last, digits[: -len(tail[0])] + tail[0]
    said = groups[last + 1 : last + 3]
    if not said or not _TAKES_BACK.fullmatch(text[groups[last].end : said[0].start]):
        return last, digits
    old, new = said[0].digits, said[0].digits
    used = last + 1
    follows = len(said) > 1 and _RATHER.fullmatch(text[said[0].end : said[1].start])
    if follows and len(said[1].digits) <= _LONGEST_TAIL and (digits.endswith(old) or len(old) == 1):
        new, used = said[1].digits, last + 2
    if len(new) > _LONGEST_TAIL or len(new) < 2:
        return last, digits
    return used, digits[: -len(new)] + new
