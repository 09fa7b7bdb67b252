"""A case as a row: indexed columns beside the sealed document."""

from datetime import date
from typing import Any

from storage.calendar import day_of
from storage.case import Case
from storage.scope import Scope

NO_DEADLINE = date(9999, 12, 31)
"""What the column holds for a case without a deadline, so that it sorts last on both engines."""
PLAIN = ("no", "short", "version", "reporter", "status", "finished", "unit", "town", "village", "venue",
         "topic", "category", "kind", "urgency", "received_at", "score", "query_code", "outside_no", "fingerprint")  # fmt: skip
"""Columns that are attributes of the case under the same name."""


def case_columns(case: Case) -> dict[str, Any]:
    """Return the plain columns of a case."""
    row = {name: getattr(case, name) for name in PLAIN}
    row["due"] = case.due or NO_DEADLINE
    row["outside_part"] = case.outside_part if case.outside_no else None
    row["month"] = f"{day_of(case.received_at):%Y-%m}"
    row["helpers"] = "".join(f"|{helper}|" for helper in case.helpers)
    row["search"] = searched(case)
    return row


def searched(case: Case) -> str:
    """Return the text in which staff find a case: nothing of it is personal."""
    parts = (case.no, case.place, case.venue, case.topic, case.summary)
    return " ".join(filter(None, parts)).lower()


def case_row(scope: Scope, case: Case, head: str) -> dict[str, Any]:
    """Return the whole row of a case; ``head`` is the hash of its last entry."""
    return case_columns(case) | {"head": head, "doc": scope.seal(case, case.no)}


def case_of(scope: Scope, row: Any) -> Case:
    """Return the case of a row."""
    return scope.unseal(row.doc, row.no, Case)
