"""Killed with SIGKILL at any commit of a pull, the bot loses nothing and does nothing twice."""

import asyncio
import os
import signal
import traceback
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.service import Service
from config.channels import Kf as Account
from config.form import Forms
from config.live import LiveProfile
from connectors.kf.channel import Kf
from connectors.sender import Sender
from nlu.backend import Local
from storage.people import CaseFilter
from storage.pulls import pulls
from storage.store import Store
from storage.tx import Tx
from tests.connectors.doors import gate
from tests.connectors.kf.platform import CORP, DESK, KEY, SECRET, TOKEN, Platform
from tests.connectors.kf.resident import until

SECRET_KEY = b"k" * 32
PEOPLE = ("wmA", "wmB", "wmC")
NEED = "鲁村镇草埠村放电影的幕布破了，电话13900003302"
FEWEST = 20
STEPS = ("UPDATE pulls", "INSERT INTO pulls", "INSERT INTO inbox", "UPDATE inbox")
"""Statements before which it may die, besides each commit."""


def live_and_die(url: str, fatal: int, live: LiveProfile, reader: Local) -> tuple[int, set[str]]:
    """Run in a child; returns the steps made (0 where it was killed) and the keys of what it sent."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            asyncio.run(_main(url, fatal, live, reader, writable))
        except BaseException:  # noqa: BLE001 - a child must not go on with the tests of its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        told = pipe.read().decode().split()
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the bot failed by itself"
    steps = [int(word) for word in told if word.isdecimal()]
    return (steps[0] if os.WIFEXITED(status) else 0), {word for word in told if not word.isdecimal()}


async def _main(url: str, fatal: int, live: LiveProfile, reader: Local, pipe: int) -> None:
    platform = Telling(pipe)
    platform.page = 2
    for user in PEOPLE:
        item = {"open_kfid": DESK, "external_userid": user, "msgtype": "text", "text": {"content": NEED}}
        platform.happened(DESK, origin=3, **item)
    await platform.start()
    store = await Store.open(url, SECRET_KEY, lambda: datetime.now(UTC))
    service = Service(store, reader, live, Forms.load())
    account = Account(corp_id=CORP, token=TOKEN, aes_key=KEY, secret=SECRET, api=platform.url)
    channel = Kf(account, store, live.current().wording.text, gate(), 1, look=0.01)
    sender = Sender(store, [channel], idle=0.01)
    steps = _arm(store, fatal)
    await service.recover()
    # the platform calls until it was acknowledged
    await store.run(lambda tx: tx.pulls.call(f"kf:{DESK}", platform.ticket(DESK)))
    work = [asyncio.create_task(one) for one in (channel.run(service), sender.run())]
    await until(lambda: store.read(_done))
    os.write(pipe, f" {steps[0]} ".encode())
    await service.idle()
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)


class Telling(Platform):
    """Tells through a pipe what it showed, before the bot knows that it did."""

    def __init__(self, pipe: int) -> None:
        super().__init__()
        self.pipe = pipe

    def _show(self, chat: str, body: dict[str, Any]) -> None:
        os.write(self.pipe, f" {body['msgid']} ".encode())
        super()._show(chat, body)


def _done(tx: Tx) -> bool:
    left = tx.scope.all(sa.select(pulls.c.name).where(pulls.c.wanted > pulls.c.served))
    return not (left or tx.inbox.backlog(1) or tx.outbox.rows("pending"))


def _arm(store: Store, fatal: int) -> list[int]:
    """Count the steps from here on and die at the fatal one; 0 lives for ever."""
    steps = [0]

    def step() -> None:
        steps[0] += 1
        if steps[0] == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.startswith(STEPS):
            step()

    sa.event.listen(store.engine, "before_cursor_execute", statement)
    sa.event.listen(store.engine, "commit", lambda *_: step())
    return steps


def _facts(tx: Tx) -> dict[str, Any]:
    """What must be the same whether or not the bot died on the way."""
    lines = {user: tx.outbox.history(f"kf:{DESK}/{user}") for user in PEOPLE}
    return {
        "said": {user: [(line.mine, line.text) for line in said] for user, said in lines.items()},
        "cases": len(tx.ledger.cases(CaseFilter())),
        "sent": len(tx.outbox.rows("sent")),
        "position": [row.position for row in tx.scope.all(sa.select(pulls.c.position))],
        "backlog": tx.inbox.backlog(10),
        "findings": tx.ledger.verify(),
    }


async def _after(url: str) -> dict[str, Any]:
    store = await Store.open(url, SECRET_KEY, lambda: datetime.now(UTC))
    try:
        return await store.read(_facts)
    finally:
        await store.close()


def _free(url: str) -> None:
    """Let the leases of the dead run out, as a minute would."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE pulls SET busy_until = '2000-01-01 00:00:00.000000'"))
        connection.execute(sa.text("UPDATE outbox SET free_at = '2000-01-01 00:00:00.000000'"))
        connection.execute(
            sa.text("UPDATE platform_tokens SET fetching_until = '2000-01-01 00:00:00.000000', sealed = x''")
        )
    engine.dispose()


@pytest.mark.slow
async def test_killed_at_every_commit_of_a_pull(tmp_path: Path, localities) -> None:  # type: ignore[no-untyped-def]
    live, reader = localities("yiyuan")
    clean = f"sqlite:///{tmp_path / 'clean.db'}"
    _, shown = live_and_die(clean, 0, live, reader)
    expected = await _after(clean)
    assert len(shown) == len(PEOPLE)
    assert expected["position"] == ["cur-3"]
    assert all(said[0] == (False, NEED) and len(said) == 2 for said in expected["said"].values())
    for fatal in count(1):
        url = f"sqlite:///{tmp_path / f'killed{fatal}.db'}"
        made, before = live_and_die(url, fatal, live, reader)
        if made:
            break  # it lived: commits are grouped, so their number is not always the same
        _free(url)
        made, after = live_and_die(url, 0, live, reader)
        assert made, f"killed at step {fatal}: it did not come to rest"
        assert await _after(url) == expected, f"killed at step {fatal}"
        assert len(before | after) == len(PEOPLE), "what is sent twice bears the same key"
    assert fatal > FEWEST
