"""Open cases about the same thing at the same place."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.scope import Scope
from storage.tables import OPEN, cases

CANDIDATES = 500
"""The newest so many open cases of a town and category are looked at."""


class About(NamedTuple):
    """What a need is about and where."""

    town: str | None
    village: str | None
    category: str
    topic: str | None
    venue: str | None


_CANDIDATES = (
    sa.select(cases.c.no, cases.c.village, cases.c.topic, cases.c.venue)
    .where(
        cases.c.town == sa.bindparam("town"),
        cases.c.category == sa.bindparam("category"),
        cases.c.received_at >= sa.bindparam("since"),
        OPEN,
    )
    .order_by(cases.c.received_at.desc(), cases.c.no.desc())
    .limit(CANDIDATES)
)


def find(scope: Scope, about: About, since: datetime, limit: int) -> list[str]:
    """Return case numbers, the closest first, among equals the newest."""
    if about.town is None or not (about.topic or about.venue):
        return []
    rows = scope.all(_CANDIDATES, town=about.town, category=about.category, since=since)
    scored = [(closeness(about, row), row.no) for row in rows]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [no for _, no in best[:limit]]


def closeness(about: About, row: Any) -> int:
    """Return 0 for another thing or another village, else the higher the closer."""
    if about.village and row.village and about.village != row.village:
        return 0
    thing = 2 * _alike(about.topic, row.topic) + 2 * _alike(about.venue, row.venue)
    return thing and thing + (about.village is not None and about.village == row.village)


def _alike(one: str | None, other: str | None) -> int:
    if not one or not other:
        return 0
    return 2 if one == other else int(one in other or other in one)
