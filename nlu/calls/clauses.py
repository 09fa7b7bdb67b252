"""Cuts a record into clauses with offsets, also where the recogniser left no punctuation."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.calls.layout import Layout, Turn

_LONG = 18
_SHORTEST = 4
_PIECE = re.compile(r"[^，。；！？,;!?\s…~～|]+")
_WITHIN_NUMBER = re.compile(r"[\d幺零一二三四五六七八九两]\Z")
_BREAK = re.compile(
    r"(?=(?:嗯|呃|那个|就是说|然后|还有|另外|再一个|再就是|再有|第[一二三四]个|第[一二三四]件|一个是|二一个|但是|可是|不过|所以|因为|而且|要不|"
    r"好的|您[的贵好是想说这反]|请问|我叫|我姓|我电话|电话|手机|我们|俺们|咱们|俺村|我们村|你们|能不能|希望|想问|对了|哦|哎|喂|没有了|没了|谢谢|"
    r"记一下|记下|算了|不用了|想请|建议|反映|顺便|老人|孩子))|(?<=[吗呢吧啊呀嘛哈])(?![的了吗呢吧啊])|(?<=了)(?=[我你他这那就还也都想要])"
)


_OPENS = re.compile(
    r"\A(?:嗯|呃|哦|哎|啊|那)*(?:第[一二三四五六](?:个|件|点|条|项)?(?:是|呢|事)?|[(（]?[1-9①-⑥A-F][.、．)）]?|其[一二三四]|[(（]?[一二三四五六][)）、是]?|首先|其次|再次|最后(?:一个)?|另外(?:呢|啊)?|还有(?:呢|啊|就是|一个|一件事?|个事|件事)?"
    r"|再就是|再一个(?:呢|事)?|再有|对了|另|一个(?:呢|是|事)?|一件事?|再者|此外|同时|顺便|(?:您好|你好|喂)?我?(?:还|再|先|就|是)?(?:想|要|来)?(?:说|问|反映|打听|提|报|请教|咨询|投诉|建议)"
    r"(?:一下|问)?(?:一?个|点|件)(?:小)?(?:事情|事儿|事|问题|建议|意见|情况)?(?:啊|呢|吧|哈)?)\Z"
)
"""A clause that only opens the next."""


class Clause(NamedTuple):
    """A clause of the text; ``who`` as in its turn, ``turn`` the number of that."""

    start: int
    end: int
    who: str
    turn: int


def cut(text: str, layout: Layout) -> list[Clause]:
    """Return the clauses of all turns in order; they hold no punctuation at their ends."""
    return [
        Clause(start, end, turn.who, number)
        for number, turn in enumerate(layout.turns)
        for start, end in _pieces(text, turn)
    ]


def _pieces(text: str, turn: Turn) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for start, end in _short(text, turn):
        if _OPENS.match(text[start:end]) and opened is None:
            opened = start
            continue
        yield (start if opened is None else opened), end
        opened = None
    if opened is not None:
        yield opened, turn.end


def _short(text: str, turn: Turn) -> Iterator[tuple[int, int]]:
    for match in _PIECE.finditer(text, turn.start, turn.end):
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
