"""The shape of a record: turns of speakers, fields of a work order, a note, or running words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_layout")
_SPEAKERS = {word: who for who in ("operator", "caller") for word in _WORDS[who]}
_FIELDS = {
    word: kind for kind, words in _WORDS.items() if kind not in ("operator", "caller") for word in words
}
_MATTERS = frozenset({"matter", "demand", "title", "note", "extra"})
_LINE_END = re.compile(r"(?<=\S)\s*\n")


_NUMBER = r"[0-9A-Za-z号#一二]{0,4}"
_LINE_LABEL = re.compile(
    r"^[ \t]*(?:[【\[(（<《「]\s?(?P<boxed>[^\n：:】\]）)>》」，。！？]{1,8})[】\])）>》」]\s?[:：]?"
    r"|(?P<plain>[^\s：:】\[（(，。！？、]{1,7})\s?(?:[:：】>|]|—{1,2}|-(?!\d))|(?P<dashed>[AB甲乙问答QP])\s?[.、。 ])",
    re.MULTILINE,
)
_INLINE_LABEL = re.compile(
    rf"(?:^|(?<=[\s。！？!?；;，,/|…】”\"]))[【\[(（<]?(?P<plain>{any_of(_SPEAKERS)}{_NUMBER}|[AB甲乙QP])[】\])）>]?\s?[:：]"
    rf"|[【\[](?P<boxed>{any_of(_SPEAKERS)}{_NUMBER})[】\]]"
)
_FIELD = re.compile(
    rf"[【\[][ \t]?(?P<boxed>{any_of(_FIELDS)})[ \t]?[】\]]\s?[:：]?"
    rf"|(?:^|(?<=[\n|；;。,，\s】/\]]))[(（]?(?:[0-9一二三四五六七八九十]{{1,2}}[.、])?(?P<plain>{any_of(_FIELDS)})[0-9一二三四五六]?"
    rf"(?:[(（][^)）\n]{{1,8}}[)）])?\s?[:：=]"
    r"|^[ \t]*[【\[]?(?P<unknown>[\u4e00-\u9fff]{2,8}?)[0-9一二三四五六]?(?:[(（][^)）\n]{1,8}[)）])?(?:[】\]]|\s?[:：])"
    rf"|^[ \t]*(?P<bare>{any_of(_FIELDS)})[ \t|]+(?=\S)",
    re.MULTILINE,
)
_OPERATOR_SAYS = re.compile(
    r"热线|您好|请讲|请说|请问|称呼|贵姓|您的(?:电话|姓名|联系)|记下|登记|记录|转(?:给|到|交|办|派|达)|给您|帮您|为您|您(?:说|讲|反映|稍等|放心)"
    r"|还有(?:别的|其他|什么)|核[实对]|感谢(?:您|来电)|再见|了解了|明白了|我查"
)
_CALLER_SAYS = re.compile(r"我们|俺|咱|我(?:想|家|叫|姓|这|是|电话)|你们|麻烦|孩子|我[爸妈爹娘]|村")
_NOTE_SAYS = re.compile(r"来电|市民|反映|诉求|称|该|其|群众|来访|女士|先生|要求|据")
_I_SAY = re.compile(r"我们?|俺们?|咱们?")
_MARKS = re.compile(r"[，。！？；,;!?]")


_LIKELY = (
    ("other", re.compile("时限|时间|编号|单号|单位|要求|类|级|时|部门|渠道|次数|结果|状态|期望")),
    ("phone", re.compile("电话|手机|号码|联系")),
    ("matter", re.compile("内容|诉求|问题|情况|事项|描述")),
    ("place", re.compile("属地|地点|地址|位置|区域|所在|乡镇|镇街")),
    ("name", re.compile("姓名|称呼|来电人|诉求人")),
)
"""What a field of an unknown label most likely holds."""


class Turn(NamedTuple):
    """A stretch of words; ``who`` is caller, operator, any (unknown), or the kind of a field."""

    start: int
    end: int
    who: str


class Layout(NamedTuple):
    """``style`` is dialogue, form, note, voice or run_on; turns do not overlap and leave labels out."""

    style: str
    turns: tuple[Turn, ...]

    def fields(self, kind: str) -> list[Turn]:
        """Return the turns of one kind."""
        return [turn for turn in self.turns if turn.who == kind]


def read_layout(text: str) -> Layout:
    """Return the shape of a normalised text."""
    form, dialogue = _form(text), _dialogue(text)
    if dialogue and (not any(turn.who in _MATTERS for turn in form) or _talk(dialogue)):
        return Layout("dialogue", dialogue)
    if form:
        return Layout("form", form)
    return Layout(_running(text), (Turn(0, len(text), "any"),))


def _talk(turns: Sequence[Turn]) -> bool:
    """Whether turns go to and fro; a work order names each of its fields once."""
    changes = sum(one.who != other.who for one, other in pairwise(turns))
    return changes > 2 and len(turns) > 3


def _form(text: str) -> tuple[Turn, ...]:
    marks = list(_FIELD.finditer(text))
    kinds = [_kind(mark) for mark in marks]
    distinct = set(kinds) - {"extra"}
    if (
        sum(kind != "extra" for kind in kinds) < 3
        or len(distinct) < 2
        or not distinct & {"other", "matter", "place"}
    ):
        return ()
    marks, kinds = _without_inner(marks, kinds)
    if sum(kind == "other" for kind in kinds) == len(kinds):
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    turns = [
        turn
        for mark, kind, end in zip(marks, kinds, ends, strict=True)
        for turn in _value(text, mark.end(), end, kind)
    ]
    if marks[0].start() > 0:
        turns.insert(0, Turn(0, marks[0].start(), "other" if "matter" in distinct else "matter"))
    return tuple(turns)


def _value(text: str, start: int, end: int, kind: str) -> Iterator[Turn]:
    """Yield the value of a field; a short one ends with its line, what follows it is no part of it."""
    line = _LINE_END.search(text, start, end)
    if kind in _MATTERS or line is None or not text[line.end() : end].strip():
        yield Turn(start, end, kind)
        return
    yield Turn(start, line.start(), kind)
    yield Turn(line.end(), end, "extra")


def _kind(mark: re.Match[str]) -> str:
    label = mark["boxed"] or mark["plain"] or mark["bare"]
    if label:
        return _FIELDS[label]
    return next((kind for kind, pattern in _LIKELY if pattern.search(mark["unknown"])), "extra")


def _without_inner(marks: list[re.Match[str]], kinds: list[str]) -> tuple[list[re.Match[str]], list[str]]:
    """Leave out what looks like a field inside the sentences of another: … 电话：139… within the content."""
    by_line = sum(
        mark.start() == 0 or "\n" in mark.string[mark.start() - 1 : mark.start() + 1] for mark in marks
    )
    if by_line < len(marks) - 1 or by_line < 3:
        return marks, kinds
    kept = [
        (mark, kind)
        for mark, kind in zip(marks, kinds, strict=True)
        if mark.start() == 0 or "\n" in mark.string[mark.start() - 1 : mark.start() + 1]
    ]
    return [mark for mark, _ in kept], [kind for _, kind in kept]


def _dialogue(text: str) -> tuple[Turn, ...]:
    marks = _line_labels(text) or _inline_labels(text)
    if not marks:
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    spans = [(_label(mark), mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    who = _who(text, spans)
    turns = [Turn(start, end, who[label]) for label, start, end in spans if start < end]
    if marks[0].start() > 1:
        turns.insert(0, Turn(0, marks[0].start(), "any"))
    return tuple(turns)


def _label(mark: re.Match[str]) -> str:
    found = mark.groupdict()
    return str(found.get("boxed") or found.get("plain") or found.get("dashed")).strip()


def _line_labels(text: str) -> list[re.Match[str]]:
    marks = list(_LINE_LABEL.finditer(text))
    counts = Counter(_label(mark) for mark in marks)
    marks = [mark for mark in marks if counts[_label(mark)] > 1 or _known(_label(mark))]
    labels = {_label(mark) for mark in marks}
    return marks if len(marks) > 1 and len(labels) > 1 and len(labels) <= 5 else []


def _inline_labels(text: str) -> list[re.Match[str]]:
    marks = list(_INLINE_LABEL.finditer(text))
    return marks if len(marks) > 2 and len({_label(mark) for mark in marks}) > 1 else []


def _known(label: str) -> str | None:
    bare = re.sub(r"[0-9A-Za-z#一二号]+\Z", "", label) or label
    if bare in _SPEAKERS:
        return _SPEAKERS[bare]
    ends = [word for word in _SPEAKERS if len(word) > 1 and bare.endswith(word)]
    return _SPEAKERS[max(ends, key=len)] if ends else None


def _who(text: str, spans: Sequence[tuple[str, int, int]]) -> dict[str, str]:
    """Tell callers from operators by their labels, else by how they speak."""
    said: dict[str, str] = {}
    for label, start, end in spans:
        said[label] = said.get(label, "") + text[start:end]
    who = {label: known for label in said if (known := _known(label))}
    scores = {label: _operatorness(words) for label, words in said.items()}
    unknown = sorted((label for label in said if label not in who), key=lambda label: -scores[label])
    for label in unknown:
        others = set(who.values())
        who[label] = "caller" if "operator" in others else "operator"
    if len(set(who.values())) == 1:
        other = min(said, key=lambda label: scores[label]) if "operator" in who.values() else spans[0][0]
        who[other] = "caller" if "operator" in who.values() else "operator"
    return who


def _operatorness(words: str) -> float:
    cues = len(_OPERATOR_SAYS.findall(words)) - len(_CALLER_SAYS.findall(words))
    return cues / (len(words) + 40)


def _running(text: str) -> str:
    own, third = len(_I_SAY.findall(text)), len(_NOTE_SAYS.findall(text))
    marks = len(_MARKS.findall(text))
    if marks * 60 < len(text):
        return "voice"
    if third > own * 2 and _NOTE_SAYS.search(text):
        return "note"
    return "run_on"
