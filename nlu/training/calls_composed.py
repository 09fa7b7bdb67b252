"""More call records for the models that find needs: real records with other needs in the places of theirs.

The frames (greetings, questions of the operator, contact data, withdrawals) stay as people wrote them; the
needs come from other records of the same style and from the single messages of nlu/data.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nlu.calls.clauses import opening
from nlu.calls.cues import OTHERS_MATTER
from nlu.training.calls_corpus import Record
from nlu.training.corpus import Line

TAKEN_BACK = -1
_SWAP, _DROP, _ADD, _OWN, _RELATED = 0.75, 0.25, 0.15, 0.9, 0.5
_OTHERS = 0.08
_SHORTEST = 11
"""Shares: needs swapped, dropped, added; needs taken from records; needs that share a word with another."""
_MARKS = re.compile(r"[，。！？；,;!?…~～\s]+")
_FIRST_PERSON = (
    (re.compile(r"(?:我们|俺们|咱们|俺|咱)(?=[村镇社小校厂])"), "其"),
    (re.compile(r"我们|俺们|咱们"), "村民"),
    (re.compile(r"我|俺|咱"), "其"),
)
_ADDED = {
    "operator_note": ("。另", "；另反映", "。还反映", "；", "。", "。又", "，同时反映", "。另外", "。再有"),
    "form_paste": ("。另", "；", "。", "。还有", "。另外", "。此外", "；再就是"),
    "voice_transcript": (" 还有个事 ", " 另外 ", " 再一个 ", " ", " 对了 ", " 还有就是 ", " 再就是 "),
    "run_on": ("。还有", "。另外", "。再就是", "。", "，对了", "。还有个事，", "。"),
    "dialogue": ("。还有个事，", "。另外", "。再就是", "。", "，对了，", "。再问一下，"),
}


class Stretch(NamedTuple):
    """Characters of a transcript that speak of one need, or of what was taken back."""

    start: int
    end: int
    owner: int


class _Told(NamedTuple):
    """Words of a composed record; no owner: of the frame."""

    text: str
    owner: int | None


class Need(NamedTuple):
    """What may stand for a need: its clauses, and whether it is a matter of others."""

    clauses: tuple[str, ...]
    out: bool
    words: frozenset[str]


def compose(records: Sequence[Record], lines: Sequence[Line], count: int, seed: int = 0) -> list[Record]:
    """Return ``count`` records made of the given ones and of lines; the same for the same seed."""
    draw = random.Random(seed)
    bank = _Bank(records, lines)
    telling = [record for record in records if record.gold["cases"]]
    made = (_composed(draw.choice(telling), bank, draw, number) for number in range(count * 2))
    return [record for record in made if record is not None][:count]


class _Bank:
    """The needs that may be put in, by style and by the words they are about."""

    def __init__(self, records: Sequence[Record], lines: Sequence[Line]) -> None:
        self.by_style: defaultdict[str, list[Need]] = defaultdict(list)
        for record in records:
            for case in record.gold["cases"]:
                clauses = tuple(
                    clause for part in case.get("parts") or () for clause in _clauses(_plain(part))
                )
                if clauses:
                    words = frozenset(filter(None, (case["venue"] and case["venue"][-2:], case["topic"])))
                    self.by_style[record.style].append(Need(clauses, case["out_of_scope"], words))
        self.lines = [
            Need(tuple(_clauses(line.text)), False, _about(line))
            for line in lines
            if line.intent == "submit_need" and len(line.text) > _SHORTEST
        ]
        self.others = [
            Need(tuple(_clauses(line.text)), True, frozenset())
            for line in lines
            if line.intent == "out_of_scope"
            and len(line.text) > _SHORTEST
            and OTHERS_MATTER.search(line.text)
        ]
        self.by_word: defaultdict[str, list[Need]] = defaultdict(list)
        for need in [need for needs in self.by_style.values() for need in needs] + self.lines:
            for word in need.words:
                self.by_word[word].append(need)

    def pick(self, style: str, words: frozenset[str], draw: random.Random) -> Need:
        """Return a need, often one about the same things as another of the record."""
        if words and draw.random() < _RELATED:
            word = draw.choice(sorted(words))
            if self.by_word[word]:
                return draw.choice(self.by_word[word])
        if draw.random() < _OTHERS:
            return draw.choice(self.others)
        return draw.choice(self.by_style[style] if draw.random() < _OWN else self.lines)


def _about(line: Line) -> frozenset[str]:
    return frozenset(
        line.text[span.start : span.end][-2:] if span.entity == "venue" else line.text[span.start : span.end]
        for span in line.spans
        if span.entity in ("venue", "topic")
    )


def _plain(text: str) -> str:
    """A part without the words that only open it."""
    return text[opening(text) :]


def _clauses(text: str) -> list[str]:
    return [clause for clause in _MARKS.split(text) if clause]


def _stretches(record: Record) -> list[Stretch]:
    found: list[Stretch] = []
    told = [(text, TAKEN_BACK) for text in record.gold.get("withdrawn") or ()]
    told += [
        (text, number) for number, case in enumerate(record.gold["cases"]) for text in case.get("parts") or ()
    ]
    for text, owner in sorted(told, key=lambda one: -len(one[0])):
        start = record.transcript.find(text)
        end = start + len(text)
        if start >= 0 and not any(one.start < end and start < one.end for one in found):
            found.append(Stretch(start, end, owner))
    return sorted(found)


def _composed(record: Record, bank: _Bank, draw: random.Random, number: int) -> Record | None:
    stretches = _stretches(record)
    owners = sorted({one.owner for one in stretches if one.owner >= 0})
    if not owners:
        return None
    plan = _plan(record, owners, bank, draw)
    gone = [noun for owner in plan for noun in _told(record, owner)]
    out = {owner: record.gold["cases"][owner]["out_of_scope"] for owner in owners}
    out |= {owner: need.out for owner, need in plan.items() if need is not None}
    queues = {owner: _shared_out(need, owner, stretches, record.style, draw) for owner, need in plan.items()}
    last = {one.owner: at for at, one in enumerate(stretches)}
    pieces: list[_Told] = []
    done = 0
    for at, one in enumerate(stretches):
        pieces.append(_Told(_without(record.transcript[done : one.start], gone), None))
        text = record.transcript[one.start : one.end]
        done = one.end
        new = next(queues[one.owner]) if one.owner in queues else text[opening(text) :]
        if new:
            pieces.append(_Told(text[: opening(text)] + new, one.owner))
        if one.owner >= 0 and at == last[one.owner] and draw.random() < _ADD / len(owners):
            need = bank.pick(record.style, _words(record, one.owner), draw)
            fresh = len(record.gold["cases"]) + at
            out[fresh] = need.out
            pieces.append(_Told(draw.choice(_ADDED[record.style]), None))
            pieces.append(_Told(_said(need.clauses, record.style, draw), fresh))
    pieces.append(_Told(_without(record.transcript[done:], gone), None))
    return _record(record, pieces, out, number)


def _plan(record: Record, owners: Sequence[int], bank: _Bank, draw: random.Random) -> dict[int, Need | None]:
    """Which need is told instead of each; None: it is dropped; left out: it stays."""
    plan: dict[int, Need | None] = {}
    for owner in owners:
        chance = draw.random()
        if chance < _SWAP:
            others = [_words(record, other) for other in owners if other != owner]
            plan[owner] = bank.pick(record.style, draw.choice(others) if others else frozenset(), draw)
        if len(owners) > 1 and draw.random() < _DROP:
            plan[owner] = None
    return plan


def _words(record: Record, owner: int) -> frozenset[str]:
    case = record.gold["cases"][owner]
    return frozenset(filter(None, (case["venue"] and case["venue"][-2:], case["topic"])))


def _told(record: Record, owner: int) -> list[str]:
    """The nouns of a need by which the operator restates it."""
    return [noun for noun in record.gold["cases"][owner]["must_mention"] if len(noun) > 1]


def _without(text: str, nouns: Sequence[str]) -> str:
    """Leave out the clauses between that speak of what is no longer told."""
    if not any(noun in text for noun in nouns):
        return text
    cut = re.split(r"(?<=[，。！？；,;!?\n ])", text)
    return "".join(
        clause if not any(noun in clause for noun in nouns) else "\n" if clause.endswith("\n") else ""
        for clause in cut
    )


def _shared_out(
    need: Need | None, owner: int, stretches: Sequence[Stretch], style: str, draw: random.Random
) -> Iterator[str]:
    """The words of a need for each stretch of its owner."""
    places = sum(one.owner == owner for one in stretches)
    if need is None:
        yield from [""] * places
        return
    cuts = sorted(draw.randrange(1, len(need.clauses) + 1) for _ in range(places - 1))
    for start, end in zip([0, *cuts], [*cuts, len(need.clauses)], strict=True):
        yield _said(need.clauses[start:end], style, draw)


def _said(clauses: Sequence[str], style: str, draw: random.Random) -> str:
    if style == "voice_transcript":
        return " ".join(clauses)
    text = "".join(clause + draw.choice("，，，。") for clause in clauses)[:-1]
    if style in ("operator_note", "form_paste"):
        for pattern, word in _FIRST_PERSON:
            text = pattern.sub(word, text)
    return text


def _record(record: Record, pieces: Sequence[_Told], out: Mapping[int, bool], number: int) -> Record | None:
    """Put the pieces together; needs are numbered as they come."""
    parts: dict[int, list[str]] = {}
    for piece in pieces:
        if piece.owner is not None and piece.text.strip():
            parts.setdefault(piece.owner, []).append(piece.text)
    withdrawn = parts.pop(TAKEN_BACK, [])
    cases = [{"parts": texts, "out_of_scope": out[owner]} for owner, texts in parts.items()]
    gold = {"intent": "submit_need", "cases": cases, "withdrawn": withdrawn}
    text = "".join(piece.text for piece in pieces)
    return Record(f"{record.id}+{number}", record.style, text, gold) if cases else None
