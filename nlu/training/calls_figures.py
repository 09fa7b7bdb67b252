"""Figures of the call parser: what it reads against what the records say, per field and style."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from nlu.calls.record import CallCase, CallRecord
from nlu.training.calls_corpus import Record

Marks = list[tuple[str, bool, str]]
"""(field, right, what was read and what stands in the record)."""


def marks_of(record: Record, read: CallRecord) -> Marks:
    """Compare one record, field by field."""
    return list(_marks(record, read))


def _marks(record: Record, read: CallRecord) -> Iterator[tuple[str, bool, str]]:
    gold = record.gold
    yield _equal("intent", read.intent, gold["intent"])
    yield _equal("case_no", read.case_no, gold.get("case_no"))
    yield _equal("count", len(read.cases), len(gold["cases"]))
    yield _equal("phone", read.contact_phone, gold["contact_phone"])
    yield _equal("name", read.contact_name, gold["contact_name"])
    yield _equal("anonymous", read.anonymous, gold["anonymous"])
    yield ("spans", not (wrong := list(invented(record.transcript, read))), str(wrong))
    pairs = align(record, read)
    for number, case in enumerate(gold["cases"]):
        found = pairs.get(number)
        yield ("need found", found is not None, str(case.get("must_mention")))
        if case["out_of_scope"]:
            yield ("scope found", found is not None and found.out_of_scope, str(case.get("must_mention")))
        if found is not None:
            yield from _case(case, found)


def _case(case: dict[str, Any], read: CallCase) -> Iterator[tuple[str, bool, str]]:
    yield _equal("scope", read.out_of_scope, case["out_of_scope"])
    if not case["out_of_scope"]:
        for name in ("kind", "category", "urgency"):
            told = f"{getattr(read, name)} for {case[name]}: {read.summary}"
            yield (name, getattr(read, name) == case[name], told)
    for name in ("place", "venue"):
        one, other = getattr(read, name), case[name]
        yield _equal(f"{name} exact", one, other)
        yield (name, alike(one, other), f"{one} for {other}: {read.summary}")
    yield _equal("when", read.when, case["when"])
    audience = list(case.get("audience") or ["everyone"]) or ["everyone"]
    yield _equal("audience", sorted(read.audience), sorted(audience))
    told = "|".join(filter(None, (read.summary, read.venue, read.topic, read.place)))
    for noun in case["must_mention"]:
        yield ("nouns", noun in told, f"{noun} in {told}")
    yield ("summary length", len(read.summary) <= 80, read.summary)


def _equal(name: str, one: object, other: object) -> tuple[str, bool, str]:
    return name, one == other, f"{one} for {other}"


def alike(one: str | None, other: str | None) -> bool:
    """Whether one value holds the other (both empty counts)."""
    if one is None or other is None:
        return one is other
    return one in other or other in one


def align(record: Record, read: CallRecord) -> dict[int, CallCase]:
    """Pair annotated needs with those read, best overlap of their words first."""
    scores = []
    for number, case in enumerate(record.gold["cases"]):
        for place, one in enumerate(read.cases):
            score = _overlap(record, case, one)
            if score > 0:
                scores.append((-score, abs(number - place), number, place))
    pairs: dict[int, CallCase] = {}
    taken: set[int] = set()
    for _, _, number, place in sorted(scores):
        if number not in pairs and place not in taken:
            pairs[number] = read.cases[place]
            taken.add(place)
    return pairs


def _overlap(record: Record, case: dict[str, Any], read: CallCase) -> float:
    start, end = read.spans["summary"]
    told = "|".join(filter(None, (read.summary, read.venue, read.topic)))
    score = float(sum(noun in told for noun in case["must_mention"]))
    for part in case.get("parts") or ():
        at = record.transcript.find(part)
        score += max(0, min(end, at + len(part)) - max(start, at)) / max(1, len(part))
    return score


def invented(transcript: str, read: CallRecord) -> Iterator[str]:
    """Yield the values that do not stand where their spans say."""
    for case in read.cases:
        for name in ("place", "venue", "topic", "when"):
            value = getattr(case, name)
            if value is None:
                continue
            start, end = case.spans[name]
            town = transcript[slice(*case.spans["town"])] if name == "place" and "town" in case.spans else ""
            if town + transcript[start:end] != value:
                yield f"{name} {value}"
        if any(piece not in transcript.replace("\n", "") for piece in case.summary.split("，")):
            yield f"summary {case.summary}"
    if read.contact_name and transcript[slice(*read.spans["contact_name"])] != read.contact_name:
        yield f"name {read.contact_name}"


def table(marks: Sequence[tuple[str, Marks]]) -> str:
    """Return the shares of right answers as lines: field, all, then each style."""
    styles = sorted({style for style, _ in marks})
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for style, found in marks:
        for name, right, _ in found:
            for group in ("all", style):
                sums[name, group][0] += right
                sums[name, group][1] += 1
    names = list(dict.fromkeys(name for _, found in marks for name, _, _ in found))
    lines = [f"{'':15}" + "".join(f"{group[:10]:>12}" for group in ("all", *styles))]
    for name in names:
        cells = (sums[name, group] for group in ("all", *styles))
        lines.append(
            f"{name:15}"
            + "".join(f"{right / total:>8.3f}{total:>4}" if total else f"{'-':>12}" for right, total in cells)
        )
    return "\n".join(lines)
