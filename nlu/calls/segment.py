"""Which clauses belong to which need: first cut generously, then judge each piece in its surroundings."""

from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.features import features
from nlu.calls.labeller import Labellers
from nlu.calls.pieces import KEEP, MERGE, TAKEN_BACK, Piece, piece_features
from nlu.calls.view import View

BEGIN, INSIDE, OUTSIDE, RETURN = "B", "I", "O", "R"
TAKING = "W"
"""Words that take a point back."""
_FRAME = frozenset({"operator", "other", "phone", "caller_id", "name", "place", "home"})
_NOT_IN = frozenset({OUTSIDE, RETURN, TAKING})
MAYBE_BEGINS = 0.2


class Segments(NamedTuple):
    """The clauses (their numbers) of each need in order, and of what was taken back."""

    needs: list[list[int]]
    withdrawn: list[int]


def segment(view: View, labellers: Labellers) -> Segments:
    """Return the clauses of each need."""
    rows = features(view)
    pieces = cut_pieces(view, labellers["clauses"].chances(rows), labellers["clauses"].tag(rows))
    verdicts = labellers["needs"].tag(piece_features(view, pieces))
    return join(pieces, verdicts)


def cut_pieces(
    view: View, chances: Sequence[dict[str, float]], tags: Sequence[str], least: float = MAYBE_BEGINS
) -> list[Piece]:
    """Return runs of clauses about one matter; a likely beginning begins a piece of its own."""
    pieces: list[Piece] = []
    sayable = _sayable(view)
    for index, (tag, chance) in enumerate(zip(tags, chances, strict=True)):
        begins = chance.get(BEGIN, 0.0) >= least
        if not sayable[index] or (tag in _NOT_IN and not begins):
            continue
        if not pieces or begins or tag == BEGIN:
            pieces.append(Piece([index], [chance]))
        else:
            pieces[-1].clauses.append(index)
            pieces[-1].chances.append(chance)
    return pieces


def _sayable(view: View) -> list[bool]:
    """Which clauses may speak of a need: no operator's, and of a form only its telling fields."""
    told = [clause.who not in _FRAME and (clause.who != "title") for clause in view.clauses]
    if any(told):
        return told
    return [clause.who in ("title", "extra", "place", "other") for clause in view.clauses]


def join(pieces: Sequence[Piece], verdicts: Sequence[str]) -> Segments:
    """Put pieces together as judged; a piece to merge before any need stands for a need itself."""
    found = Segments([], [])
    for piece, verdict in zip(pieces, verdicts, strict=True):
        if verdict == KEEP or (verdict == MERGE and not found.needs):
            found.needs.append(list(piece.clauses))
        elif verdict == MERGE:
            found.needs[-1].extend(piece.clauses)
        elif verdict == TAKEN_BACK:
            found.withdrawn.extend(piece.clauses)
    return found
