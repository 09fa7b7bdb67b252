"""What tells whether a number is the one to ring back: the words around it, its place, what points to it."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from nlu.calls.dictated import takes_back
from nlu.calls.layout import Layout
from nlu.calls.number_cues import (
    AFTER,
    BEFORE,
    CLAUSE,
    LISTED,
    NOT_LEFT,
    OF_ANOTHER,
    REFUSED,
    REMARK,
    REMARKED,
    WEIGHTS,
    WHOSE,
)
from nlu.calls.wished import Known, told
from nlu.understanding import Entity

_NEAR, _TAIL = 24, 48


def number_rows(
    text: str, layout: Layout, numbers: Sequence[Sequence[Entity]], chosen: str | None
) -> list[list[str]]:
    """Return the features of each number; each is the places where it is said, ``chosen`` what messages would take."""
    if not numbers:
        return []
    spans = sorted((one.start, one.end) for said in numbers for one in said)
    masked = _masked(text, spans)
    local = [[_local(text, masked, one, spans) for one in said] for said in numbers]
    known = [_known(said, masked.replace("#", "\n"), masked) for said in numbers]
    where = [{_who(layout, one) for one in said} for said in numbers]
    pointing: list[list[str]] = [[] for _ in numbers]
    wished = [0] * len(numbers)
    for at, pointer, means in told(text, known):
        wished[at] += WEIGHTS[pointer.stance] * means * (pointer.sort != "here" or pointer.stance != "for")
        stance = pointer.stance + ("+" if means else "-")
        pointing[at] += (f"told={stance}", f"told={stance}{pointer.sort}", f"told last={stance}")
        pointing[at] += [f"told first={stance}"] * (not pointing[at][:-3])
    shared = list(_shared(masked, layout, spans))
    return [
        list(
            chain(
                _itself(at, known, where, numbers[at][0].normal == chosen),
                *local[at],
                _pointed(pointing[at]),
                _rivals(at, local),
                _wished(at, wished, known[at]),
                (
                    f"{word}&{sort}"
                    for word in shared
                    for sort in islice(_sorts(at, known), 2 + (word[0] != "T"))
                ),
            )
        )
        for at in range(len(numbers))
    ]


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "#" * (end - start) + text[end:]
    return text


def _local(text: str, masked: str, one: Entity, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What stands around one mention, up to the numbers beside it."""
    left = max((end for _, end in spans if end <= one.start), default=0)
    right = min((start for start, _ in spans if start >= one.end), default=len(text))
    before = text[max(left, one.start - _NEAR) : one.start]
    remark = REMARK.match(masked, one.end)
    beyond = remark.end() if remark and OF_ANOTHER.match(remark["words"]) else one.end
    after = masked[beyond : min(right + 1, beyond + _NEAR)]
    found = [f"b={name}" for name, pattern in BEFORE.items() if pattern.search(before)]
    found += [f"a={name}" for name, pattern in AFTER.items() if pattern.match(after)]
    if right < len(text):
        found += ["a=taken back"] * takes_back(text[one.end : right])
        found += ["a=listed"] * (LISTED.fullmatch(text, one.end, right) is not None)
    if remark and beyond == one.end:
        found += [f"r={name}" for name, pattern in REMARKED.items() if pattern.search(remark["words"])]
    found += _grams("B", CLAUSE.split(before)[::-1])
    found += _grams("A", CLAUSE.split(after.rstrip("#")))
    return found


def _grams(side: str, clauses: Sequence[str]) -> Iterator[str]:
    """Pairs of characters by how many clauses they are away."""
    for away, clause in enumerate(clauses[:3]):
        yield from sorted({f"{side}{away}{clause[at : at + 2]}" for at in range(len(clause) - 1)})


def _known(said: Sequence[Entity], text: str, masked: str) -> Known:
    owners, people = set(), []
    for one in said:
        before, after = text[max(0, one.start - _NEAR) : one.start], masked[one.end : one.end + _NEAR]
        remark = REMARK.match(masked, one.end)
        for name, whose in WHOSE.items():
            for match in (
                BEFORE[name].search(before) if name in BEFORE else None,
                AFTER[name].match(after) if name in AFTER else None,
                REMARKED[name].search(remark["words"]) if remark and name in REMARKED else None,
            ):
                if match:
                    owners.add(whose)
                    people.append(match[0])
    return Known(
        tuple((one.start, one.end) for one in said), said[0].normal or "", frozenset(owners), "|".join(people)
    )


def _who(layout: Layout, one: Entity) -> str:
    return next((turn.who for turn in layout.turns if turn.start <= one.start < turn.end), "label")


def _sorts(at: int, known: Sequence[Known]) -> Iterator[str]:
    """What sort of number this is beside the others."""
    one = known[at]
    order = "only" if len(known) == 1 else "first" if at == 0 else "last" if at + 1 == len(known) else "mid"
    line = "mobile" if one.digits.startswith("1") else "landline"
    mixed = len({other.digits.startswith("1") for other in known}) > 1
    yield order
    yield f"{line if mixed else 'same line'}"
    yield f"{'/'.join(sorted(one.owners)) or 'nobody'} of {len(known) > 1}"


def _itself(at: int, known: Sequence[Known], where: Sequence[set[str]], chosen: bool) -> Iterator[str]:
    sorts = list(_sorts(at, known))
    yield "bias"
    yield from sorts
    rivals = {owner for place, one in enumerate(known) if place != at for owner in one.owners}
    yield f"{'/'.join(sorted(known[at].owners))} against {'/'.join(sorted(rivals))}"
    yield f"whole={known[at].digits.startswith(('0', '1'))}"
    yield "&".join(sorts)
    yield f"chosen={chosen}/{len(known) > 1}"
    yield f"times={min(3, len(known[at].spans))}/{max(len(one.spans) for one in known) > len(known[at].spans)}"
    others = set().union(*(places for place, places in enumerate(where) if place != at))
    for who in sorted(where[at]):
        yield from (f"who={who}", f"who={who}/{len(known) > 1}")
        yield from (f"who={who} beside {other}" for other in sorted(others))


def _pointed(pointing: list[str]) -> Iterator[str]:
    yield from (one for one in pointing if not one.startswith("told last"))
    last = [one for one in pointing if one.startswith("told last")]
    yield last[-1] if last else "not told"


def _wished(at: int, wished: Sequence[int], one: Known) -> Iterator[str]:
    """Whether this number is pointed to more than the others."""
    most = max((gain for place, gain in enumerate(wished) if place != at), default=0)
    lead = max(-3, min(3, wished[at] - most))
    leads = (lead > 0) - (lead < 0)
    yield from (f"lead={lead}", f"leads={leads}", f"leads={leads}/{'/'.join(sorted(one.owners))}")


def _rivals(at: int, local: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    """The cues beside the other numbers."""
    others = {cue for place, mentions in enumerate(local) if place != at for cues in mentions for cue in cues}
    yield from (f"rival {cue}" for cue in sorted(others) if cue[1] == "=")


def _shared(masked: str, layout: Layout, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What is said of all numbers: behind the last, in the field that refuses one, anywhere against ringing."""
    yield f"style={layout.style}"
    tail = masked[spans[-1][1] : spans[-1][1] + _TAIL].replace("\n", "/")
    if len(spans) > 1:
        yield from sorted({f"T{tail[at : at + 2]}" for at in range(len(tail) - 1)})
    fields = [masked[turn.start : turn.end] for turn in layout.fields("phone")]
    if any(REFUSED.search(field) for field in fields if "#" not in field):
        yield "refused in its field"
    if NOT_LEFT.search(masked):
        yield "not left"
