"""Pieces of a record that may be a need, and what tells whether each is one of its own."""

from collections.abc import Iterator, Sequence

from nlu.calls.cues import ANEW, CONTACT_TALK, ONCE, announced, cues_of
from nlu.calls.encoder import Senses
from nlu.calls.features import asked, items_around
from nlu.calls.piece import Piece, grams, said, step
from nlu.calls.relations import against
from nlu.calls.sensed import of_each_piece
from nlu.calls.view import View


def piece_features(view: View, pieces: Sequence[Piece], senses: Senses) -> list[list[str]]:
    """Return the features of each piece, shape (pieces, features); ``senses`` as in ``segment``."""
    heard = of_each_piece(pieces, [announces(view, piece) for piece in pieces], senses)
    return [[*_row(view, pieces, place), *heard[place]] for place in range(len(pieces))]


def announces(view: View, piece: Piece) -> bool:
    """Whether a piece begins with a word that says another matter comes."""
    return ANEW.match(said(view, piece.clauses[0])) is not None


def _row(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    piece = pieces[place]
    style, who = view.layout.style, view.clauses[piece.clauses[0]].who
    yield from ("bias", f"style={style}", f"who={who}", f"at={min(place, 4)}", f"count={min(len(pieces), 6)}")
    yield f"length={min(len(piece.clauses), 6)}"
    yield from _items(view, pieces, place)
    yield from _certainty(piece)
    yield from _words(view, piece)
    yield from _after(view, pieces, place)
    yield from against(view, pieces, place)
    yield f"asked={asked(view, piece.clauses[0])}"
    begins = (
        piece.clauses[0] == 0
        or view.clauses[piece.clauses[0] - 1].turn != view.clauses[piece.clauses[0]].turn
    )
    yield f"asked={asked(view, piece.clauses[0])}/begins={begins}"


def _items(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """Where the piece stands to the numbered points, and what else their number says."""
    yield from items_around(view, pieces[place].clauses[0])
    items = [view.clauses[piece.clauses[0]].item for piece in pieces]
    if any(items):
        yield f"item/count={'item' if items[place] else 'other'}/{min(max(items), 3)}"
        yield f"item follows={place + 1 < len(items) and items[place + 1] > 0}/{items[place] > 0}"


def _certainty(piece: Piece) -> Iterator[str]:
    first = piece.chances[0]
    for tag in ("B", "R", "O"):
        yield f"first_{tag}={step(first.get(tag, 0.0))}"
    for tag in ("I", "W", "O"):
        mean = sum(chance.get(tag, 0.0) for chance in piece.chances) / len(piece.chances)
        yield f"mean_{tag}={step(mean)}"


def _words(view: View, piece: Piece) -> Iterator[str]:
    first = view.clauses[piece.clauses[0]]
    words = view.text[first.start : first.end].strip()
    yield from (f"p{size}={words[:size]}" for size in (1, 2, 3))
    yield from (f"first_c={cue}" for cue in cues_of(words))
    yield f"anew={ANEW.match(words) is not None}"
    yield f"once={ONCE.match(words) is not None}"
    cues = {cue for index in piece.clauses for cue in cues_of(said(view, index))}
    yield from (f"c={cue}" for cue in sorted(cues))
    last = {cue for index in piece.clauses[-2:] for cue in cues_of(said(view, index))}
    yield from (f"last_c={cue}" for cue in sorted(last))
    yield from (
        f"k={kind}" for kind in sorted({hit.kind for index in piece.clauses for hit in view.hits[index]})
    )
    intents = [told.intents[0][0] for index in piece.clauses if (told := view.said[index])]
    for intent in ("submit_need", "ask_faq", "out_of_scope", "check_status", "withdraw"):
        yield f"{intent}={min(intents.count(intent), 3)}"


def _after(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """What is said between this piece and the next, and whether it is taken back."""
    first, end = pieces[place].clauses[0], pieces[place].clauses[-1]
    gap = range(end + 1, _gap_end(view, pieces, place))
    seen = {(view.clauses[index].who, cue) for index in gap for cue in cues_of(said(view, index))}
    yield from (
        f"gap={who}:{cue}"
        for who, cue in sorted(seen)
        if cue in ("back", "maybe", "settle", "thanks", "return", "referred")
    )
    for strength in ("back", "maybe"):
        yield from _taken_back(view, pieces[place], range(first, gap.stop), strength)
    if place + 1 < len(pieces):
        follows = pieces[place + 1]
        cues = {cue for index in follows.clauses[:2] for cue in cues_of(said(view, index))}
        yield from (
            f"next_c={cue}"
            for cue in sorted(cues)
            if cue in ("back", "more", "settle", "return", "ordinal", "others")
        )
        yield f"next_begins={step(follows.chances[0].get('B', 0.0))}"
        yield f"next_at={min(follows.clauses[0] - end, 3)}"
    if place in _named_later(view, pieces):
        yield "named_in_withdrawal"
    yield from _counted(view, pieces, place)


def _taken_back(view: View, piece: Piece, region: range, strength: str) -> Iterator[str]:
    backs = [index for index in region if _says(view, index, strength)]
    yield f"{strength}s={min(len(backs), 2)}"
    if not backs:
        return
    end = piece.clauses[-1]
    near = min((index - end for index in backs), key=abs)
    yield f"{strength}_at={'inside' if near < 0 else 'end' if near == 0 else 'near' if near <= 2 else 'far'}"
    settled = any("settle" in cues_of(said(view, index)) for index in range(region.start, backs[-1] + 1))
    yield f"{strength}_settled={settled}"
    origin = any("origin" in cues_of(said(view, index)) for index in piece.clauses[:2])
    yield f"{strength}_origin={origin}"
    length = min(len(piece.clauses), 4)
    yield f"{strength}/length={length}"
    yield f"{strength}/{'inside' if near < 0 else 'after'}/{'short' if length < 3 else 'long'}"


def _gap_end(view: View, pieces: Sequence[Piece], place: int) -> int:
    """Where the talk after a piece turns to something else: the next piece, name and number, another point."""
    end = pieces[place].clauses[-1]
    until = pieces[place + 1].clauses[0] if place + 1 < len(pieces) else len(view.clauses)
    for index in range(end + 1, min(until, end + 9)):
        words = said(view, index)
        turns = ANEW.match(words) or (
            "origin" in cues_of(words) and "back" not in cues_of(words) and index > end + 1
        )
        if turns or (CONTACT_TALK.search(words) and "back" not in cues_of(words)):
            return index
    return min(until, end + 9)


def _says(view: View, index: int, strength: str) -> bool:
    return view.clauses[index].who != "operator" and strength in cues_of(said(view, index))


def _named_later(view: View, pieces: Sequence[Piece]) -> set[int]:
    """The pieces that a later withdrawal names: 网络那个先不报了."""
    named: set[int] = set()
    pairs = [grams("".join(said(view, index) for index in piece.clauses)) for piece in pieces]
    for index in range(pieces[0].clauses[-1] + 1, len(view.clauses)):
        if not _says(view, index, "back") or CONTACT_TALK.search(said(view, index)):
            continue
        words = grams(said(view, index))
        scores = [
            len(words & own) if piece.clauses[-1] < index else 0
            for own, piece in zip(pairs, pieces, strict=True)
        ]
        best = max(scores)
        if best and scores.count(best) == 1:
            named.add(scores.index(best))
    return named


def _counted(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """How the number of the piece stands to the counts that are said before all and after all."""
    lead = announced(view.text[: view.clauses[pieces[0].clauses[-1]].start])
    tail = announced(view.text[view.clauses[pieces[-1].clauses[-1]].end :])
    for name, count in (("lead", lead), ("tail", tail)):
        if count:
            yield f"{name}:{'within' if place < count else 'beyond'}"
            yield f"{name}:{'fits' if len(pieces) == count else 'more' if len(pieces) > count else 'fewer'}"
