"""Many texts at once: JSON Lines in, JSON Lines out, same ids and order."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

import msgspec

from nlu.understanding import Understanding


class Identified(Protocol):
    """A row of input."""

    id: str | int


Row = TypeVar("Row", bound=Identified)


class _Row(msgspec.Struct):
    id: str | int
    text: str


def parse_lines(lines: Iterable[str], parse: Callable[[str], Understanding]) -> Iterator[str]:
    """Answer each line ``{"id", "text"}`` with one line, as ``answers`` says."""
    return answers(lines, _Row, lambda row: _fields(parse(row.text)))


def answers(
    lines: Iterable[str], row_type: type[Row], answer: Callable[[Row], dict[str, Any]]
) -> Iterator[str]:
    """Answer each line, an object of ``row_type``, with its id and what ``answer`` makes of it; blank lines are left out.

    A line that is not such an object is answered with its id, as far as it has one, and "error".
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield msgspec.json.encode(_answered(line, number, row_type, answer)).decode()


def _answered(
    line: str, number: int, row_type: type[Row], answer: Callable[[Row], dict[str, Any]]
) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line, type=row_type)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return {"id": _id_of(line), "error": f"line {number}: {error}"}
    return {"id": row.id, **answer(row)}


def _id_of(line: str) -> str | int | None:
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
