"""The review queue: redacted messages that staff label, so that the next training learns from them."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from storage.calendar import day_of, day_span
from storage.review_items import Finding, Labels, Reading, Review, State
from storage.scope import Scope
from storage.tables import reviews

_ADD = sa.insert(reviews).returning(reviews.c.id)
_OPEN = sa.literal_column("'open'", sa.Text)  # literal, so that the partial index serves
_open = reviews.c.state == _OPEN
_KNOWN = sa.select(reviews.c.id).where(reviews.c.text == sa.bindparam("words"), _open).limit(1)
_PROPOSE = (
    sa.update(reviews)
    .where(reviews.c.id == sa.bindparam("item"))
    .values(reason=sa.bindparam("why"), proposal=sa.bindparam("labels"))
)
_COUNT = sa.select(sa.func.count()).select_from(reviews)
_TODAY = _COUNT.where(reviews.c.at >= sa.bindparam("start"), reviews.c.at < sa.bindparam("end"))
_WAITING = _COUNT.where(_open)
_NEXT = (
    sa.select(reviews)
    .where(_open, reviews.c.id > sa.bindparam("after"))
    .order_by(reviews.c.id)
    .limit(sa.bindparam("limit"))
)
_GET = sa.select(reviews).where(reviews.c.id == sa.bindparam("item"))
_LABELLED = sa.select(reviews).where(reviews.c.state == "labelled").order_by(reviews.c.id)
_DECIDE = (
    sa.update(reviews)
    .where(reviews.c.id == sa.bindparam("item"), _open)
    .values(state=sa.bindparam("to"), label=sa.bindparam("labels"), by=sa.bindparam("who"),
            decided_at=sa.bindparam("moment"))
)  # fmt: skip
_EXPORTED = (
    sa.update(reviews)
    .where(reviews.c.id.in_(sa.bindparam("items", expanding=True)), reviews.c.exported_at.is_(None))
    .values(exported_at=sa.bindparam("moment"))
)


class Reviews:
    """The review queue in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, finding: Finding, *, per_day: int) -> int | None:
        """Keep a finding; None where its words wait already or the day (Asia/Shanghai) is full.

        What people say that waiting words mean is added to them.
        """
        known = self._scope.integer(_KNOWN, words=finding.text)
        if known is not None:
            self._propose(known, finding)
            return None
        start, end = day_span(day_of(self._scope.now))
        if (self._scope.integer(_TODAY, start=start, end=end) or 0) >= per_day:
            return None
        row = {
            "at": self._scope.now, "text": finding.text, "reading": _json(finding.reading),
            "reason": finding.reason, "channel": finding.channel, "state": "open",
            "proposal": _json(finding.proposal), "label": None, "by": "", "decided_at": None,
            "exported_at": None,
        }  # fmt: skip
        return self._scope.execute(_ADD, row).scalar_one()  # type: ignore[no-any-return]

    def _propose(self, item: int, finding: Finding) -> None:
        if finding.proposal is not None:
            labels = _json(finding.proposal)
            self._scope.execute(_PROPOSE, {"item": item, "why": finding.reason, "labels": labels})

    def waiting(self) -> int:
        """Return how many are open."""
        return self._scope.integer(_WAITING) or 0

    def open(self, *, after: int = 0, limit: int = 1) -> list[Review]:
        """Return open items with an id above ``after``, oldest first."""
        return [_review(row) for row in self._scope.all(_NEXT, after=after, limit=limit)]

    def get(self, item: int) -> Review | None:
        """Return an item, or None."""
        row = self._scope.first(_GET, item=item)
        return _review(row) if row else None

    def label(self, item: int, labels: Labels, *, by: str) -> bool:
        """Say what an open item means; False where it is not open any more."""
        return self._decide(item, "labelled", _json(labels), by)

    def drop(self, item: int, *, by: str) -> bool:
        """Put an open item away: nothing is to be learnt from it; False where it is not open any more."""
        return self._decide(item, "dropped", None, by)

    def _decide(self, item: int, to: State, labels: str | None, by: str) -> bool:
        done = {"item": item, "to": to, "labels": labels, "who": by, "moment": self._scope.now}
        return self._scope.execute(_DECIDE, done).rowcount > 0

    def labelled(self) -> list[Review]:
        """Return everything that was labelled, exported or not, oldest first."""
        return [_review(row) for row in self._scope.all(_LABELLED)]

    def exported(self, items: Sequence[int]) -> int:
        """Mark items as handed to training; returns how many were not before."""
        done = {"items": list(items), "moment": self._scope.now}
        return self._scope.execute(_EXPORTED, done).rowcount


def _json(value: msgspec.Struct | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _labels(text: str | None) -> Labels | None:
    return None if text is None else msgspec.json.decode(text, type=Labels)


def _review(row: Any) -> Review:
    reading = msgspec.json.decode(row.reading, type=Reading)
    finding = Finding(row.text, reading, row.reason, row.channel, _labels(row.proposal))
    return Review(row.id, row.at, finding, row.state, _labels(row.label), row.by, row.decided_at,
                  row.exported_at)  # fmt: skip
