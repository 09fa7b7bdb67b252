"""Pieces of a record that may be a need, and what tells whether each is one of its own."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.calls.cues import ANEW, CONTACT_TALK, ONCE, announced, cues_of
from nlu.calls.features import asked, items_around
from nlu.calls.view import View

KEEP, MERGE, TAKEN_BACK, NOTHING = "K", "M", "W", "N"
_SHORT = 2
_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
_EMPTY = re.compile(r"[的了我你他她它这那个不是就也还说有在\s，,。、来着吧啊呢嘛别]")
_POINTS_BACK = re.compile(r"(?:那|这|它|他|她|其|该|里头|里边|里面|上头|同)(?:个|些|家|样|种|里|的|店|馆|场|院|处|一|中)?")
_ONE_MATTER = re.compile(r"一并|合并|同一|一回事|一件事|一码事|一起(?:问|记|报|登)|两问|都(?:是|关于)(?:同|一|这)|同属|不要拆|算一|并作|归到一")
_ASKS = re.compile(r"[吗呢]|几点|多少|怎么|咋|啥|什么|哪|是不是|有没有|能不能|能否|可否|是否|咨询|询问|想问|问问|问一下|打听|不[？?]")
_WANTS = re.compile(r"希望|建议|能不能|想请|想要|请求|要求|盼|申请|最好|麻烦|应该|恳请|需要|给(?:修|换|装|配|弄|治|管)|求|想办|想学")
_MATTERS = ("venue", "topic", "scope")


class Piece(NamedTuple):
    """Clauses by their numbers, each with the chances of its tags."""

    clauses: list[int]
    chances: list[dict[str, float]]


def piece_features(view: View, pieces: Sequence[Piece]) -> list[list[str]]:
    """Return the features of each piece, shape (pieces, features)."""
    return [list(_row(view, pieces, place)) for place in range(len(pieces))]


def plainly_taken_back(view: View, pieces: Sequence[Piece], place: int) -> bool:
    """Whether a short piece is followed by the words that take it back, or told as once wanted and given up."""
    piece = pieces[place]
    region = range(piece.clauses[0], _gap_end(view, pieces, place))
    if not any(_says(view, index, "back") for index in region):
        return False
    origin = any("origin" in cues_of(_said(view, index)) for index in piece.clauses[:2])
    return origin or len(piece.clauses) <= _SHORT


def _row(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    piece = pieces[place]
    style, who = view.layout.style, view.clauses[piece.clauses[0]].who
    yield from ("bias", f"style={style}", f"who={who}", f"at={min(place, 4)}", f"count={min(len(pieces), 6)}")
    yield f"length={min(len(piece.clauses), 6)}"
    yield from _items(view, pieces, place)
    yield from _certainty(piece)
    yield from _words(view, piece)
    yield from _after(view, pieces, place)
    yield from _against(view, pieces, place)
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
        yield f"first_{tag}={_step(first.get(tag, 0.0))}"
    for tag in ("I", "W", "O"):
        mean = sum(chance.get(tag, 0.0) for chance in piece.chances) / len(piece.chances)
        yield f"mean_{tag}={_step(mean)}"


def _step(value: float) -> int:
    return sum(value > bound for bound in _STEPS)


def _words(view: View, piece: Piece) -> Iterator[str]:
    first = view.clauses[piece.clauses[0]]
    words = view.text[first.start : first.end].strip()
    yield from (f"p{size}={words[:size]}" for size in (1, 2, 3))
    yield from (f"first_c={cue}" for cue in cues_of(words))
    yield f"anew={ANEW.match(words) is not None}"
    yield f"once={ONCE.match(words) is not None}"
    cues = {cue for index in piece.clauses for cue in cues_of(_said(view, index))}
    yield from (f"c={cue}" for cue in sorted(cues))
    last = {cue for index in piece.clauses[-2:] for cue in cues_of(_said(view, index))}
    yield from (f"last_c={cue}" for cue in sorted(last))
    yield from (
        f"k={kind}" for kind in sorted({hit.kind for index in piece.clauses for hit in view.hits[index]})
    )
    intents = [said.intents[0][0] for index in piece.clauses if (said := view.said[index])]
    for intent in ("submit_need", "ask_faq", "out_of_scope", "check_status", "withdraw"):
        yield f"{intent}={min(intents.count(intent), 3)}"


def _said(view: View, index: int) -> str:
    clause = view.clauses[index]
    return view.text[clause.start : clause.end]


def _after(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """What is said between this piece and the next, and whether it is taken back."""
    first, end = pieces[place].clauses[0], pieces[place].clauses[-1]
    gap = range(end + 1, _gap_end(view, pieces, place))
    seen = {(view.clauses[index].who, cue) for index in gap for cue in cues_of(_said(view, index))}
    yield from (
        f"gap={who}:{cue}"
        for who, cue in sorted(seen)
        if cue in ("back", "maybe", "settle", "thanks", "return", "referred")
    )
    for strength in ("back", "maybe"):
        yield from _taken_back(view, pieces[place], range(first, gap.stop), strength)
    if place + 1 < len(pieces):
        follows = pieces[place + 1]
        cues = {cue for index in follows.clauses[:2] for cue in cues_of(_said(view, index))}
        yield from (
            f"next_c={cue}"
            for cue in sorted(cues)
            if cue in ("back", "more", "settle", "return", "ordinal", "others")
        )
        yield f"next_begins={_step(follows.chances[0].get('B', 0.0))}"
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
    settled = any("settle" in cues_of(_said(view, index)) for index in range(region.start, backs[-1] + 1))
    yield f"{strength}_settled={settled}"
    origin = any("origin" in cues_of(_said(view, index)) for index in piece.clauses[:2])
    yield f"{strength}_origin={origin}"
    length = min(len(piece.clauses), 4)
    yield f"{strength}/length={length}"
    yield f"{strength}/{'inside' if near < 0 else 'after'}/{'short' if length < 3 else 'long'}"


def _gap_end(view: View, pieces: Sequence[Piece], place: int) -> int:
    """Where the talk after a piece turns to something else: the next piece, name and number, another point."""
    end = pieces[place].clauses[-1]
    until = pieces[place + 1].clauses[0] if place + 1 < len(pieces) else len(view.clauses)
    for index in range(end + 1, min(until, end + 9)):
        words = _said(view, index)
        turns = ANEW.match(words) or (
            "origin" in cues_of(words) and "back" not in cues_of(words) and index > end + 1
        )
        if turns or (CONTACT_TALK.search(words) and "back" not in cues_of(words)):
            return index
    return min(until, end + 9)


def _says(view: View, index: int, strength: str) -> bool:
    return view.clauses[index].who != "operator" and strength in cues_of(_said(view, index))


def _named_later(view: View, pieces: Sequence[Piece]) -> set[int]:
    """The pieces that a later withdrawal names: 网络那个先不报了."""
    named: set[int] = set()
    grams = [_two("".join(_said(view, index) for index in piece.clauses)) for piece in pieces]
    for index in range(pieces[0].clauses[-1] + 1, len(view.clauses)):
        if not _says(view, index, "back") or CONTACT_TALK.search(_said(view, index)):
            continue
        words = _two(_said(view, index))
        scores = [
            len(words & own) if piece.clauses[-1] < index else 0
            for own, piece in zip(grams, pieces, strict=True)
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


def _against(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """How the piece stands to the one before."""
    if place == 0:
        yield "no_piece_before"
        return
    before, now = pieces[place - 1].clauses, pieces[place].clauses
    yield f"distance={min(now[0] - before[-1], 5)}"
    if view.clauses[now[0]].turn == view.clauses[before[-1]].turn:
        yield "same_turn"
    gap = {cue for index in range(before[-1] + 1, now[0]) for cue in cues_of(_said(view, index))}
    yield from (
        f"between={cue}" for cue in sorted(gap) if cue in ("more", "settle", "contact", "ordinal", "asks")
    )
    for kind in _MATTERS:
        old, new = _matters(view, before, kind), _matters(view, now, kind)
        everything = set().union(*(_matters(view, piece.clauses, kind) for piece in pieces[:place]))
        yield f"{kind}:{'same' if old & new else 'new' if new and old else 'only_new' if new else 'only_old' if old else 'none'}"
        if new and not new & everything:
            yield f"{kind}:never"
    one, other = _labels(view, before), _labels(view, now)
    for name in ("kind", "category", "intent"):
        yield f"{name}:{'same' if one.get(name) == other.get(name) else 'other'}"
        yield f"{name}:{one.get(name)}>{other.get(name)}"
    shared = len(_grams(view, before) & _grams(view, now))
    yield f"shared={min(shared, 4)}"
    yield from _joined(view, pieces, place)


def _joined(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """What speaks for one matter: the same words again, words that point back, the same venue asked about twice."""
    before, now = pieces[place - 1].clauses, pieces[place].clauses
    words, earlier = _text(view, now), _text(view, before)
    own = _two(words)
    yield f"words={min(len(own & _two(earlier)), 4)}"
    yield f"words ever={min(len(own & _two(''.join(_text(view, piece.clauses) for piece in pieces[:place]))), 4)}"
    said = _said(view, now[0])
    anew = ANEW.match(said) is not None
    yield f"points back={_POINTS_BACK.search(said) is not None}/{anew}"
    if _ONE_MATTER.search(words + _text(view, range(before[-1] + 1, now[0])) + _text(view, range(now[-1] + 1, min(len(view.clauses), now[-1] + 4)))):
        yield "one matter"
    asks = [_ASKS.search(text) is not None for text in (earlier, words)]
    old, new = _matters(view, before, "venue"), _matters(view, now, "venue")
    venue = "same" if old & new else "new" if new else "none"
    yield f"asks={asks[0]}>{asks[1]}/{venue}"
    yield f"anew={anew}/{venue}"
    yield f"anew={anew}/begins={_step(pieces[place].chances[0].get('B', 0.0))}"
    yield f"wants={_WANTS.search(earlier) is not None}>{_WANTS.search(words) is not None}/{anew}"
    yield f"size={min(len(words) // 12, 5)}"


def _text(view: View, clauses: Sequence[int]) -> str:
    return "，".join(_said(view, index) for index in clauses)


def _matters(view: View, clauses: Sequence[int], kind: str) -> set[str]:
    return {hit.normal for index in clauses for hit in view.hits[index] if hit.kind == kind}


def _labels(view: View, clauses: Sequence[int]) -> dict[str, str]:
    """The surest label of the piece's clauses for each attribute."""
    sums: dict[str, dict[str, float]] = {}
    for index in clauses:
        said = view.said[index]
        if said is None:
            continue
        for name, ranking in (("intent", said.intents), *said.attributes.items()):
            for label, chance in ranking[:2]:
                labels = sums.setdefault(name, {})
                labels[label] = labels.get(label, 0.0) + chance
    return {name: max(labels, key=lambda label: labels[label]) for name, labels in sums.items()}


def _grams(view: View, clauses: Sequence[int]) -> set[str]:
    """The ends of dictionary words in the clauses: what a piece is about."""
    return {
        view.text[hit.start : hit.end][-2:]
        for index in clauses
        for hit in view.hits[index]
        if hit.kind in _MATTERS and hit.end - hit.start > 1
    }


def _two(words: str) -> set[str]:
    return {gram for at in range(len(words) - 1) if not _EMPTY.search(gram := words[at : at + 2])}
