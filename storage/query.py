"""What staff list cases by, as conditions on the case row."""

from datetime import date
from typing import Any, cast

import sqlalchemy as sa

from storage.calendar import day_span, month_span
from storage.people import CaseFilter
from storage.tables import OPEN, cases

ORDERS = {
    "received": (cases.c.received_at.desc(), cases.c.no.desc()),
    "due": (cases.c.due, cases.c.no),
}
_open = cast("sa.ColumnElement[bool]", OPEN)
EQUAL = ("unit", "town", "village", "category", "kind", "urgency", "reporter")
"""Filter fields that a column of the same name must equal."""


def listed(wanted: CaseFilter, *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the select of number and document of what a filter lets through.

    The numbers are found first, from an index where one serves; documents are fetched for those only.
    """
    order = ORDERS[wanted.order]
    found = narrowed(sa.select(cases.c.no), wanted).where(*more).order_by(*order)
    page = found.limit(wanted.limit).offset(wanted.offset)
    return sa.select(cases.c.no, cases.c.doc).where(cases.c.no.in_(page)).order_by(*order)


def narrowed(statement: sa.Select[Any], wanted: CaseFilter) -> sa.Select[Any]:
    """Narrow a select over the cases."""
    return statement.where(*conditions(wanted))


def conditions(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of a filter, all of which must hold."""
    equal = [cases.c[name] == value for name in EQUAL if (value := getattr(wanted, name)) is not None]
    return equal + _state(wanted) + _time(wanted) + _text(wanted)


def _state(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.statuses:
        found.append(cases.c.status.in_(wanted.statuses))
    if wanted.open_only or wanted.overdue_on:
        found.append(_open)
    if wanted.unassigned:
        found.append(cases.c.unit.is_(None))
    return found


def _time(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    deadlines = [value for value in (wanted.overdue_on, wanted.due_before) if value]
    found: list[sa.ColumnElement[bool]] = [cases.c.due < date.fromisoformat(value) for value in deadlines]
    spans = [month_span(wanted.month)] if wanted.month else []
    spans += [day_span(date.fromisoformat(wanted.day))] if wanted.day else []
    for begin, end in spans:
        found += [cases.c.received_at >= begin, cases.c.received_at < end]
    return found


def _text(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    words = (wanted.words or "").lower().split()
    found: list[sa.ColumnElement[bool]] = [cases.c.search.contains(word, autoescape=True) for word in words]
    if wanted.helper:
        found.append(cases.c.helpers != sa.literal_column("''"))
        found.append(cases.c.helpers.contains(f"|{wanted.helper}|", autoescape=True))
    return found
