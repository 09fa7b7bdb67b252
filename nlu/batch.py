"""Many texts at once: JSON Lines in, JSON Lines out, same ids and order."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from nlu.understanding import Understanding


class _Row(msgspec.Struct):
    id: str | int
    text: str


def parse_lines(lines: Iterable[str], parse: Callable[[str], Understanding]) -> Iterator[str]:
    """Answer each line ``{"id", "text"}`` with one line; blank lines are left out.

    A line that is not such an object is answered with its id, as far as it has one, and "error".
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield msgspec.json.encode(_answer(line, number, parse)).decode()


def _answer(line: str, number: int, parse: Callable[[str], Understanding]) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line, type=_Row)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return {"id": id_of(line), "error": f"line {number}: {error}"}
    return {"id": row.id, **_fields(parse(row.text))}


def id_of(line: str) -> str | int | None:
    """Return the id of a line as far as it has one."""
    try:
        content = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
    found = content.get("id") if isinstance(content, dict) else None
    return found if isinstance(found, str | int) else None


def _fields(read: Understanding) -> dict[str, Any]:
    return {
        "intent": read.intent,
        "confidence": round(read.confidence, 4),
        "kind": read.kind,
        "category": read.category,
        "urgency": read.urgency,
        "audience": read.audience,
        "faq": read.faq,
        "entities": [
            {"entity": one.entity, "value": one.value, "start": one.start, "end": one.end}
            for one in read.entities
        ],
    }
