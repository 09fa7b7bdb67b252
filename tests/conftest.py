"""What all tests share: the default locality, its understanding, and rehearsals."""

import logging
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, settings

from app.logs import configure_logs
from app.rehearsal.play import Played, play
from app.rehearsal.scenario import Scenario
from config.errors import ConfigError
from config.live import LiveProfile
from nlu.backend import Local, local

configure_logs(logging.INFO)
settings.register_profile(
    "ours", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")
"""No example is too slow on a machine with other work, and every run looks at the same ones."""


def refuse(error: ConfigError) -> None:
    """No test may change a profile to a broken one unnoticed."""
    raise AssertionError(str(error))


@pytest.fixture(scope="session")
def localities() -> Callable[[str], tuple[LiveProfile, Local]]:
    """Profiles with their understanding, loaded once each."""
    loaded: dict[str, tuple[LiveProfile, Local]] = {}

    def get(name: str) -> tuple[LiveProfile, Local]:
        if name not in loaded:
            live = LiveProfile(name, refuse)
            loaded[name] = (live, local(live.current().profile))
        return loaded[name]

    return get


@pytest.fixture
def rehearse(
    localities: Callable[[str], tuple[LiveProfile, Local]],
) -> Callable[[Scenario], Awaitable[Played]]:
    """Play a scenario on a fresh ledger."""

    async def run(scenario: Scenario, url: str | None = None) -> Played:
        live, reader = localities(scenario.profile or "yiyuan")
        return await play(scenario, live, reader, url)

    return run
