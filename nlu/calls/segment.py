"""Which clauses belong to which need: first cut generously, then judge each piece in its surroundings."""

from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.features import features
from nlu.calls.labeller import Labellers
from nlu.calls.pieces import KEEP, MERGE, TAKEN_BACK, Piece, piece_features
from nlu.calls.view import View

BEGIN, INSIDE, OUTSIDE, RETURN = "B", "I", "O", "R"
TAKEN, TAKING = "V", "W"
"""A point that is taken back begins, goes on."""
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
    last = OUTSIDE
    for index, (tag, chance) in enumerate(zip(tags, chances, strict=True)):
        if view.clauses[index].who == "operator":
            continue
        if tag in (OUTSIDE, RETURN) and chance.get(BEGIN, 0.0) + chance.get(TAKEN, 0.0) < least:
            last = tag if tag == RETURN else last
            continue
        likely = chance.get(BEGIN, 0.0) + chance.get(TAKEN, 0.0) >= least
        changed = (tag in (TAKEN, TAKING)) != (last in (TAKEN, TAKING))
        if not pieces or likely or tag in (BEGIN, TAKEN) or changed:
            pieces.append(Piece([index], [chance]))
        else:
            pieces[-1].clauses.append(index)
            pieces[-1].chances.append(chance)
        last = tag
    return pieces


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
