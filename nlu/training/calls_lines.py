"""The needs of annotated call records as training lines: people speak otherwise on the telephone than in a chat."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from nlu.text import normalise
from nlu.training.calls_corpus import Record, read_records
from nlu.training.corpus import Line, Span, read_folder
from nlu.training.workshop import ROOT

LONGEST = 200
FIELDS = ("place", "venue", "topic", "when")
TEACHING = ("K", "L", "own")
"""The ids, at their beginning, of the records whose needs teach the model of messages too; the later ones teach
the call parser alone, so far: nobody has measured yet what they would do to messages."""
_TOWN = re.compile(r"(?<=[镇乡])|(?<=街道)")


def call_lines(records: list[Record]) -> list[Line]:
    """One line for each need whose words are annotated, or a referral as out of scope."""
    return [
        line
        for record in records
        for number, case in enumerate(record.gold["cases"], 1)
        for line in _line(record, number, case)
    ]


def _line(record: Record, number: int, case: dict[str, Any]) -> Iterator[Line]:
    parts = sorted(case.get("parts") or (), key=record.transcript.find)
    text = normalise("，".join(" ".join(part.split()) for part in parts)).text
    if not text or len(text) > LONGEST:
        return
    spans = _spans(text, case)
    intent = "out_of_scope" if case["out_of_scope"] else "submit_need"
    labels = {} if case["out_of_scope"] else {name: case[name] for name in ("kind", "category", "urgency")}
    audience = () if case["out_of_scope"] else tuple(set(case.get("audience") or ()) - {"everyone"})
    marked = "".join(_marked(text, spans))
    yield Line(text, intent, spans, labels, tuple(sorted(audience)), marked, f"{record.id}:{number}:1")


def _spans(text: str, case: dict[str, Any]) -> tuple[Span, ...]:
    """Where the annotated values stand first; longer ones before those that lie within them."""
    values = [(name, value) for name in FIELDS if case.get(name) for value in _values(name, case[name])]
    found: list[Span] = []
    for name, value in sorted(values, key=lambda item: -len(item[1])):
        start = text.find(normalise(value).text)
        span = Span(name, start, start + len(normalise(value).text))
        if start >= 0 and not any(one.start < span.end and span.start < one.end for one in found):
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _values(name: str, value: str) -> list[str]:
    """Town and village are two places."""
    return [piece for piece in _TOWN.split(value) if piece] if name == "place" else [value]


def _marked(text: str, spans: tuple[Span, ...]) -> Iterator[str]:
    ends = [Span("", 0, 0), *spans]
    for before, span in pairwise(ends):
        yield text[before.end : span.start]
        yield f"[{text[span.start : span.end]}]({span.entity})"
    yield text[ends[-1].end :]


def training_lines() -> list[Line]:
    """All lines that the model is trained on: nlu/data and the needs of the records that teach it."""
    taught = [record for record in read_records() if record.id.startswith(TEACHING)]
    return [*read_folder(ROOT / "nlu" / "data"), *call_lines(taught)]
