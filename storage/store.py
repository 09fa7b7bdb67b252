"""The store: one door to the database, whichever engine is behind it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url

from storage.engines import Database
from storage.migrate import upgrade
from storage.sealing import Vault
from storage.sqlite import SQLite
from storage.tx import Tx

T = TypeVar("T")


class Store:
    """Runs work in transactions. ``engine`` is the SQLAlchemy engine, for its events."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], datetime]) -> None:
        self._database = database
        self._vault = vault
        self._now = now
        self.engine = database.engine

    @classmethod
    async def open(cls, url: str, key: bytes, now: Callable[[], datetime]) -> "Store":
        """Open ``sqlite:///path``, ``sqlite://`` (in memory) or ``postgresql://user@host/db``.

        Brings the tables up to date. ``key`` (at least 16 bytes) seals personal data; ``now`` is a
        clock that returns aware times.
        """
        vault = Vault(key)
        database = connect(make_url(url))

        await database.run(upgrade)
        return cls(database, vault, now)

    def now(self) -> datetime:
        """Return the time by the clock of this store, which is that of the bot."""
        return self._now()

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run work in one transaction, committed and durable when this returns.

        ``work`` must have no other effects: on PostgreSQL it may run again after a conflict.
        """
        return await self._database.run(lambda connection: work(self._begin(connection)))

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run work that writes nothing; on a database file beside the writer, not behind it."""
        return await self._database.read(lambda connection: work(self._begin(connection)))

    async def close(self) -> None:
        """Finish what was handed in and close the database."""
        await self._database.close()

    def _begin(self, connection: Connection) -> Tx:
        return Tx(connection, self._vault, self._now())


def _postgres(url: URL) -> Database:
    from storage.postgres import Postgres  # brings half of SQLAlchemy along, for nothing on SQLite

    return Postgres(url)


ENGINES: dict[str, Callable[[URL], Database]] = {
    "sqlite": lambda url: SQLite(Path(url.database) if url.database else None),
    "postgresql": _postgres,
}


def connect(url: URL) -> Database:
    """Return the database of an address; ValueError for an engine that is not supported."""
    make = ENGINES.get(url.get_backend_name())
    if make is None:
        raise ValueError(f"no such engine: {url.get_backend_name()} (supported: {', '.join(ENGINES)})")
    return make(url)
