"""What the encoder says of clauses and of pieces, as features of the fields that decide."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from nlu.calls.encoder import LABELS, PARTS, Senses
from nlu.calls.piece import Piece, step

BOUNDS = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
FEW = (0.2, 0.5, 0.8)
APART = (0.1, 0.25, 0.5, 0.75)
"""A chance is told by the bounds it lies above, so that a field may weigh each step."""
_AROUND = (-2, -1, 1, 2)
_BEGINS, _TAKEN_BACK = PARTS.index("begins"), PARTS.index("taken back")
_FIRST = ("begins", "returns", "nothing")
_OUT = LABELS["scope"].index("out")
_LEAST = 1e-4
Numbers = npt.NDArray[np.float32]


def with_heard(rows: Sequence[Sequence[str]], senses: Senses) -> list[list[str]]:
    """Return the features of each clause with what is heard of it and of those around it."""
    heard = [PARTS[part] for part in senses.part.argmax(1)]
    return [[*row, *_of_clause(senses, heard, clause)] for clause, row in enumerate(rows)]


def of_each_piece(pieces: Sequence[Piece], announced: Sequence[bool], senses: Senses) -> list[list[str]]:
    """Return what is heard of each piece, shape (pieces, features).

    ``announced`` says of each whether a word says that another matter comes.
    """
    beginnings = [begins(piece, senses) for piece in pieces]
    rows = []
    for place, piece in enumerate(pieces):
        row = list(_of_piece(senses.part[piece.clauses]))
        row.append(f"announced={announced[place]}/begins={step(beginnings[place], BOUNDS)}")
        row += _of_labels(senses, pieces, place)
        if place + 1 < len(pieces):
            row += _above("next begins", beginnings[place + 1])
        rows.append([f"heard {name}" for name in row])
    return rows


def begins(piece: Piece, senses: Senses) -> float:
    """Return how likely a need begins with a piece."""
    return float(senses.part[piece.clauses[0], _BEGINS])


def shared(name: str, clauses: Sequence[int], senses: Senses) -> Numbers:
    """Return the chance of each label (one of scope, kind, category) that some clauses have together.

    It is the mean of their logarithms.
    """
    powers = np.exp(np.log(getattr(senses, name)[list(clauses)] + _LEAST).mean(0))
    result: Numbers = powers / powers.sum()
    return result


def outside(clauses: Sequence[int], senses: Senses) -> float:
    """Return how likely some clauses tell a matter of other offices, the mean over them."""
    return float(senses.scope[list(clauses)][:, _OUT].mean())


def _of_clause(senses: Senses, heard: Sequence[str], clause: int) -> Iterator[str]:
    for part, chance in zip(PARTS, senses.part[clause], strict=True):
        yield from _above(f"heard {part}", chance)
    yield f"heard={heard[clause]}"
    for distance in _AROUND:
        at = clause + distance
        yield f"{distance}heard={heard[at] if 0 <= at < len(heard) else 'edge'}"
    yield from _above("heard out", senses.scope[clause, _OUT], FEW)
    yield f"heard category={LABELS['category'][senses.category[clause].argmax()]}"


def _of_piece(parts: Numbers) -> Iterator[str]:
    """``parts`` are the chances of its clauses, shape (clauses, parts)."""
    for part in _FIRST:
        yield from _above(f"first {part}", parts[0, PARTS.index(part)])
    yield from _above("second begins", parts[1, _BEGINS] if len(parts) > 1 else 0.0)
    yield from _above("any begins", parts[:, _BEGINS].max())
    yield from _above("any taken back", parts[:, _TAKEN_BACK].max())
    for part, chance in zip(PARTS, parts.mean(0), strict=True):
        yield from _above(part, chance)


def _of_labels(senses: Senses, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """What kind of matter a piece tells, and how far that is from the piece before."""
    now = pieces[place].clauses
    out, kind, category = outside(now, senses), shared("kind", now, senses), shared("category", now, senses)
    yield from _above("out", out, FEW)
    yield f"kind={LABELS['kind'][kind.argmax()]}"
    yield f"category={LABELS['category'][category.argmax()]}"
    if place:
        before = pieces[place - 1].clauses
        last = shared("kind", before, senses)
        yield from _above("out apart", abs(out - outside(before, senses)), FEW)
        yield from _above("kind apart", _distance(kind, last), APART)
        yield from _above("category apart", _distance(category, shared("category", before, senses)), APART)
        yield f"kind:{LABELS['kind'][last.argmax()]}>{LABELS['kind'][kind.argmax()]}"


def _distance(one: Numbers, other: Numbers) -> float:
    """Between 0 for the same chances and 1."""
    return float(np.abs(one - other).sum() / 2)


def _above(name: str, chance: float, bounds: Sequence[float] = BOUNDS) -> Iterator[str]:
    return (f"{name}>{bound}" for bound in bounds if chance > bound)
