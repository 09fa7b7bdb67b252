"""Open cases about the same thing at the same place.

Where no town was named, or none is in a case, the same house of the county may still be meant: then the venue must
be the very same.
"""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.scope import Scope
from storage.tables import OPEN, cases

CANDIDATES = 500
"""The newest so many open cases of a town, or without one, are looked at."""
SAME, WITHIN = 2, 1
"""What a name counts that is the same, and one that holds the other."""


class About(NamedTuple):
    """What a need is about and where; without a category those of every one are looked at."""

    town: str | None
    village: str | None
    category: str | None
    topic: str | None
    venue: str | None


def _candidates(town: sa.ColumnElement[bool], *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(cases.c.no, cases.c.town, cases.c.village, cases.c.topic, cases.c.venue)
        .where(town, *conditions, cases.c.received_at >= sa.bindparam("since"), OPEN)
        .order_by(cases.c.received_at.desc(), cases.c.no.desc())
        .limit(CANDIDATES)
    )


_THERE, _NOWHERE = cases.c.town == sa.bindparam("town"), cases.c.town.is_(None)
_OF_ONE = cases.c.category == sa.bindparam("category")
_BY_CATEGORY = _candidates(_THERE, _OF_ONE), _candidates(_NOWHERE, _OF_ONE)
_ALL = _candidates(_THERE), _candidates(_NOWHERE)


def find(scope: Scope, about: About, since: datetime, limit: int) -> list[str]:
    """Return case numbers, the closest first, among equals the newest."""
    if not (about.topic or about.venue):
        return []
    there, nowhere = _BY_CATEGORY if about.category else _ALL
    given = {"category": about.category} if about.category else {}
    rows = scope.all(there, town=about.town, since=since, **given) if about.town else []
    if about.venue:
        rows = [*rows, *scope.all(nowhere, since=since, **given)]
    scored = [(closeness(about, row), row.no) for row in rows]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [no for _, no in best[:limit]]


def closeness(about: About, row: Any) -> int:
    """Return 0 for another thing or another village, else the higher the closer."""
    if about.village and row.village and about.village != row.village:
        return 0
    if (about.town is None or row.town is None) and _alike(about.venue, row.venue) < SAME:
        return 0
    thing = 2 * _alike(about.topic, row.topic) + 2 * _alike(about.venue, row.venue)
    return thing and thing + (about.village is not None and about.village == row.village)


def _alike(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    return SAME if one == other else WITHIN * (one in other or other in one)
