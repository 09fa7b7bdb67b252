"""Both engines behind one fixture; a clock that tests turn."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from storage.store import Store
from tests import postgres

KEY = b"a key for tests, 32 bytes long .."
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""09:00 in Asia/Shanghai."""
_names = count(1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("the PostgreSQL server binaries are not installed")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return postgres.create_database(request.getfixturevalue("server"), f"t{next(_names)}")


Opener = Callable[[], Awaitable[Store]]


@pytest.fixture
async def opener(url: str, clock: Clock) -> AsyncIterator[Opener]:
    """Opens stores on the same database, as several processes would."""
    async with AsyncExitStack() as stack:

        async def open_store() -> Store:
            store = await Store.open(url, KEY, clock)
            stack.push_async_callback(store.close)
            return store

        yield open_store


@pytest.fixture
async def store(opener: Opener) -> Store:
    return await opener()
