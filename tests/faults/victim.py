"""A bot in a child process that kills itself with SIGKILL just before its n-th SQL statement or commit.

The platform's part is played too: a message is delivered again until it was acknowledged.
"""

import asyncio
import os
import signal
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from app.rehearsal.stage import KEY
from bot.service import Service
from config.form import Forms
from config.live import LiveProfile
from nlu.backend import Local
from storage.messages import Inbound
from storage.store import Store

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
POINTS = ("before_cursor_execute", "commit", "begin")
"""Every statement, every moment before a commit, every moment after one (the next begin)."""


def live_and_die(
    url: str, script: Sequence[str], fatal: int, acknowledged: int, live: LiveProfile, reader: Local
) -> tuple[int, int]:
    """Run in a child; returns (messages acknowledged in all, steps made; 0 where it was killed)."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            asyncio.run(_main(url, script, fatal, acknowledged, live, reader, writable))
        except BaseException:  # noqa: BLE001 - a child must not go on with the tests of its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        told = pipe.read().split()
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the bot failed by itself"
    steps = int(told[-1]) if os.WIFEXITED(status) else 0
    return acknowledged + sum(word == b"ack" for word in told), steps


async def _main(
    url: str, script: Sequence[str], fatal: int, start: int, live: LiveProfile, reader: Local, pipe: int
) -> None:
    store = await Store.open(url, KEY, lambda: NOW)
    steps = _arm(store, fatal)
    service = Service(store, reader, live, Forms.load())
    await service.recover()
    await service.idle()
    for number in range(start, len(script)):
        await service.accept(Inbound("web", f"m{number}", "r1", "r1", script[number], NOW))
        os.write(pipe, b"ack\n")
        await service.idle()
    await store.close()
    os.write(pipe, f"{steps[0]}\n".encode())


def _arm(store: Store, fatal: int) -> list[int]:
    """Count the steps from here on and die at the fatal one; 0 lives for ever."""
    steps = [0]

    def step(*_: object) -> None:
        steps[0] += 1
        if steps[0] == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for point in POINTS:
        sa.event.listen(store.engine, point, step)
    return steps
