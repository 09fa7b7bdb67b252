"""How a piece of a record stands to the piece before: what speaks for one matter, and what for another."""

import re
from collections.abc import Iterator, Sequence

from nlu.calls.cues import ANEW, cues_of
from nlu.calls.piece import Piece, grams, said, step, text_of
from nlu.calls.view import View

_MATTERS = ("venue", "topic", "scope")
_POINTS_BACK = re.compile(
    r"(?:那|这|它|他|她|其|该|里头|里边|里面|上头|同)(?:个|些|家|样|种|里|的|店|馆|场|院|处|一|中)?"
)
_ONE_MATTER = re.compile(
    r"一并|合并|同一|一回事|一件事|一码事|一起(?:问|记|报|登)|两问|都(?:是|关于)(?:同|一|这)|同属|不要拆|算一|并作|归到一"
)
_ASKS = re.compile(
    r"[吗呢]|几点|多少|怎么|咋|啥|什么|哪|是不是|有没有|能不能|能否|可否|是否|咨询|询问|想问|问问|问一下|打听|不[？?]"
)
_WANTS = re.compile(
    r"希望|建议|能不能|想请|想要|请求|要求|盼|申请|最好|麻烦|应该|恳请|需要|给(?:修|换|装|配|弄|治|管)|求|想办|想学"
)


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
    one, other = _labels(view, before), _labels(view, now)
    for name in ("kind", "category", "intent"):
        yield f"{name}:{'same' if one.get(name) == other.get(name) else 'other'}"
        yield f"{name}:{one.get(name)}>{other.get(name)}"
    shared = len(_named(view, before) & _named(view, now))
    yield f"shared={min(shared, 4)}"
    yield from _joined(view, pieces, place)


def _joined(view: View, pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """What speaks for one matter: the same words again, words that point back, the same venue asked about twice."""
    before, now = pieces[place - 1].clauses, pieces[place].clauses
    words, earlier = text_of(view, now), text_of(view, before)
    own = grams(words)
    yield f"words={min(len(own & grams(earlier)), 4)}"
    yield f"words ever={min(len(own & grams(''.join(text_of(view, piece.clauses) for piece in pieces[:place]))), 4)}"
    first = said(view, now[0])
    anew = ANEW.match(first) is not None
    yield f"points back={_POINTS_BACK.search(first) is not None}/{anew}"
    if _ONE_MATTER.search(
        words
        + text_of(view, range(before[-1] + 1, now[0]))
        + text_of(view, range(now[-1] + 1, min(len(view.clauses), now[-1] + 4)))
    ):
        yield "one matter"
    asks = [_ASKS.search(text) is not None for text in (earlier, words)]
    old, new = _matters(view, before, "venue"), _matters(view, now, "venue")
    venue = "same" if old & new else "new" if new else "none"
    yield f"asks={asks[0]}>{asks[1]}/{venue}"
    yield f"anew={anew}/{venue}"
    yield f"anew={anew}/begins={step(pieces[place].chances[0].get('B', 0.0))}"
    yield f"wants={_WANTS.search(earlier) is not None}>{_WANTS.search(words) is not None}/{anew}"
    yield f"size={min(len(words) // 12, 5)}"


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
