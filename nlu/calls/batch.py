"""Many records at once: JSON Lines in, JSON Lines out, same ids and order."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from nlu.batch import answers
from nlu.calls.record import CallRecord


class _Row(msgspec.Struct):
    id: str | int
    transcript: str


def parse_records(lines: Iterable[str], read: Callable[[str], CallRecord]) -> Iterator[str]:
    """Answer each line ``{"id", "transcript"}`` with one line, as ``nlu.batch.answers`` says."""
    return answers(lines, _Row, lambda row: msgspec.to_builtins(read(row.transcript)))
