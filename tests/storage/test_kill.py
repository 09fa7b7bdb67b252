"""Killed with SIGKILL under load, the store loses nothing acknowledged and doubles nothing."""

import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from storage.people import CaseFilter
from storage.store import Store
from tests.storage.conftest import KEY

ROUNDS = 4
LAST = 100_000


def killed_after(url: str, first: int, lines: int) -> list[int]:
    """Run a writer, kill it after so many acknowledgements, return all that it had given."""
    command = [sys.executable, "-m", "tests.storage.writer_process", url, str(first), str(LAST)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [int(process.stdout.readline()) for _ in range(lines)]
        process.kill()
        return seen + [int(line) for line in process.stdout.read().split("\n")[:-1] if line]


@pytest.mark.slow
async def test_kill_9_loses_and_doubles_nothing(url: str) -> None:
    random.seed(7)
    acknowledged: set[int] = set()
    for _ in range(ROUNDS):
        again = max(acknowledged, default=0) // 2  # half of what is known is delivered again
        acknowledged.update(killed_after(url, again, again + random.randrange(50, 250)))
    store = await Store.open(url, KEY, lambda: datetime.now(UTC))
    cases = await store.read(lambda tx: tx.ledger.cases(CaseFilter(limit=LAST)))
    queued = await store.read(lambda tx: tx.outbox.rows("pending", LAST))
    waiting = await store.read(lambda tx: tx.inbox.backlog(LAST))
    faults = await store.read(lambda tx: tx.ledger.verify())
    await store.close()
    kept = Counter(int(case.outside_no or -1) for case in cases)
    assert acknowledged - kept.keys() == set()
    assert [number for number, times in kept.items() if times > 1] == []
    assert Counter(int(q.message.text) for q in queued) == kept
    assert (waiting, faults) == ([], [])
