"""Counts over the ledger: what came in, where it stands, how it was rated."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from storage.case import SATISFIED
from storage.tables import cases
from storage.tx import Tx

DIMENSIONS = ("month", "status", "town", "category", "kind", "score")
"""Columns of the index that serves these counts, in its order, so that grouping needs no sorting."""


class Stats(msgspec.Struct, frozen=True):
    """Counts of cases. ``town`` counts cases without one under "".

    ``satisfaction`` is the share (0 to 1) of satisfied ratings among ``rated``; None when nobody rated.
    """

    total: int
    open: int
    overdue: int
    status: dict[str, int]
    town: dict[str, int]
    category: dict[str, int]
    kind: dict[str, int]
    month: dict[str, int]
    scores: dict[str, int]
    rated: int
    satisfied: int

    @property
    def satisfaction(self) -> float | None:
        """The share of satisfied ratings; to be shown with ``rated`` beside it."""
        return self.satisfied / self.rated if self.rated else None


def statistics(tx: Tx, on: date, month: str | None = None) -> Stats:
    """Count all cases, or those received in ``month`` (``yyyy-mm``); overdue as of the day ``on``."""
    rows = tx.scope.all(_counted(on, month))

    def total(name: str) -> dict[str, int]:
        return _summed(rows, lambda row: getattr(row, name) or "")

    scores = _summed([row for row in rows if row.score], lambda row: row.score)
    return Stats(
        total=sum(row.n for row in rows),
        open=sum(row.unfinished for row in rows),
        overdue=sum(row.overdue for row in rows),
        status=total("status"), town=total("town"), category=total("category"), kind=total("kind"),
        month=total("month"), scores=scores, rated=sum(scores.values()),
        satisfied=sum(n for score, n in scores.items() if score in SATISFIED),
    )  # fmt: skip


def _counted(on: date, month: str | None) -> sa.Select[Any]:
    unfinished = sa.case((cases.c.finished, 0), else_=1)
    overdue = sa.case((sa.and_(sa.not_(cases.c.finished), cases.c.due < on), 1), else_=0)
    columns = [cases.c[name] for name in DIMENSIONS]
    counted = sa.select(
        *columns,
        sa.func.count().label("n"),
        sa.func.sum(unfinished).label("unfinished"),
        sa.func.sum(overdue).label("overdue"),
    ).group_by(*columns)
    return counted.where(cases.c.month == month) if month else counted


def _summed(rows: Any, key: Callable[[Any], str]) -> dict[str, int]:
    counted = Counter[str]()
    for row in rows:
        counted[key(row)] += row.n
    return dict(sorted(counted.items()))
