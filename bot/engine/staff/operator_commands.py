"""Cutting what an operator says about drafts into single commands: which drafts, and what to do with them.

「2 地点改东里镇，第三个紧急，其他都对，入账」 is two corrections and a confirmation. A piece without a number is
about the drafts of the piece before it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.engine.answers import DIGITS

CONFIRM = frozenset((
    "确认", "入账", "对", "对的", "提交", "录入", "保存", "登记", "没问题", "无误", "可以", "好", "好的",
    "行", "是", "就这样", "入库", "没错", "嗯", "入", "存", "录", "记上", "入了吧", "入吧", "存吧", "录吧", "记上吧",
    "存上", "存档", "ok", "okay", "y", "yes", "不变", "不动", "不改", "照旧", "报", "报上", "就报", "登上",
))  # fmt: skip
_ALL = r"其[他它余]的?|剩下的?|别的|余下的?|都|全部|全都|全|所有的?|一起|一并|就|这样|那就|直接"
_CONFIRMS = re.compile(
    rf"(?:(?:{_ALL}|[\s，,、])*(?:{'|'.join(sorted(map(re.escape, CONFIRM), key=len, reverse=True))})[了吧啊呀哈]*)+",
    re.IGNORECASE,
)
_N = r"(?:\d{1,2}(?!\d)|[一二两三四五六七八九十])"
_UNIT = r"(?:\s*(?:个|件|条|项|号|份))?"
_ONE = rf"(?:第\s*{_N}{_UNIT}|(?<![\d一二三四五六七八九十]){_N}{_UNIT})"
_LIST = re.compile(
    rf"^[\s把将]*(?P<list>{_ONE}(?:\s*(?:和|跟|与|、|,|，|及|\s)\s*{_ONE})*|(?P<last>最后(?:一)?{_UNIT}))[\s，,：:、.的]*"
)
_LATER = re.compile(rf"第\s*{_N}{_UNIT}|最后(?:一)?(?:个|件|条)")
_AFTER_VERB = re.compile(
    rf"^(?P<verb>\D{{1,4}}?)(?<![成为])(?P<list>{_ONE}(?:\s*(?:和|跟|与|、|及)\s*{_ONE})*)[了吧。]*$"
)
_LISTED = re.compile(r"(?<!\d)(\d)\s*[，,]\s*(?=\d(?!\d))")
"""1，2合并 lists two drafts; the comma is no pause."""
_THAT_ONE = re.compile(r"(?:把)?(?P<word>[\u4e00-\u9fff]{1,8}?)的?那(?:个|件|条)(?=.)")
_EVERY = re.compile(r"^(?:(?:这)?[两二三四五六七八九几]个(?=都|全)|全部|所有的?|全都|都)(?:都|全)?")
_NUMBER = re.compile(rf"{_N}")
_SAID = rf"(?:第\s*{_N}{_UNIT}|(?<!\d)\d{{1,2}}(?!\d){_UNIT})"
_SAID_LIST = rf"(?P<list>{_SAID}(?:\s*(?:和|跟|与|、|及|\s)\s*{_SAID})*)"
_COUNTED = (
    re.compile(rf"^[\s把将]*{_SAID_LIST}[\s，,：:、.的]*(?P<rest>.+)$", re.DOTALL),
    re.compile(rf"^(?P<rest>\D{{1,4}}?)(?<![成为]){_SAID_LIST}[了吧。]*$"),
)
"""A number plainly said, in digits or with 第: 八里铺村 and 一直没人管 number nothing."""
_CUT = re.compile(
    rf"[，,；;。！!\n]+|(?<=[^\d\s第一二三四五六七八九十个件条])\s+(?=(?:第\s*)?{_N}{_UNIT}\s*[^\d\s.、])|\s+(?=入账|确认|提交|都对|其[他它余]|剩下|别的|全部)"
)


class Command(NamedTuple):
    """``at`` are the drafts meant, from 0, empty where none is named; ``text`` is the rest of the words."""

    at: tuple[int, ...]
    text: str


class Absent(NamedTuple):
    """``numbers`` are those said that no draft has, empty where there are none; ``text`` is the rest of the words."""

    numbers: tuple[int, ...]
    text: str


class Said(NamedTuple):
    """What a message says: words before a closing confirmation, and whether there is one."""

    body: str
    confirms: bool


def confirmed(text: str) -> Said:
    """Take a confirmation off the end of a message."""
    text = _LISTED.sub(r"\1、", text.strip())
    pieces = list(_pieces(text))
    kept = list(pieces)
    while kept and _CONFIRMS.fullmatch(kept[-1][0].strip("～~.")):
        kept.pop()
    end = kept[-1][1] if kept else 0
    return Said(text[:end].strip("，,；;。 "), len(kept) < len(pieces))


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Yield each piece with the place where it ends."""
    start = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if text[start:end].strip():
            yield text[start:end].strip(), end
        start = cut.end() if cut else end


def pieces(text: str) -> list[str]:
    """Return the words between the pauses of a message."""
    return [piece for piece, _ in _pieces(text)]


def command(text: str, count: int) -> Command:
    """Return the drafts that a piece names, of so many, and what it says about them."""
    every = _EVERY.match(text)
    if every is not None and text[every.end() :]:
        return Command(tuple(range(count)), text[every.end() :])
    match = _LIST.match(text)
    if match is not None:
        rest = text[match.end() :]
        at = (count,) if match["last"] else _numbers(match["list"])
        if rest and _within(at, count):
            return Command(tuple(n - 1 for n in at), rest)
    behind = _AFTER_VERB.match(text)
    if behind is not None and _within(at := _numbers(behind["list"]), count):
        return Command(tuple(n - 1 for n in at), behind["verb"])
    later = _LATER.search(text)
    if later is not None:
        at = (count,) if later[0].startswith("最后") else _numbers(later[0])
        if _within(at, count):
            return Command(tuple(n - 1 for n in at), text[: later.start()] + text[later.end() :])
    return Command((), text)


def absent(text: str, count: int) -> Absent:
    """Return the numbers at the beginning or end of a piece that none of so many drafts has.

    3天没开门 begins so too: whether the rest is a command has to be seen.
    """
    for match in filter(None, (pattern.match(text) for pattern in _COUNTED)):
        numbers = tuple(n for n in _numbers(match["list"]) if not _within((n,), count))
        if numbers:
            return Absent(numbers, match["rest"])
    return Absent((), text)


def named_by(text: str, summaries: Sequence[str]) -> Command:
    """音响那个改紧急: the one draft whose summary has the word."""
    match = _THAT_ONE.match(text)
    found = [n for n, summary in enumerate(summaries) if match and match["word"] in summary]
    return Command((found[0],), text[match.end() :]) if match and len(found) == 1 else Command((), text)


def _numbers(words: str) -> tuple[int, ...]:
    said = (match[0] for match in _NUMBER.finditer(words))
    return tuple(10 if word == "十" else int(DIGITS.get(word, word)) for word in said)


def _within(at: tuple[int, ...], count: int) -> bool:
    return bool(at) and all(1 <= n <= count for n in at)
