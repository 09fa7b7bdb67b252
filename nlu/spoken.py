"""Mobile numbers as people say them: 幺三九 四个零 幺二三四, 139后面四个0再1234, 洞 拐 勾."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.digits import ascii_digits

_DIGIT = "[0-9零〇○幺一二三四五六七八九两洞拐勾]"
_TIMES = "[2-8两俩二三仨四五六七八]"
_TOKEN = re.compile(
    rf"(?P<times>{_TIMES})个(?P<same>{_DIGIT})|(?P<few>[俩仨])(?P<alike>{_DIGIT})|(?P<digit>{_DIGIT})"
)
_BETWEEN = r"(?:[\s，,、。.…·-]|后面|后头|后边|后尾|中间|末尾|最后|再来?|然后|接着|跟着?|连着|完了|加上?|就?是|呃|嗯|那个){0,4}"
_RUN = re.compile(
    rf"{_TOKEN.pattern}(?:{_BETWEEN}(?:{_TIMES}个{_DIGIT}|[俩仨]?{_DIGIT})){{3,}}".replace("?P<", "?P<_")
)
_MAYBE = re.compile(
    rf"[洞拐勾]|(?:{_TIMES}个|[俩仨]){_DIGIT}|{_DIGIT}[\s，,]*(?:后|中间|再|然后|接着|跟|连|完了|加){_BETWEEN}{_DIGIT}"
)
_MILITARY = str.maketrans("洞拐勾俩仨", "07923")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DAMAGED = re.compile(r"1[3-9](?:\d{7,8}|\d{10,11})")


class Spoken(NamedTuple):
    """Digits and where their words are; fewer or more than eleven make a damaged number."""

    start: int
    end: int
    digits: str

    @property
    def is_whole(self) -> bool:
        """Tell whether the digits make a mobile number."""
        return _MOBILE.fullmatch(self.digits) is not None


def find_spoken(text: str) -> Iterator[Spoken]:
    """Yield the mobile numbers whose digits are repeated, military or joined by words."""
    if not _MAYBE.search(text):
        return
    for run in _RUN.finditer(text):
        tokens = [
            Spoken(match.start(), match.end(), _said(match)) for match in _TOKEN.finditer(text, *run.span())
        ]
        found = list(_numbers(tokens))
        digits = "".join(token.digits for token in tokens)
        if not found and _DAMAGED.fullmatch(digits):
            found.append(Spoken(*run.span(), digits))
        yield from found


def _said(token: re.Match[str]) -> str:
    times, same = token["times"] or token["few"], token["same"] or token["alike"]
    if not times:
        return _plain(token[0])
    return _plain(same) * int(_plain(times))


def _plain(text: str) -> str:
    return ascii_digits(text.translate(_MILITARY))


def _numbers(tokens: Sequence[Spoken]) -> Iterator[Spoken]:
    """Yield the numbers that begin and end where the digits of a piece do."""
    after = 0
    for first, token in enumerate(tokens):
        if first < after or (first and tokens[first - 1].end == token.start):
            continue
        digits = ""
        for place in range(first, len(tokens)):
            digits += tokens[place].digits
            is_end = place + 1 == len(tokens) or tokens[place + 1].start > tokens[place].end
            if is_end and _MOBILE.fullmatch(digits):
                yield Spoken(token.start, tokens[place].end, digits)
                after = place + 1
                break
