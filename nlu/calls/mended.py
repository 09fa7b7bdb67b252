"""What is said of a whole telephone number just before: its beginning, its middle or its end was wrong."""

import re

_HEAD_TOLD = re.compile(r"\D{0,10}(?:开头|打头|前[3三]位|头[3三]位)\D{0,8}(?P<head>1[3-9]\d)(?!\d)")
_TAIL_TOLD = re.compile(
    r"\D{0,10}(?:[后末]|最后)[2-6]位数?(?:应该)?(?:是|为)?\D{0,2}(?P<tail>\d{2,6})(?!\d)|\D{0,8}尾号\d{2,4}(?:错了?|不对)[，,。\s]?(?:是|应该是)?(?P<again>\d{2,4})(?!\d)|\D{0,4}[说念写记]反了?\D{0,4}(?P<turned>\d{2,6})(?!\d)"
)
_PAIRS = (
    re.compile(r"\D{0,12}?(?P<new>\d{1,6})[，,\s]?(?:而?不是|别写成?|不能是)\s?(?P<old>\d{1,6})(?!\d)"),
    re.compile(r"[^\d\n]{0,6}不是(?P<old>\d{1,6})[，,\s]*(?:而是|是|应该是|得是)\s?(?P<new>\d{1,6})(?!\d)"),
)
_ANSWERED = re.compile(
    r"[^\d\n]{0,3}[？?][^\d\n]{0,2}(?:\n[^\n：:】—]{0,8}[：:】—]+\s?|\s?——)\D{0,6}(?P<tail>\d{3,6})(?!\d)"
)
"""The operator asks whether it is this number, the caller tells its end: 139…6072？ 六零二七."""
"""Digits are ASCII here, whatever was said."""
_OVERLAP = 3


def put_right(digits: str, after: str) -> tuple[str, int] | None:
    """Return the number with another beginning, middle or end if ``after`` tells these, and how far that was told."""
    if match := _HEAD_TOLD.match(after):
        return match["head"] + digits[len(match["head"]) :], match.end()
    if paired := _paired(digits, after):
        return paired
    answered = _ANSWERED.match(after)
    if answered and _is_turned(digits, answered["tail"]):
        return digits[: -len(answered["tail"])] + answered["tail"], answered.end()
    match = _TAIL_TOLD.match(after)
    if match is None:
        return None
    tail = match["tail"] or match["again"] or match["turned"]
    return digits[: -len(tail)] + tail, match.end()


def _is_turned(digits: str, tail: str) -> bool:
    """Whether a number ends in the same digits in another order, or in all of them but one."""
    end = digits[-len(tail) :]
    return sorted(end) == sorted(tail) or sum(one != other for one, other in zip(end, tail, strict=True)) == 1


def _paired(digits: str, after: str) -> tuple[str, int] | None:
    """Put the new digits for the old ones: 是0001，不是0002."""
    for pattern in _PAIRS:
        match = pattern.match(after)
        if not match or len(match["old"]) != len(match["new"]):
            continue
        old, new = match["old"], match["new"]
        if digits.endswith(new):
            return digits, match.end()
        if digits.endswith(old):
            return digits[: -len(old)] + new, match.end()
        if len(old) >= _OVERLAP and (digits.startswith(old) or digits.count(old) == 1):
            return digits.replace(old, new, 1), match.end()
        if len(new) >= _OVERLAP and new in digits:
            return digits, match.end()
    return None
