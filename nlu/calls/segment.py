"""Which clauses belong to which need: first cut generously, then judge each piece in its surroundings."""

from collections.abc import Sequence

from nlu.calls.counted import as_counted, said_count
from nlu.calls.cues import ANEW, cues_of
from nlu.calls.encoder import Senses
from nlu.calls.inquiries import as_one
from nlu.calls.labeller import Labeller, Labellers, Row
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece, text_of
from nlu.calls.pieces import announces, piece_features
from nlu.calls.sensed import begins, outside, with_heard
from nlu.calls.view import View

BEGIN, INSIDE, OUTSIDE, RETURN = "B", "I", "O", "R"
TAKING = "W"
"""Words that take a point back."""
_FRAME = frozenset({"operator", "other", "phone", "caller_id", "name", "place", "home"})
_NOT_IN = frozenset({OUTSIDE, RETURN, TAKING})
_THINGS, _STATED = frozenset({"venue", "topic"}), frozenset({"fault", "strong", "wish", "report"})
_SETTLES = frozenset({"back", "maybe", "settle"})
MAYBE_BEGINS = 0.2
FINER = (0.05, 0.01)
"""How likely a clause must be to begin a piece; less likely ones will do where more needs are said to be there."""
PLAINLY = 0.5
"""From this chance on a need plainly begins with a piece."""
PARTED = 0.6
"""From this difference on, two pieces are matters of different offices."""
Needs = list[list[int]]
"""The clauses (their numbers) of each need, in order."""


def segment(view: View, known: Sequence[Row], labellers: Labellers, senses: Senses) -> Needs:
    """Return the clauses of each need.

    ``known`` are the features of the clauses, ``senses`` what the encoder says of them.
    """
    rows = with_heard(known, senses)
    chances, tags = labellers["clauses"].chances(rows), labellers["clauses"].tag(rows)
    if not _takes_back(view):
        tags = _none_lost(view, tags)
    for least in (MAYBE_BEGINS, *FINER):
        pieces = cut_pieces(view, chances, tags, least)
        said = said_count(view, pieces, 0) if pieces else None
        if said is None or len(pieces) >= said.least:
            break
    needs = join(pieces, judge(view, pieces, labellers["needs"], senses))
    return as_one(view, needs, senses) if said is None else needs


def judge(view: View, pieces: Sequence[Piece], labeller: Labeller, senses: Senses) -> list[str]:
    """Return what each piece is; a fault or wish that is stated, and a number that is said, beat the fields."""
    rows = piece_features(view, pieces, senses)
    told = [_not_lost(view, *both, senses) for both in zip(labeller.tag(rows), pieces, strict=True)]
    nothing_taken = not _takes_back(view)
    verdicts = []
    for place, verdict in enumerate(told):
        lost = nothing_taken and verdict in (TAKEN_BACK, NOTHING) and _tells(view, pieces[place])
        apart = (
            verdict == MERGE and place and (_another(view, pieces, place) or _parted(pieces, place, senses))
        )
        verdicts.append(KEEP if lost or apart else verdict)
    return as_counted(view, pieces, verdicts, labeller.chances(rows))


def _not_lost(view: View, verdict: str, piece: Piece, senses: Senses) -> str:
    """A question states neither fault nor wish; it is a need if it names a thing and the encoder hears a beginning."""
    named = any(hit.kind in _THINGS for index in piece.clauses for hit in view.hits[index])
    return KEEP if verdict == NOTHING and named and begins(piece, senses) >= PLAINLY else verdict


def _another(view: View, pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece plainly turns to another point (另建议…) and states it about a thing not named before."""
    clauses = pieces[place].clauses
    if not announces(view, pieces[place]) or not _states(view, clauses[0]):
        return False
    before = {
        (hit.kind, hit.normal) for piece in pieces[:place] for i in piece.clauses for hit in view.hits[i]
    }
    things = {(hit.kind, hit.normal) for hit in view.hits[clauses[0]] if hit.kind in _THINGS}
    return not things & before


def _parted(pieces: Sequence[Piece], place: int, senses: Senses) -> bool:
    """Whether one of a piece and the one before is a matter of other offices and the other ours."""
    now, before = (outside(piece.clauses, senses) for piece in (pieces[place], pieces[place - 1]))
    return abs(now - before) >= PARTED


def _takes_back(view: View) -> bool:
    """Whether anything in the record may take a point back or settle it."""
    return any(_SETTLES & set(cues_of(view.text[clause.start : clause.end])) for clause in view.clauses)


def _none_lost(view: View, tags: Sequence[str]) -> list[str]:
    """The tags, with clauses that plainly state a matter let in: where nothing is taken back, none is left out."""
    kept = list(tags)
    for index, telling in enumerate(sayable(view)):
        if telling and kept[index] == OUTSIDE and _states(view, index):
            kept[index] = INSIDE if index and kept[index - 1] in (BEGIN, INSIDE) else BEGIN
    return kept


def _states(view: View, index: int) -> bool:
    """Whether a clause names a thing and what is wrong with it or wanted of it."""
    kinds = {hit.kind for hit in view.hits[index]}
    return bool(kinds & _THINGS) and bool(kinds & _STATED)


def _tells(view: View, piece: Piece) -> bool:
    return any(_states(view, index) for index in piece.clauses)


def cut_pieces(
    view: View, chances: Sequence[dict[str, float]], tags: Sequence[str], least: float = MAYBE_BEGINS
) -> list[Piece]:
    """Return runs of clauses about one matter; a likely beginning begins a piece of its own."""
    pieces: list[Piece] = []
    telling = sayable(view)
    for index, (tag, chance) in enumerate(zip(tags, chances, strict=True)):
        clause = view.clauses[index]
        begins = chance.get(BEGIN, 0.0) >= least or clause.item > 0
        if not telling[index] or (tag in _NOT_IN and not begins):
            continue
        before = view.clauses[index - 1] if index else clause
        after_back = index > 0 and "back" in cues_of(view.text[before.start : before.end])
        if (
            not pieces
            or begins
            or after_back
            or tag == BEGIN
            or (ANEW.match(text_of(view, [index])) and _states(view, index))
        ):
            pieces.append(Piece([index], [chance]))
        else:
            pieces[-1].clauses.append(index)
            pieces[-1].chances.append(chance)
    return pieces


def sayable(view: View) -> list[bool]:
    """Which clauses may speak of a need: no operator's, and of a form only its telling fields."""
    told = [clause.who not in _FRAME and clause.who != "title" for clause in view.clauses]
    if any(told):
        return told
    return [clause.who in ("title", "place", "other") for clause in view.clauses]


def join(pieces: Sequence[Piece], verdicts: Sequence[str]) -> Needs:
    """Put pieces together as judged; a piece to merge before any need stands for a need itself."""
    found: Needs = []
    for piece, verdict in zip(pieces, verdicts, strict=True):
        if verdict == KEEP or (verdict == MERGE and not found):
            found.append(list(piece.clauses))
        elif verdict == MERGE:
            found[-1].extend(piece.clauses)
    return found
