"""Many records at once: JSON Lines in, JSON Lines out, same ids and order."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from nlu.batch import id_of
from nlu.calls.record import CallRecord


class _Row(msgspec.Struct):
    id: str | int
    transcript: str


def parse_records(lines: Iterable[str], read: Callable[[str], CallRecord]) -> Iterator[str]:
    """Answer each line ``{"id", "transcript"}`` with one line; blank lines are left out.

    A line that is not such an object is answered with its id, as far as it has one, and "error".
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield msgspec.json.encode(_answer(line, number, read)).decode()


def _answer(line: str, number: int, read: Callable[[str], CallRecord]) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line, type=_Row)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return {"id": id_of(line), "error": f"line {number}: {error}"}
    return {"id": row.id, **msgspec.to_builtins(read(row.transcript))}
