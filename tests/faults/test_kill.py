"""Invariant 3: killed anywhere, the bot has either not seen a message or has done all of it, once."""

from pathlib import Path
from typing import Any

import pytest

from app.rehearsal.stage import KEY
from storage.people import CaseFilter
from storage.store import Store
from storage.tx import Tx
from tests.faults.victim import NOW, live_and_die

SCRIPTS = {
    "one need, confirmed": (
        "西里镇金星村书屋的门老是锁着，孩子放学进不去，电话13900001104",
        "对",
        "再补充一下，星期六星期天也锁着",
    ),
    "two needs, a person wanted, taken back": (
        "我是东里镇东里村的，两个事：一是戏台顶棚漏雨，二是想给老人办个合唱班，不留电话",
        "对",
        "转人工",
    ),
}


async def _after(url: str) -> dict[str, Any]:
    store = await Store.open(url, KEY, lambda: NOW)
    try:
        return await store.read(_facts)
    finally:
        await store.close()


def _facts(tx: Tx) -> dict[str, Any]:
    """What must be the same whether or not the bot died on the way; ids of people are random."""
    cases = sorted(tx.ledger.cases(CaseFilter(limit=100)), key=lambda case: case.no)
    return {
        "cases": [(c.no, c.words, c.status, c.version, c.contact_phone) for c in cases],
        "entries": [[type(x.body).__name__ for x in tx.ledger.entries(f"case:{c.no}")] for c in cases],
        "tasks": [task.task for task in tx.tasks.list(limit=50)],
        "replies": [row.message.text for row in tx.outbox.rows("pending", 100)],
        "backlog": tx.inbox.backlog(100),
        "findings": tx.ledger.verify(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
async def test_killed_at_every_step_and_restarted(name: str, tmp_path: Path, localities) -> None:
    live, reader = localities("yiyuan")
    script = SCRIPTS[name]
    clean = f"sqlite:///{tmp_path / 'clean.db'}"
    _, steps = live_and_die(clean, script, 0, 0, live, reader)
    expected = await _after(clean)
    assert expected["cases"]
    assert expected["findings"] == []
    for fatal in range(1, steps + 1):
        url = f"sqlite:///{tmp_path / f'killed{fatal}.db'}"
        acknowledged, made = live_and_die(url, script, fatal, 0, live, reader)
        assert made == 0, f"not killed at step {fatal} of {steps}"
        acknowledged, made = live_and_die(url, script, 0, acknowledged, live, reader)
        assert acknowledged == len(script)
        assert await _after(url) == expected, f"killed at step {fatal} of {steps}"
