"""The annotated call records: nlu/calls_data/*.yaml, or any folder of that format."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from nlu.calls.cues import cues_of
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece
from nlu.calls.segment import BEGIN, INSIDE, OUTSIDE, RETURN, TAKING, sayable
from nlu.calls.view import View

FOLDER = Path(__file__).parents[1] / "calls_data"
_MOSTLY = 0.5
_NO_WORD = re.compile(r"[\W_]")


class Record(NamedTuple):
    """One annotated record; ``gold`` as in the file."""

    id: str
    style: str
    transcript: str
    gold: dict[str, Any]


def read_records(folder: Path = FOLDER) -> list[Record]:
    """Return the records of all files of a folder in order."""
    rows = [row for path in sorted(folder.glob("*.yaml")) for row in yaml.safe_load(path.read_text("utf-8"))]
    return [Record(row["id"], row["style"], row["transcript"], row) for row in rows]


def owners(record: Record, view: View) -> list[int | None]:
    """For each clause the number of the case it speaks about, -1 for what is withdrawn, None for none."""
    marks: list[int | None] = [None] * len(record.transcript)
    for text in record.gold.get("withdrawn") or ():
        _mark(marks, record.transcript, text, -1)
    for number, case in enumerate(record.gold["cases"]):
        for text in case.get("parts") or ():
            _mark(marks, record.transcript, text, number)
    return [_owner(view, clause.start, clause.end, marks) for clause in view.clauses]


def tags_of(record: Record, view: View) -> list[str]:
    """Return the tags of the clauses to be learnt; what is taken back begins like any other matter."""
    tags: list[str] = []
    begun: set[int] = set()
    last: int | None = None
    for owner, clause, telling in zip(owners(record, view), view.clauses, sayable(view), strict=True):
        if owner is None or not telling:
            tags.append(OUTSIDE)
            continue
        if owner < 0 and "back" in cues_of(view.text[clause.start : clause.end]):
            tags.append(TAKING)
        elif owner == last:
            tags.append(INSIDE)
        else:
            tags.append(RETURN if owner in begun and owner >= 0 else BEGIN)
        begun.add(owner)
        last = owner if tags[-1] != RETURN else last
    return tags


def verdicts_of(pieces: Sequence[Piece], owned: Sequence[int | None]) -> list[str]:
    """Return what each piece is: a need of its own, more of the one before, taken back, nothing."""
    verdicts: list[str] = []
    begun: set[int] = set()
    for piece in pieces:
        marks = Counter(owned[index] for index in piece.clauses)
        cases = [owner for owner in marks if owner is not None and owner >= 0]
        main = max(cases, key=lambda owner: marks[owner], default=None)
        fresh = [owner for owner in cases if owner not in begun]
        if main is None or sum(marks[owner] for owner in cases) * 3 < len(piece.clauses):
            verdicts.append(TAKEN_BACK if marks[-1] else NOTHING)
        elif main in begun and not fresh:
            verdicts.append(MERGE)
        else:
            verdicts.append(KEEP)
            begun.update(cases)
    return verdicts


def _mark(marks: list[int | None], transcript: str, text: str, number: int) -> None:
    start = transcript.find(text)
    if start >= 0:
        marks[start : start + len(text)] = [number] * len(text)


def _owner(view: View, start: int, end: int, marks: list[int | None]) -> int | None:
    start, end = view.words.span(start, end)
    said = [marks[at] for at in range(start, end) if not _NO_WORD.match(view.words.original[at])]
    for number in sorted({mark for mark in said if mark is not None}):
        if said.count(number) > _MOSTLY * len(said):
            return number
    return None
