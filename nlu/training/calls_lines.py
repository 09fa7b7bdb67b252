"""The needs of annotated call records as training lines: people speak otherwise on the telephone than in a chat.

They teach kind, category, urgency and audience, and neither intents nor entities (docs/decisions/0009).
"""

from collections.abc import Iterator
from typing import Any

from nlu.text import normalise
from nlu.training.calls_corpus import Record, read_records
from nlu.training.corpus import Line, read_folder
from nlu.training.workshop import ROOT

LONGEST = 200
LABELS = ("kind", "category", "urgency")


def call_lines(records: list[Record]) -> list[Line]:
    """One line for each need of ours whose words are annotated."""
    return [
        line
        for record in records
        for number, case in enumerate(record.gold["cases"], 1)
        if not case["out_of_scope"]
        for line in _line(f"{record.id}:{number}:1", record.transcript, case)
    ]


def _line(origin: str, transcript: str, case: dict[str, Any]) -> Iterator[Line]:
    parts = sorted(case.get("parts") or (), key=transcript.find)
    text = normalise("，".join(" ".join(part.split()) for part in parts)).text
    if text and len(text) <= LONGEST:
        labels = {name: case[name] for name in LABELS}
        audience = tuple(sorted(set(case.get("audience") or ()) - {"everyone"}))
        yield Line(text, "submit_need", (), labels, audience, text, origin, labels_only=True)


def training_lines() -> list[Line]:
    """All lines that the model is trained on: nlu/data and the needs of the records."""
    return [*read_folder(ROOT / "nlu" / "data"), *call_lines(read_records())]
