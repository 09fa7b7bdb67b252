"""A survey to many: nobody is left out, the bot's death in the middle included, and answers go first.

``python -m benchmarks.mailing`` is the same for 5,000 chats, with the pace measured.
"""

import asyncio
from pathlib import Path

import pytest

from connectors.limits import PACES
from tests.faults.mailing import FIRST_CHAT, mail
from tests.patience import START


@pytest.mark.slow
async def test_a_survey_survives_a_kill_and_lets_answers_pass(tmp_path: Path) -> None:
    async with asyncio.timeout(2 * START):
        outcome = await mail(tmp_path, chats=150, kill_after=60)
    at_once = PACES["telegram"].at_once
    assert set(outcome.received) == set(range(FIRST_CHAT, FIRST_CHAT + 150))
    asker = FIRST_CHAT + 7
    twice = [chat for chat, count in outcome.received.items() if count > 1 and chat != asker]
    assert len(twice) <= at_once, "only what was under way at the kill may come twice"
    assert outcome.before_answer <= 2 * at_once
