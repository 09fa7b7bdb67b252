"""Does the ledger hold? Recomputes every chain, every fold and the serials."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from storage.case import fold
from storage.chain import Link
from storage.errors import StorageError
from storage.journal import READABLE, Journal
from storage.rows import case_columns, case_of
from storage.scope import Scope
from storage.tables import cases, counters, entries

_ENTRIES = READABLE.order_by(entries.c.stream, entries.c.version).execution_options(yield_per=1000)
_ROW = sa.select(cases).where(cases.c.no == sa.bindparam("no"))
_ORPHANS = sa.select(cases.c.no).where(
    ~sa.exists().where(entries.c.stream == sa.literal("case:") + cases.c.no)
)
_NUMBERS = sa.select(cases.c.no).execution_options(yield_per=10000)
_COUNTERS = sa.select(counters.c.name, counters.c.serial)


def verify(scope: Scope, journal: Journal) -> list[str]:
    """Return what does not hold, each naming stream and version; empty if all holds."""
    faults: list[str] = []
    rows = scope.execute(_ENTRIES)
    for stream, history in groupby(rows, key=lambda row: row.stream):
        faults += check_stream(scope, journal, stream, list(history))
    faults += [f"case:{row.no} has a row but no entries" for row in scope.all(_ORPHANS)]
    return faults + list(check_serials(scope))


def check_stream(scope: Scope, journal: Journal, stream: str, history: list[Any]) -> list[str]:
    """Return the faults of one stream."""
    broken = list(check_chain(stream, history))
    if broken or not stream.startswith("case:"):
        return broken
    try:
        return list(check_fold(scope, journal, stream, history))
    except (StorageError, ValueError, TypeError) as error:
        return [f"{stream} version {len(history)}: cannot be folded ({error})"]


def check_chain(stream: str, history: list[Any]) -> Iterator[str]:
    """Yield entries that are missing or whose hash does not follow."""
    previous = ""
    for expected, row in enumerate(history, start=1):
        if row.version != expected:
            yield f"{stream} version {expected}: missing"
            return
        if row.hash != Link(*(getattr(row, name) for name in Link._fields)).hash(previous):
            yield f"{stream} version {row.version}: the hash does not follow"
        previous = row.hash


def check_fold(scope: Scope, journal: Journal, stream: str, history: list[Any]) -> Iterator[str]:
    """Yield how the stored case differs from the fold of its entries."""
    row = scope.first(_ROW, no=stream.removeprefix("case:"))
    if row is None:
        yield f"{stream} version 1: has no case row"
        return
    case = fold(journal.read(history))
    if row.head != history[-1].hash or row.version != case.version:
        yield f"{stream} version {row.version}: the row stands at another entry"
    if case_of(scope, row) != case:
        yield f"{stream} version {row.version}: the stored case is not the fold"
    wrong = [name for name, value in case_columns(case).items() if getattr(row, name) != value]
    if wrong:
        yield f"{stream} version {row.version}: columns differ: {', '.join(wrong)}"


def check_serials(scope: Scope) -> Iterator[str]:
    """Yield days whose counter and case numbers disagree, or that lack a number."""
    given = Counter[str]()
    highest = Counter[str]()
    for row in scope.execute(_NUMBERS):
        day, _, serial = row.no.removeprefix("WH").partition("-")
        given[day] += 1
        highest[day] = max(highest[day], int(serial))
    drawn = {row.name: row.serial for row in scope.all(_COUNTERS) if row.name.isdigit()}
    for day in sorted(drawn.keys() | given.keys()):
        if not given[day] == highest[day] == drawn.get(day, 0):
            yield (f"serials of {day}: {given[day]} cases up to {highest[day]}, "
                   f"counter at {drawn.get(day, 0)}")  # fmt: skip
