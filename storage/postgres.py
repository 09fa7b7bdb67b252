"""PostgreSQL: each job in a transaction of its own, repeated when another one got in the way."""

import asyncio
import random
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

T = TypeVar("T")
ATTEMPTS = 10
REPEATABLE = frozenset({"40001", "40P01", "23505"})
"""Serialization failure, deadlock, and a unique value that another transaction took first."""
POOL = 8
WAIT_S = 600
"""Work queues for a connection rather than fail; callers that cannot wait set their own limit."""
READ_ONLY = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}


class Postgres:
    """A database on a PostgreSQL server."""

    def __init__(self, url: URL) -> None:
        self._async = create_async_engine(
            url.set(drivername="postgresql+asyncpg"), pool_size=POOL, max_overflow=POOL, pool_timeout=WAIT_S,
            connect_args={"prepared_statement_cache_size": 500},
        )  # fmt: skip
        self.engine = self._async.sync_engine

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction; it may run more than once, so it must do nothing else."""
        for attempt in range(ATTEMPTS):
            try:
                async with self._async.begin() as connection:
                    return await connection.run_sync(work)
            except DBAPIError as error:
                if attempt == ATTEMPTS - 1 or getattr(error.orig, "sqlstate", None) not in REPEATABLE:
                    raise
            await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - spreads repeats
        raise AssertionError("not reached")

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work on one snapshot of the data."""
        async with self._async.connect() as connection:
            await connection.execution_options(**READ_ONLY)
            async with connection.begin():
                return await connection.run_sync(work)

    async def close(self) -> None:
        """Close the pool."""
        await self._async.dispose()
