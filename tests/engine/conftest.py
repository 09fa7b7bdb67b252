"""What the tests of the engine share."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.store import Store
from tests.engine.resident import KEY, START, Resident


@pytest.fixture
async def resident(tmp_path: Path, localities: Callable) -> AsyncIterator[Resident]:
    live, reader = localities("yiyuan")
    store = await Store.open(f"sqlite:///{tmp_path / 'doubt.db'}", KEY, lambda: START)
    yield Resident(store, live, reader)
    await store.close()
