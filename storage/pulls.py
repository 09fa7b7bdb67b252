"""Platforms that are asked for their messages: up to where each was read, and who asks now.

A call (the platform says that something is there) is written down before it is acknowledged, and only
served once everything was read; so a process that dies leaves it to the next. One asks at a time: a
lease says who. A position moves only from where its reader began, so that one whose lease ran out cannot
turn back what another has read since.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import Column, Integer, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata, text

pulls = Table(
    "pulls", metadata,
    text("name", primary_key=True),
    text("position"),
    Column("ticket", LargeBinary, nullable=False),
    Column("called_at", Utc, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("served", Integer, nullable=False),
    Column("pulled_at", Utc, nullable=False),
    Column("busy_until", Utc, nullable=False),
)  # fmt: skip
LEASE = timedelta(seconds=60)
"""How long the others leave a source to the one that reads it; each page renews it."""

_which = pulls.c.name == sa.bindparam("of")
_new = insert(pulls)
_CALL = _new.on_conflict_do_update(
    index_elements=["name"],
    set_={"wanted": pulls.c.wanted + 1, "ticket": _new.excluded.ticket, "called_at": _new.excluded.called_at},
)
_DUE = (
    sa.select(pulls.c.name)
    .where(
        pulls.c.name.like(sa.bindparam("of")),
        pulls.c.busy_until <= sa.bindparam("at"),
        sa.or_(pulls.c.wanted > pulls.c.served, pulls.c.pulled_at <= sa.bindparam("stale")),
    )
    .order_by(pulls.c.name)
)
_TURN = (
    sa.update(pulls)
    .where(_which, pulls.c.busy_until <= sa.bindparam("at"))
    .values(busy_until=sa.bindparam("until"))
    .returning(pulls)
)
_MOVE = (
    sa.update(pulls)
    .where(_which, pulls.c.position == sa.bindparam("before"))
    .values(position=sa.bindparam("after"), busy_until=sa.bindparam("until"))
)
_SERVED = (
    sa.update(pulls)
    .where(_which)
    .values(served=sa.bindparam("seen"), pulled_at=sa.bindparam("at"), busy_until=sa.bindparam("at"))
)
_REST = sa.update(pulls).where(_which).values(busy_until=sa.bindparam("until"))


@dataclass(frozen=True, slots=True)
class Pull:
    """One's turn to read a source from ``position`` ("" from the beginning).

    ``ticket`` came with the last call, "" where it is too old; ``wanted`` counts the calls so far.
    """

    position: str
    ticket: str
    wanted: int


class Pulls:
    """The sources in one transaction, each by a name of its own."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def call(self, name: str, ticket: str) -> None:
        """The platform says that something is there; ``ticket`` is good for asking."""
        now, sealed = self._scope.now, self._scope.vault.seal(ticket.encode(), f"pull:{name}")
        row = {"name": name, "position": "", "ticket": sealed, "called_at": now, "wanted": 1,
               "served": 0, "pulled_at": now, "busy_until": now}  # fmt: skip
        self._scope.execute(_CALL, row)

    def due(self, prefix: str, stale: timedelta) -> list[str]:
        """Return the sources that called, or were not read for ``stale``, and that nobody reads now."""
        now = self._scope.now
        return [row.name for row in self._scope.all(_DUE, of=f"{prefix}%", at=now, stale=now - stale)]

    def turn(self, name: str, good: timedelta) -> Pull | None:
        """Return the caller's turn to read, None while another reads; a ticket is ``good`` for so long."""
        now = self._scope.now
        row = self._scope.execute(_TURN, {"of": name, "at": now, "until": now + LEASE}).first()
        if row is None:
            return None
        fresh = row.called_at + good > now
        ticket = self._scope.vault.open(row.ticket, f"pull:{name}").decode() if fresh else ""
        return Pull(row.position, ticket, row.wanted)

    def move(self, name: str, before: str, after: str) -> bool:
        """Everything up to ``after`` is kept; False where another has read on from ``before``."""
        until = self._scope.now + LEASE
        moved = self._scope.execute(_MOVE, {"of": name, "before": before, "after": after, "until": until})
        return moved.rowcount == 1

    def served(self, name: str, wanted: int) -> None:
        """All was read that the first ``wanted`` calls were about; the next one may read."""
        self._scope.execute(_SERVED, {"of": name, "seen": wanted, "at": self._scope.now})

    def rest(self, name: str, span: timedelta) -> None:
        """It did not go; nobody tries again before ``span`` is over."""
        self._scope.execute(_REST, {"of": name, "until": self._scope.now + span})
