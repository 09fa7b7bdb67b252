"""How a candidate stands among the others and in its sentence: what tells which venue a need is about."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from nlu.calls.attributes import Reading
from nlu.calls.candidates import Candidate, is_implied
from nlu.calls.clauses import spans_of
from nlu.calls.cues import OTHERS_MATTER
from nlu.calls.view import View

_WISH = re.compile(r"希望|建议|想|请|盼|要求|求|能不能|申请|恳请|望")
_COMPARED = re.compile(
    r"(?:人家|隔壁|别的?|邻近?的?|邻村|外地|像|学|比|不像|跟|同|听说|城里|以前|原来|原先|本来|当年|小时候|听)[^，。；\n]{0,6}\Z"
)
_BAD = re.compile(
    r"[^，。；\n]{0,4}(?:坏|漏|锁|没|不|掉|裂|断|塌|脏|关|缺|少|破|烂|歪|停|占|堆|挤|贵|骗|收|旧|老|黑|冷|热|吵)"
)
_STOP = re.compile(r"[，。；\n]")
_BEHIND, _AHEAD = 8, 12
"""How many characters before and after a name are looked at."""


class Around(NamedTuple):
    """What all candidates of one need share; ``inside`` are the numbers of those named within it."""

    view: View
    reading: Reading
    candidates: Sequence[Candidate]
    inside: Sequence[int]
    spans: Sequence[tuple[int, int]]
    before: str | None
    others: int
    counts: Sequence[int]
    places: Sequence[int]


def around_of(
    view: View,
    reading: Reading,
    candidates: Sequence[Candidate],
    before: str | None,
) -> Around:
    """Gather it: besides how many words are of other offices, how often each name is told and in which clause."""
    spans = spans_of(view.clauses, reading.clauses)
    inside = [
        place for place, one in enumerate(candidates) if any(start <= one.start < end for start, end in spans)
    ]
    others = min(len(set(OTHERS_MATTER.findall(reading.words))), 2)
    counts = [view.text.count(one.value) for one in candidates]
    begins = [clause.start for clause in view.clauses]
    places = [bisect_right(begins, one.start) - 1 for one in candidates]
    return Around(view, reading, candidates, inside, spans, before, others, counts, places)


def standing(around: Around, place: int, where: str) -> Iterator[str]:
    """Return the features of one candidate; ``where`` is in, before or after the need."""
    one, at = around.candidates[place], around.places[place]
    return chain(
        _beside(around, one, where),
        _distance(around, one, where, at),
        _in_clause(around, one, where, at),
        _words_near(around.view.text, one),
        _as_earlier(around, one, where),
        _mentions(around, one, where, around.counts[place]),
    )


def _beside(around: Around, one: Candidate, where: str) -> Iterator[str]:
    """The other venues of the need, and those that hold this name or lie in it."""
    tail, others = one.value[-2:], [other for other in around.candidates if other is not one]
    within = [around.candidates[at] for at in around.inside]
    rivals = {o.value[-2:] for o in within if not (o.start < one.end and one.start < o.end)}
    for rival in sorted(rivals - {tail}):
        yield from (f"rival={rival}/{tail}/{where}", f"rival={rival}/{where}")
    yield f"alone={not rivals - {tail}}/{where}"
    text = around.view.text
    for other in others:
        same_end = other.end == one.end
        if other.start <= one.start and one.end <= other.end:
            more = text[other.start : one.start][:3]
            yield f"longer=+{more}" if same_end else f"outer={other.value[-2:]}/{tail}"
            yield f"outer/{other.source}/{one.source}/{same_end}"
        if one.start <= other.start and other.end <= one.end:
            more = text[one.start : other.start][:3]
            yield f"shorter=+{more}" if same_end else f"inner={other.value[-2:]}/{tail}"
            yield f"inner/{other.source}/{one.source}/{same_end}"


def _distance(around: Around, one: Candidate, where: str, at: int) -> Iterator[str]:
    clauses, any_in = around.reading.clauses, bool(around.inside)
    if where == "before":
        yield f"far={min(clauses[0] - at, 8)}/before/any_in={any_in}"
        begin = around.spans[0][0]
        between = {
            other.value
            for other in around.candidates
            if one.end <= other.start < begin and not _alike(one.value, other.value)
        }
        count = min(len(between), 4)
        yield from (f"between={count}/any_in={any_in}", f"between={count}/tail={one.value[-2:]}")
    elif where == "after":
        yield f"far=-{min(at - clauses[-1], 5)}/any_in={any_in}"


def _in_clause(around: Around, one: Candidate, where: str, at: int) -> Iterator[str]:
    """The rest of its clause: a wish before or after it, a comparison, a fault."""
    view, tail = around.view, one.value[-2:]
    if at < 0:
        return
    clause, text = view.clauses[at], view.text
    lead, rest = text[clause.start : one.start], text[one.end : clause.end]
    wish, bad = _WISH.search(lead) is not None, _BAD.match(rest) is not None
    yield from (f"opens={len(lead) <= 2}/{where}", f"ends={not rest}/{where}", f"who={clause.who}/{where}")
    yield from (f"wish_before={wish}/{where}", f"wish_before={wish}/{tail}")
    yield from (
        f"wish_after={_WISH.search(rest) is not None}/{where}",
        f"other={_COMPARED.search(lead) is not None}",
    )
    yield from (f"bad={bad}/{where}", f"bad={bad}/{tail}")
    if where == "in":
        clauses = list(around.reading.clauses)
        yield f"clause={min(clauses.index(at), 4) if at in clauses else 4}"
        yield f"in_last={at == clauses[-1]}"


def _words_near(text: str, one: Candidate) -> Iterator[str]:
    """Characters next to it, and pairs of them up to the next pause."""
    tail = one.value[-2:]
    yield from (f"b3={text[max(0, one.start - 3) : one.start]}", f"a3={text[one.end : one.end + 3]}")
    yield from (
        f"b1={text[max(0, one.start - 1) : one.start]}/{tail}",
        f"a1={text[one.end : one.end + 1]}/{tail}",
    )
    after = _STOP.split(text[one.end : one.end + _AHEAD])[0]
    before = _STOP.split(text[max(0, one.start - _BEHIND) : one.start])[-1]
    yield from (f"after={after[at : at + 2]}" for at in range(len(after) - 1))
    yield from (f"before={before[at : at + 2]}" for at in range(len(before) - 1))


def _as_earlier(around: Around, one: Candidate, where: str) -> Iterator[str]:
    """How it stands to the venue of the need before, and whether the words are of other offices."""
    how, any_in = _same(one.value, around.before), bool(around.inside)
    yield f"prev={how}/{where}/any_in={any_in}"
    if any_in and where != "in":
        yield f"prev={how}/in={around.candidates[around.inside[0]].value[-2:]}"
    words, intent = around.reading.words, around.reading.said.intents[0][0]
    yield f"prev={how}/implied={is_implied(words)}/{where}"
    others = around.others
    yield from (f"others={others}/{where}", f"others={others}/{intent}/{where}")


def _mentions(around: Around, one: Candidate, where: str, count: int) -> Iterator[str]:
    words, any_in = around.reading.words, bool(around.inside)
    first = around.candidates[0].start
    kinds = min(len({other.value[-2:] for other in around.candidates}), 5)
    yield f"most={count == max(around.counts)}/{where}"
    yield f"first_of_all={one.start == first}/{where}/any_in={any_in}"
    yield f"kinds={kinds}/{where}/any_in={any_in}"
    yield from (
        f"tail_in_need={one.value[-2:] in words}/{where}",
        f"end_in_need={one.value[-1:] in words}/{where}",
    )


def _same(value: str, before: str | None) -> str:
    if before is None:
        return "none"
    if before == value:
        return "same"
    return "part" if value in before else "whole" if before in value else "other"


def _alike(one: str, other: str) -> bool:
    return one in other or other in one
