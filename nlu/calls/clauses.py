"""Cuts a record into clauses with offsets, also where the recogniser left no punctuation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlu.calls.items import items
from nlu.calls.layout import Layout, Turn

_LONG = 18
_SHORTEST = 4
_MEETINGS = frozenset({"note", "run_on"})
_PIECE = re.compile(r"[^，。；！？,;!?\s…~～|]+")
_WITHIN_NUMBER = re.compile(r"[\d幺零一二三四五六七八九两]\Z")
_BREAK = re.compile(
    r"(?=(?:嗯|呃|那个|就是说|然后|还有|另外|再一[个件条]|再就是|再有|第[一二三四五六][个件条点样]|头一[个件条]|最后一[个件条]|一个是|二一个|但是|可是|不过|所以|因为|而且|要不|"
    r"好的|您[的贵好是想说这反]|请问|我叫|我姓|我电话|电话|手机|我们|俺们|咱们|俺村|我们村|你们|能不能|希望|想问|对了|哦|哎|喂|没有了|没了|谢谢|"
    r"记一下|记下|算了|不用了|想请|建议|反映|顺便|老人|孩子))|(?<=[吗呢吧啊呀嘛哈])(?![的了吗呢吧啊])|(?<=了)(?=[我你他这那就还也都想要])"
)


_OPENS = re.compile(
    r"\A(?:嗯|呃|哦|哎|啊|那|然后|完了|对|就是|喂|您好|你好|来电人|来电者|市民说?|群众|[▲■●◆※])*"
    r"(?:第[一二三四五六](?:个|件|点|条|项|样)?|头一[个条件]|[一二三四五六]一[个条件]|[(（]?[1-9①-⑨A-F](?:[.、．)）]|\Z)|诉求点?[1-6一二三四五六]|其[一二三四]|[(（]?[一二三四五六](?:[)）、是来]|\Z)|首先|其次|再次|最后(?:一[个条件])?|末了"
    r"|另外|还有|再就是|再一[个件条]|再有|再者|此外|同时|顺便|顺带|对了|另|一[个件条]|又一个|补充一[个点]|再(?:反映|提|说|问)?\Z"
    r"|我?(?:还|再|先|就|是|也)?(?:想|要|来)?(?:说|问|反映|打听|提|报|请教|咨询|投诉|建议)(?:一下|问)?(?:一?个|点|件)?(?:小)?(?:事情|事儿|事|问题|建议|意见|情况|想法)?)"
    r"(?:呢|啊|哈|吧|就是|事情|事儿|事|是|一[个件条]|个|件|那个|问题|说|呀|嗯|呃)*\Z"
)
"""A clause that only opens the next."""


_UNSAID = frozenset({"operator", "other", "phone", "caller_id", "name"})


class Clause(NamedTuple):
    """A clause of the text; ``who`` as in its turn, ``turn`` the number of that.

    ``item``: which of the numbered points of the record begins here, from 1; 0 where none does.
    """

    start: int
    end: int
    who: str
    turn: int
    item: int = 0


def spans_of(clauses: Sequence[Clause], numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return where the clauses of these numbers, mostly those of one need, begin and end in the text."""
    return [(clauses[number].start, clauses[number].end) for number in numbers]


def cut(text: str, layout: Layout) -> list[Clause]:
    """Return the clauses of all turns in order; they hold no punctuation at their ends."""
    spoken = [(turn.start, turn.end) for turn in layout.turns if turn.who not in _UNSAID]
    points = {at: number for number, at in enumerate(items(text, spoken, layout.style in _MEETINGS), 1)}
    return [
        Clause(start, end, turn.who, number, points.get(begun, 0) if start == first else 0)
        for number, turn in enumerate(layout.turns)
        for begun, until in pairwise((turn.start, *_within(points, turn), turn.end))
        for first, start, end in _marked_first(_pieces(text, begun, until))
    ]


def _within(points: Iterable[int], turn: Turn) -> list[int]:
    return [at for at in points if turn.start < at < turn.end]


def _marked_first(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Each span with the start of the first."""
    first: int | None = None
    for start, end in spans:
        first = start if first is None else first
        yield first, start, end


def _pieces(text: str, begun: int, until: int) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for start, end in _short(text, begun, until):
        if _OPENS.match(text[start:end]) and opened is None:
            opened = start
            continue
        yield (start if opened is None else opened), end
        opened = None
    if opened is not None:
        yield opened, until


def _short(text: str, begun: int, until: int) -> Iterator[tuple[int, int]]:
    for match in _PIECE.finditer(text, begun, until):
        start, end = match.span()
        while end - start > _LONG:
            at = _next_break(text, start, end)
            if at is None:
                break
            yield start, at
            start = at
        yield start, end


def _next_break(text: str, start: int, end: int) -> int | None:
    for match in _BREAK.finditer(text, start + _SHORTEST, end - _SHORTEST + 1):
        if match.start() - start >= _SHORTEST:
            return match.start()
    return None
