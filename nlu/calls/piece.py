"""A piece of a record: clauses in a row that may be a need, or part of one."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlu.calls.view import View

KEEP, MERGE, TAKEN_BACK, NOTHING = "K", "M", "W", "N"
"""What a piece may be: a need of its own, more of the need before, a point taken back, nothing."""
_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
_EMPTY = re.compile(r"[的了我你他她它这那个不是就也还说有在\s，,。、来着吧啊呢嘛别]")


class Piece(NamedTuple):
    """Clauses by their numbers, each with the chances of its tags."""

    clauses: list[int]
    chances: list[dict[str, float]]


def said(view: View, index: int) -> str:
    """Return the words of a clause."""
    clause = view.clauses[index]
    return view.text[clause.start : clause.end]


def text_of(view: View, clauses: Iterable[int]) -> str:
    """Return the words of clauses, joined."""
    return "，".join(said(view, index) for index in clauses)


def step(value: float, bounds: Sequence[float] = _STEPS) -> int:
    """Return how many bounds a chance lies above."""
    return sum(value > bound for bound in bounds)


def grams(words: str) -> set[str]:
    """Return the telling pairs of neighbouring characters."""
    return {gram for at in range(len(words) - 1) if not _EMPTY.search(gram := words[at : at + 2])}
