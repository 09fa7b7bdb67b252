"""SQLite: one writer thread, one connection, commits in groups (docs/decisions/0002-one-writer.md)."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, StaticPool

from storage.errors import StoreClosedError

T = TypeVar("T")
GROUP = 256
"""So many jobs may share a commit; more would keep the others waiting."""
FOR_A_SECOND = 1000
"""So many more for each second that the last commit took: where that is what is waited for, all go along."""
BUSY_MS = 30_000
READERS = 2
PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "secure_delete=ON",
    "cache_size=-65536", "mmap_size=268435456", "temp_store=MEMORY",
)  # fmt: skip

Job = tuple[Callable[[Connection], Any], "asyncio.Future[Any]"]
Outcome = tuple[Any, BaseException | None]


class SQLite:
    """A database file, or one in memory when ``path`` is None."""

    def __init__(self, path: Path | None) -> None:
        self.engine = _engine(path, "BEGIN IMMEDIATE")
        self._readers = _readers(path)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False
        self._thread = Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in the writer thread; returns after the commit that holds it."""
        if self._closed:
            raise StoreClosedError("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((work, future))
        return await future

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run work on a read-only connection beside the writer."""
        if self._readers is None:
            return await self.run(work)
        job = partial(_read, self._readers, work)
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    async def close(self) -> None:
        """Finish the jobs that were handed in, then close the file."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._pool.shutdown()
        for engine in filter(None, (self._readers, self.engine)):
            engine.dispose()

    def _write(self) -> None:
        more, took = True, 0.0
        while more:
            jobs, more = self._take(max(GROUP, int(FOR_A_SECOND * took)))
            if jobs:
                outcomes, took = _group(self.engine, jobs)
                _deliver(jobs, outcomes)

    def _take(self, most: int) -> tuple[list[Job], bool]:
        """Wait for a job, then take those that are there, at most so many; False after the last."""
        jobs: list[Job] = []
        job = self._jobs.get()
        with contextlib.suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == most:
                    break
                job = self._jobs.get_nowait()
        return jobs, job is not None


def _group(engine: Engine, jobs: list[Job]) -> tuple[list[Outcome], float]:
    """Run jobs in one transaction; if that fails as a whole, all of them fail. Also the seconds of its commit."""
    try:
        with engine.begin() as connection:
            driver = connection.connection.dbapi_connection
            outcomes = [_attempt(connection, driver, work) for work, _ in jobs]
            begun = monotonic()
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the callers, not to this thread
        return [(None, error) for _ in jobs], 0.0
    return outcomes, monotonic() - begun


def _attempt(connection: Connection, driver: Any, work: Callable[[Connection], Any]) -> Outcome:
    """Run one job in its own savepoint, so that its failure undoes only itself."""
    driver.execute("SAVEPOINT job")  # past SQLAlchemy, which compiles every savepoint anew
    try:
        result = work(connection)
    except Exception as error:  # noqa: BLE001 - handed to the caller
        driver.execute("ROLLBACK TO job")
        return None, error
    finally:
        driver.execute("RELEASE job")
    return result, None


def _deliver(jobs: list[Job], outcomes: list[Outcome]) -> None:
    """Complete the futures, with one wake-up for each event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]] = {}
    for (_, future), outcome in zip(jobs, outcomes, strict=True):
        loops.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, settled in loops.items():
        with contextlib.suppress(RuntimeError):  # that loop is closed, nobody waits any more
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple["asyncio.Future[Any]", Outcome]]) -> None:
    for future, (result, error) in settled:
        if future.done():
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


def _read(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.connect() as connection, connection.begin():
        return work(connection)


def _readers(path: Path | None) -> Engine | None:
    return None if path is None else _engine(path, "BEGIN", "query_only=ON")


def _engine(path: Path | None, begin: str, *pragmas: str) -> Engine:
    options = {"check_same_thread": False}
    if path is None:
        engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args=options)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # the files beside it take over this mode
        engine = sa.create_engine(f"sqlite:///{path}", connect_args=options)
    sa.event.listen(engine, "connect", partial(_prepare, (*PRAGMAS, *pragmas)))
    sa.event.listen(engine, "begin", partial(_begin, begin))
    return engine


def _prepare(pragmas: tuple[str, ...], connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by ``_begin``, not by the driver
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)
