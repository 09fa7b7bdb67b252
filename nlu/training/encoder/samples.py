"""What the encoder is taught: clauses of annotated records, whole messages, and what each of them is."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nlu.calls.clauses import Clause
from nlu.calls.cues import COUNTED
from nlu.calls.encoder import LABELS, PARTS
from nlu.calls.segment import sayable
from nlu.calls.tokens import Numbers, Tokeniser, Tokens
from nlu.calls.view import lay
from nlu.training.calls_needs import Cut
from nlu.training.corpus import Line

UNTAUGHT = -1
_BEGINS, _GOES_ON, _RETURNS, _NOTHING, _TAKEN_BACK = range(len(PARTS))
_LONGEST_MESSAGE = 300


class Sample(NamedTuple):
    """A text in pieces, and the labels of its clauses, shape (clauses, heads), -1 where one teaches nothing."""

    tokens: Tokens
    labels: Numbers


class Told(NamedTuple):
    """A record as a sample, with what is needed to put its needs into other records: its style, the first
    clause of each need with what leads to it, and where its last need ends; no needs where it may not be used."""

    sample: Sample
    style: str
    begins: tuple[int, ...]
    ends: int


def told(cut: Cut, tokeniser: Tokeniser) -> Told:
    """Make a sample of a record; its needs may be moved unless it numbers or counts them or comes back to one."""
    view = cut.view
    tokens = tokeniser.tokens(view.text, view.clauses)
    telling = sayable(view)
    parts = _parts(cut, telling)
    labels = np.full((len(parts), len(LABELS)), UNTAUGHT, np.int64)
    labels[:, 0] = parts
    for clause, owner in enumerate(cut.owners):
        if owner is not None and owner >= 0:
            labels[clause, 1:] = _labels(cut.record.gold["cases"][owner])
    sample = Sample(tokens, labels)
    firsts = [at for at, part in enumerate(parts) if part == _BEGINS]
    fixed = (
        len(firsts) != len(cut.record.gold["cases"])
        or not firsts
        or _RETURNS in parts
        or any(clause.item for clause in view.clauses)
        or COUNTED.search(view.text)
        or set(range(len(parts))) - set(tokens.clauses.tolist())
    )
    if fixed:
        return Told(sample, view.layout.style, (), 0)
    # what leads to the first need is the opening of the call and belongs to no other place
    begins = (firsts[0], *(_lead(view.clauses, parts, first) for first in firsts[1:]))
    ends = 1 + max(at for at, part in enumerate(parts) if part in (_BEGINS, _GOES_ON, _TAKEN_BACK))
    return Told(sample, view.layout.style, begins, ends)


def whole(record: Told, cut: Cut) -> bool:
    """Whether the annotation of a record tells where each of its needs begins; others cannot teach."""
    found = int((record.sample.labels[:, 0] == _BEGINS).sum())
    return found == len(cut.record.gold["cases"])


def message(line: Line, tokeniser: Tokeniser) -> Sample:
    """Make a sample of a message about a need: one clause, which teaches its labels but no part."""
    text = line.text[:_LONGEST_MESSAGE]
    tokens = tokeniser.tokens(text, [Clause(0, len(text), "any", 0)])
    return Sample(tokens, np.array([[UNTAUGHT, *_labels(_case(line))]], np.int64))


def spoken(line: Line, tokeniser: Tokeniser) -> Told:
    """Make a need of a message that a mixed record may hold: it begins with its first clause and goes on."""
    laid = lay(line.text[:_LONGEST_MESSAGE])
    tokens = tokeniser.tokens(laid.words.text, laid.clauses)
    labels = np.array([[_GOES_ON, *_labels(_case(line))]] * len(laid.clauses), np.int64)
    labels[:1, 0] = _BEGINS
    return Told(Sample(tokens, labels), laid.layout.style, (0,), len(labels))


def _case(line: Line) -> dict[str, object]:
    return {"out_of_scope": line.intent == "out_of_scope", **line.labels}


def _parts(cut: Cut, telling: Sequence[bool]) -> list[int]:
    found: list[int] = []
    begun: set[int] = set()
    last: int | None = None
    for owner, says in zip(cut.owners, telling, strict=True):
        if not says:
            found.append(UNTAUGHT)
        elif owner is None:
            found.append(_NOTHING)
        elif owner < 0:
            found.append(_TAKEN_BACK)
        else:
            found.append(_BEGINS if owner not in begun else _GOES_ON if owner == last else _RETURNS)
            begun.add(owner)
            last = owner
    return found


def _labels(case: dict[str, object]) -> list[int]:
    """Whether it is of other offices; kind and category only of what is ours."""
    outside = bool(case.get("out_of_scope"))
    ours = [
        LABELS[name].index(str(case[name])) if not outside and case.get(name) in LABELS[name] else UNTAUGHT
        for name in ("kind", "category")
    ]
    return [int(outside), *ours]


def _lead(clauses: Sequence[Clause], parts: Sequence[int], first: int) -> int:
    """The first of up to two clauses of the same turn that lead to a need."""
    at = first
    while at and first - at < 2 and parts[at - 1] == _NOTHING and clauses[at - 1].turn == clauses[first].turn:
        at -= 1
    return at


def save(path: Path, samples: Sequence[Sequence[Sample]]) -> None:
    """Write the samples of each epoch in one file: columns of all of them, and the sizes of each."""
    every = [sample for epoch in samples for sample in epoch]
    np.savez(
        path,
        epochs=np.array([len(epoch) for epoch in samples]),
        sizes=np.array([len(sample.tokens.ids) for sample in every]),
        counts=np.array([len(sample.labels) for sample in every]),
        labels=np.concatenate([sample.labels for sample in every]).astype(np.int8),
        **{
            name: np.concatenate([getattr(sample.tokens, name) for sample in every]).astype(np.int32)
            for name in Tokens._fields
        },
    )
