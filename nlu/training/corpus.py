"""Reading annotated lines: the Rasa 3.1 YAML of nlu/data and nlu/test.

One block holds one label combination:

    - intent: submit_need
      metadata: {kind: complaint, category: facility, urgency: normal, audience: []}
      examples: |
        - [文化站](venue)的[音响](topic)坏了

Blocks that came from the review queue also say so (source, item, date); that is no label.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from nlu.text import normalise

PROVENANCE = ("source", "item", "date")
MARK = re.compile(r"\[([^\[\]]+)\]\((\w+)\)")


@dataclass(frozen=True)
class Span:
    """A labelled part of a line, in characters of its plain text."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """One annotated line. ``origin`` is file:block:line for messages; labels not given are None;
    ``provenance`` says where the line came from, if not from a pen; a line ``labels_only`` teaches kind,
    category, urgency and audience, but neither intent nor entities."""

    text: str
    intent: str
    spans: tuple[Span, ...]
    labels: dict[str, str]
    audience: tuple[str, ...]
    marked: str
    origin: str
    provenance: dict[str, str] = field(default_factory=dict)
    labels_only: bool = False


def read_folder(folder: Path) -> list[Line]:
    """All lines of all YAML files of a folder, in the order of file names."""
    return [line for path in sorted(folder.glob("*.yml")) for line in read_file(path)]


def read_file(path: Path) -> Iterator[Line]:
    """The lines of one file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, block in enumerate(content["nlu"], 1):
        labels = dict(block.get("metadata") or {})
        audience = tuple(labels.pop("audience", None) or ())
        came_from = {name: str(labels.pop(name)) for name in PROVENANCE if name in labels}
        for row, item in enumerate(block["examples"].splitlines(), 1):
            if not item.startswith("- "):
                if item.strip():
                    raise ValueError(f"{path.name}, block {number}, line {row}: no leading '- '")
                continue
            text, spans, marked = unmark(item[2:].strip())
            origin = f"{path.name}:{number}:{row}"
            yield Line(text, block["intent"], spans, labels, audience, marked, origin, came_from)


def unmark(marked: str) -> tuple[str, tuple[Span, ...], str]:
    """Plain text, spans and marked text, all normalised, of a line with ``[value](entity)`` marks.

    Each stretch between marks is normalised by itself, since that can change its length.
    """
    text, again, spans, done = "", "", [], 0
    for match in MARK.finditer(marked):
        between, value = normalise(marked[done : match.start()]).text, normalise(match[1]).text
        start = len(text) + len(between)
        text += between + value
        again += f"{between}[{value}]({match[2]})"
        spans.append(Span(match[2], start, start + len(value)))
        done = match.end()
    rest = normalise(marked[done:]).text
    return text + rest, tuple(spans), again + rest
