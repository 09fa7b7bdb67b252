"""How a piece of a record stands to the piece before: what speaks for one matter, and what for another."""

from collections.abc import Iterator, Sequence

from nlu.calls.cues import cues_of
from nlu.calls.piece import Piece, said
from nlu.calls.view import View

_MATTERS = ("venue", "topic", "scope")


def against(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """Yield how a piece stands to the one before."""
    if place == 0:
        yield "no_piece_before"
        return
    before, now = pieces[place - 1].clauses, pieces[place].clauses
    yield f"distance={min(now[0] - before[-1], 5)}"
    if view.clauses[now[0]].turn == view.clauses[before[-1]].turn:
        yield "same_turn"
    gap = {cue for index in range(before[-1] + 1, now[0]) for cue in cues_of(said(view, index))}
    yield from (
        f"between={cue}" for cue in sorted(gap) if cue in ("more", "settle", "contact", "ordinal", "asks")
    )
    for kind in _MATTERS:
        old, new = _matters(view, before, kind), _matters(view, now, kind)
        everything = set().union(*(_matters(view, piece.clauses, kind) for piece in pieces[:place]))
        yield f"{kind}:{'same' if old & new else 'new' if new and old else 'only_new' if new else 'only_old' if old else 'none'}"
        if new and not new & everything:
            yield f"{kind}:never"
    theirs = [
        any("others" in cues_of(said(view, index)) for index in some) for some in (before, now, now[:2])
    ]
    yield f"others:{theirs[0]}>{theirs[1]}"
    yield f"others first:{theirs[0]}>{theirs[2]}"
    one, other = _labels(view, before), _labels(view, now)
    for name in ("kind", "category", "intent"):
        yield f"{name}:{'same' if one.get(name) == other.get(name) else 'other'}"
        yield f"{name}:{one.get(name)}>{other.get(name)}"
    shared = len(_named(view, before) & _named(view, now))
    yield f"shared={min(shared, 4)}"


def _matters(view: View, clauses: Sequence[int], kind: str) -> set[str]:
    return {hit.normal for index in clauses for hit in view.hits[index] if hit.kind == kind}


def _labels(view: View, clauses: Sequence[int]) -> dict[str, str]:
    """The surest label of the piece's clauses for each attribute."""
    sums: dict[str, dict[str, float]] = {}
    for index in clauses:
        told = view.said[index]
        if told is None:
            continue
        for name, ranking in (("intent", told.intents), *told.attributes.items()):
            for label, chance in ranking[:2]:
                labels = sums.setdefault(name, {})
                labels[label] = labels.get(label, 0.0) + chance
    return {name: max(labels, key=lambda label: labels[label]) for name, labels in sums.items()}


def _named(view: View, clauses: Sequence[int]) -> set[str]:
    """The ends of dictionary words in the clauses: what a piece is about."""
    return {
        view.text[hit.start : hit.end][-2:]
        for index in clauses
        for hit in view.hits[index]
        if hit.kind in _MATTERS and hit.end - hit.start > 1
    }
