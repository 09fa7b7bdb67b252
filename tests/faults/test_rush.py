"""Three-second commits, nobody there to understand, two hundred callbacks a second: WeChat never waits in vain.

``python -m benchmarks.rush`` measures the same, and a healthy database.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.rush import rush

PATIENCE = 2.0
"""Seconds, half of what the bot has in life: WeChat hangs up after five, however slow the machine is that tests."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "commit", "again"), [(300, 3.0, 0), (100, 0.0, 2)], ids=["slow", "three times"]
)
async def test_every_follower_gets_one_answer(tmp_path: Path, count: int, commit: float, again: int) -> None:
    outcome = await rush(tmp_path, count, 200, commit, again, PATIENCE)
    assert (outcome.hung_up, outcome.given_up) == (0, [])
    assert set(outcome.statuses) <= {200, 503}
    assert outcome.heard == Counter(outcome.followers)
    assert {openid: len(texts) for openid, texts in outcome.shown.items()} == dict.fromkeys(
        outcome.followers, 1
    )
