"""Whether a need has any place or venue at all, told by its words: that one is named says little of it."""

from collections.abc import Iterator, Sequence

from nlu.calls.attributes import Reading, scope_cues
from nlu.calls.candidates import Candidate, is_asked, is_implied, is_unit
from nlu.calls.clauses import spans_of
from nlu.calls.cues import OTHERS_MATTER
from nlu.calls.labeller import Row
from nlu.calls.view import View

_LONGEST = 150
_LIKELY = 0.3
_TELLING = ("topic", "scope", "wish", "fault", "report")
_LABELS = ("kind", "category", "urgency")


def nowhere_row(
    view: View,
    reading: Reading,
    candidates: Sequence[Candidate],
    before: str | None,
    cues: Sequence[str] = (),
) -> Row:
    """Return the features of having none; ``before`` is the value of the need before, ``cues`` say more of the need.

    They begin with N, as the row is learnt beside those of the candidates.
    """
    return [f"N:{feature}" for feature in dict.fromkeys(_features(view, reading, candidates, before, cues))]


def _features(
    view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None, cues: Sequence[str]
) -> Iterator[str]:
    inside = named_within(view, reading, candidates)
    known = f"in={bool(inside)}/before={before is not None}"
    yield from (
        "bias",
        known,
        f"in={min(len(inside), 3)}",
        f"of={min(len(candidates), 4)}",
        f"style={view.layout.style}",
    )
    said = reading.said
    yield f"intent={said.intents[0][0]}"
    for name in _LABELS:
        yield from (f"{name}={said.attributes[name][0][0]}", f"{name}={said.attributes[name][0][0]}/{known}")
    yield f"implied={is_implied(reading.words)}/{known}"
    yield f"houses={min(sum(not is_unit(one.value) for one in inside), 2)}/in={bool(inside)}"
    asked = sum(is_asked(view, one) for one in inside)
    yield f"asked={min(asked, 2)}/all={asked == len(inside)}/before={before is not None}"
    yield from cues
    yield from (f"{cue}/{known}" for cue in cues[-1:])
    words = reading.words[:_LONGEST]
    yield from (f"g={words[at : at + 2]}" for at in range(len(words) - 1))


def venueless_row(view: View, reading: Reading, candidates: Sequence[Candidate], before: str | None) -> Row:
    """Return the features of having no venue, which hear besides whether it is a matter of others."""
    cues = list(_of_matter(view, reading, named_within(view, reading, candidates)))
    others = min(len(set(OTHERS_MATTER.findall(reading.words))), 2)
    return nowhere_row(view, reading, candidates, before, [*cues, f"o={others}/{reading.said.intents[0][0]}"])


def _of_matter(view: View, reading: Reading, inside: Sequence[Candidate]) -> Iterator[str]:
    yield from scope_cues(view, reading)
    tails = {one.value[-2:] for one in inside}
    yield from (f"named={tail}" for tail in sorted(tails))
    yield f"tails={min(len(tails), 3)}"
    yield from (f"intent>{label}" for label, chance in reading.said.intents[:3] if chance > _LIKELY)
    yield from (f"size={min(len(reading.words) // 20, 6)}", f"clauses={min(len(reading.clauses), 6)}")
    hits = [hit for index in reading.clauses for hit in view.hits[index]]
    yield from (f"n={hit.normal}" for hit in hits if hit.kind in _TELLING)
    yield from (f"k={kind}" for kind in sorted({hit.kind for hit in hits}))


def named_within(view: View, reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are named within a need."""
    spans = spans_of(view.clauses, reading.clauses)
    return [one for one in candidates if any(start <= one.start < end for start, end in spans)]
