"""The dialogues, and the rehearsal of each, made once for all wires that can do the same."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path

import pytest

from app.compose import utc_now
from app.rehearsal.play import Played, play
from app.rehearsal.scenario import Scenario
from app.rehearsal.stage import KEY
from config.live import LiveProfile
from connectors.limits import PACES, UNPACED
from nlu.backend import Local
from storage.store import Store
from tests.connectors.wire.bot import LEDGER

Rehearsed = Callable[[Scenario], Awaitable[Played]]


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a dialogue stands still, so no platform's pace may be waited for; tests of their own keep it."""
    for name in PACES:
        monkeypatch.setitem(PACES, name, UNPACED)


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with its tables, which cost more to make than a dialogue."""
    made = tmp_path_factory.mktemp("empty") / LEDGER

    async def make() -> None:
        await (await Store.open(f"sqlite:///{made}", KEY, utc_now)).close()

    asyncio.run(make())
    return made


@pytest.fixture
def room(tmp_path: Path, empty_ledger: Path) -> Callable[[], Path]:
    """Make folders, each with an empty ledger."""
    numbers = count()

    def make() -> Path:
        folder = tmp_path / f"{next(numbers)}"
        folder.mkdir()
        shutil.copy(empty_ledger, folder)
        return folder

    return make


@pytest.fixture(scope="session")
def rehearsals() -> dict[str, Played]:
    return {}


@pytest.fixture
def rehearsed(
    localities: Callable[[str], tuple[LiveProfile, Local]],
    rehearsals: dict[str, Played],
    room: Callable[[], Path],
) -> Rehearsed:
    async def get(scenario: Scenario) -> Played:
        key = scenario.model_dump_json()
        if key not in rehearsals:
            live, near = localities(scenario.profile or "yiyuan")
            rehearsals[key] = await play(scenario, live, near, f"sqlite:///{room() / LEDGER}")
        return rehearsals[key]

    return get
