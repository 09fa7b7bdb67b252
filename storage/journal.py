"""Streams of entries: append and read. Everything that is ever written to the ledger passes here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from storage.bodies import decode, encode, holds_personal
from storage.chain import Link
from storage.entries import AnyBody, Body, Entry, PersonId
from storage.keyring import Keyring
from storage.scope import Scope
from storage.tables import entries, secrets

_INSERT = sa.insert(entries)
_LAST = (
    sa.select(entries.c.version, entries.c.hash)
    .where(entries.c.stream == sa.bindparam("stream"))
    .order_by(entries.c.version.desc())
    .limit(1)
)
READABLE = sa.select(entries, secrets.c.wrapped).outerjoin(secrets, secrets.c.owner == entries.c.owner)
"""Entries with the stored key of their owner, ready for ``entry_of``."""
_STREAM = READABLE.where(entries.c.stream == sa.bindparam("stream")).order_by(entries.c.version)


class Journal:
    """Entries of one transaction."""

    def __init__(self, scope: Scope, keys: Keyring) -> None:
        self._scope = scope
        self._keys = keys

    def write(self, stream: str, version: int, previous: str, body: Body, *, actor: str,
              person: str | None = None, owner: str = "", at: datetime | None = None) -> Entry:  # fmt: skip
        """Append entry number ``version`` after the one whose hash is ``previous``.

        Personal fields are sealed for the body's own person, else ``person``, else ``owner``.
        """
        person = getattr(body, "person", None) or person
        keeper, key = person or owner or stream, None
        if holds_personal(body):
            keeper, key = self._keys.first(person, owner or stream)
        happened = (at or self._scope.now).astimezone(UTC)  # as it is read back, or the hash would not follow
        placed = Link(stream, version, actor, happened, person, encode(body, key, keeper))
        digest = placed.hash(previous)
        kind = type(body).__name__.lower()
        self._scope.execute(_INSERT, placed._asdict() | {"owner": keeper, "kind": kind, "hash": digest})
        return _entry(placed, body, digest)

    def record(self, stream: str, body: Body, *, actor: str, person: str | None = None) -> Entry:
        """Append to a stream wherever it stands."""
        last = self._scope.first(_LAST, stream=stream)
        version, previous = (last.version, last.hash) if last else (0, "")
        return self.write(stream, version + 1, previous, body, actor=actor, person=person)

    def entries(self, stream: str) -> list[Entry]:
        """Return the entries of a stream, first to last."""
        return self.read(self._scope.all(_STREAM, stream=stream))

    def read(self, rows: Sequence[Any]) -> list[Entry]:
        """Turn rows of ``READABLE`` into entries."""
        return [self.entry_of(row) for row in rows]

    def entry_of(self, row: Any) -> Entry:
        """Turn one row of ``READABLE`` into an entry."""
        body: AnyBody = decode(row.body, self._keys.unwrap(row.owner, row.wrapped), row.owner)
        return _entry(row, body, row.hash)


def _entry(placed: Any, body: Any, digest: str) -> Entry:
    about = PersonId(placed.person) if placed.person else None
    return Entry(placed.stream, placed.version, placed.actor, placed.at, body, person=about, hash=digest)
