"""A ledger of its own, and bringing old ones into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.old_ledger.report import Report
from nlu.backend import Local, local
from storage.store import Store
from tests.app.old_ledgers import KEY, NOW, PROFILE, Bring, imported


@pytest.fixture(scope="session")
def near() -> Local:
    return local(PROFILE)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path / 'ledger.db'}", KEY, lambda: NOW)
    yield store
    await store.close()


@pytest.fixture
def bring(store: Store, near: Local, tmp_path: Path) -> Bring:
    """Import lines, or a file that is there."""

    async def brought(source: str | Path, *, dry_run: bool = False, sheet: str | None = None) -> Report:
        path = source if isinstance(source, Path) else tmp_path / "old.csv"
        if isinstance(source, str):
            path.write_text(source, "utf-8-sig")
        return await imported(store, near, path, dry_run=dry_run, sheet=sheet)

    return brought
