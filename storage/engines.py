"""What the store asks of a database engine."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Database(Protocol):
    """Runs work in transactions. ``engine`` is the synchronous engine whose events fire."""

    engine: Engine

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction of its own, durable when this returns."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work that only reads."""

    async def close(self) -> None:
        """Finish what was handed in, then let go of the database."""
