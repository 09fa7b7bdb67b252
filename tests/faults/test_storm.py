"""Out of order, twice, forty at a time, and killed on the way: nothing lost, nothing doubled, order kept.

``python -m benchmarks.storm`` is the same with 10,000 updates.
"""

from pathlib import Path

import pytest

from tests.faults.storm import SCRIPT, storm


@pytest.mark.slow
async def test_a_storm_of_updates_with_kills_changes_nothing(tmp_path: Path) -> None:
    outcome = await storm(tmp_path, chats=80, kills=3, seed=11)
    assert outcome.kills == 3
    assert outcome.deliveries >= 80 * len(SCRIPT) * 1.2
    assert outcome.heard == outcome.said
    assert outcome.unanswered == []
    assert set(outcome.cases.values()) == {1}
    assert len(outcome.cases) == 80
    assert (outcome.backlog, outcome.findings) == (0, [])
