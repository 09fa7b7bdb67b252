"""What staff labelled, as training data: one block a message, with where it came from.

- intent: submit_need
  metadata: {kind: complaint, ..., source: review, item: 12, date: '2026-11-20'}
  examples: |
    - [文化站](venue)的门老是锁着
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SOURCE = "review"
_BRACKETS = str.maketrans("[]{}", "【】【】")
"""Brackets of the message itself would read as marks."""


@dataclass(frozen=True)
class Learnt:
    """A redacted message with the labels given to it. ``spans`` are (entity, words), ``date`` an ISO day
    in Asia/Shanghai, ``item`` its number in the review queue."""

    text: str
    intent: str
    item: int
    date: str
    labels: dict[str, str] = field(default_factory=dict)
    audience: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()


class _Block(str):
    """Text written as a YAML literal block."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes examples as literal blocks, as Rasa asks for."""


_Dumper.add_representer(_Block, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


def write(learnt: Iterable[Learnt], path: Path) -> None:
    """Write the whole file anew, the same for the same messages.

    ValueError where the file holds lines that did not come from the queue: nobody's work is overwritten.
    """
    if path.exists() and not _is_ours(path):
        raise ValueError(f"{path} holds lines that did not come from the review queue")
    content = {"version": "3.1", "nlu": [_block(one) for one in learnt]}
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _is_ours(path: Path) -> bool:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    blocks = content.get("nlu") or []
    return all((block.get("metadata") or {}).get("source") == SOURCE for block in blocks)


def _block(one: Learnt) -> dict[str, Any]:
    labels: dict[str, Any] = {**one.labels, **({"audience": list(one.audience)} if one.labels else {})}
    provenance = {"source": SOURCE, "item": one.item, "date": one.date}
    example = _Block(f"- {marked(one.text, one.spans)}\n")
    return {"intent": one.intent, "metadata": {**labels, **provenance}, "examples": example}


def marked(text: str, spans: Sequence[tuple[str, str]]) -> str:
    """Return the text with ``[words](entity)`` around each span, at its first place that is still free."""
    plain = text.translate(_BRACKETS)
    taken: list[tuple[int, int, str]] = []
    for entity, words in spans:
        start = plain.find(words)
        while start >= 0 and any(start < end and begin < start + len(words) for begin, end, _ in taken):
            start = plain.find(words, start + 1)
        if words and start >= 0:
            taken.append((start, start + len(words), entity))
    for start, end, entity in sorted(taken, reverse=True):
        plain = f"{plain[:start]}[{plain[start:end]}]({entity}){plain[end:]}"
    return plain
