"""The outbox loop: order, priority, back-off, and one outcome for each kind of failure."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from connectors.errors import (
    Away,
    Gone,
    Misconfigured,
    Quota,
    Refused,
    RetryAfter,
    SendFailed,
    TooLong,
)
from connectors.lane import Lane
from connectors.limits import Pace
from connectors.sender import TRIES, Sender, backoff
from storage.messages import Outbound, Queued
from storage.store import Store
from tests.patience import PATIENCE


class Platform:
    """A platform that answers as told; by default it takes everything."""

    name = "rest"

    def __init__(self) -> None:
        self.got: list[str] = []
        self.answer: Callable[[Outbound], Exception | None] = lambda _: None
        self.at_once = self.most = 0

    def routes(self, desk: object) -> list[object]:
        return []

    async def send(self, out: Outbound) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.005)
        self.at_once -= 1
        failure = self.answer(out)
        if failure:
            raise failure
        self.got.append(out.text)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@asynccontextmanager
async def sending(store: Store, *platforms: Platform) -> AsyncIterator[Sender]:
    sender = Sender(store, list(platforms), idle=0.02)
    task = asyncio.create_task(sender.run())
    yield sender
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def put(store: Store, text: str, chat: str = "a", priority: int = 0, channel: str = "rest") -> int:
    out = Outbound(channel, chat, text, priority=priority)
    return await store.run(lambda tx: tx.outbox.add(out, conversation=f"{channel}:{chat}"))


async def rows(store: Store, status: str, count: int, tries: int = 0) -> list[Queued]:
    """Wait for so many rows, each tried at least so often."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await store.read(lambda tx: tx.outbox.rows(status))
            if len(found) == count and all(row.attempts >= tries for row in found):
                return found
            await asyncio.sleep(0.02)


async def test_a_conversation_keeps_its_order_and_others_go_beside_it(
    store: Store, platform: Platform
) -> None:
    for number in range(5):
        await put(store, f"a{number}", "a")
        await put(store, f"b{number}", "b")
    async with sending(store, platform):
        await rows(store, "sent", 10)
    for chat in "ab":
        assert [text for text in platform.got if text[0] == chat] == [f"{chat}{n}" for n in range(5)]
    assert platform.most == 2


async def test_answers_go_before_notices_before_campaigns(store: Store, platform: Platform) -> None:
    for text, priority in (("campaign", 2), ("notice", 1), ("answer", 0)):
        await put(store, text, chat=text, priority=priority)
    async with sending(store, platform):
        await rows(store, "sent", 3)
    assert platform.got == ["answer", "notice", "campaign"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Refused("45015"), "refused"),
        (Gone(), "refused"),
        (TooLong(), "refused"),
        (Away(), "held"),
        (Quota(), "held"),
        (RetryAfter(60), "pending"),
        (Misconfigured("40001"), "pending"),
        (OSError("peer went away"), "pending"),
        (ValueError("a mistake of ours about 13800000000"), "pending"),
    ],
)
async def test_each_failure_has_its_outcome(
    store: Store, platform: Platform, failure: Exception, status: str
) -> None:
    platform.answer = lambda _: failure
    await put(store, "x")
    async with sending(store, platform):
        await rows(store, status, 1, tries=1)
        await asyncio.sleep(0.1)
        [row] = await rows(store, status, 1)
    assert row.attempts == 1
    assert row.error == (failure.record if isinstance(failure, SendFailed) else row.error) != ""
    assert "138" not in row.error


async def test_what_fails_for_long_ends_in_the_dead_letters(store: Store, platform: Platform) -> None:
    platform.answer = lambda out: RetryAfter(0) if out.chat == "a" else None
    await put(store, "lost", "a")
    await put(store, "next", "a")
    await put(store, "other", "b")
    async with sending(store, platform):
        [dead, _] = await rows(store, "dead", 2)
    assert dead.attempts == TRIES
    assert platform.got == ["other"]


async def test_contact_brings_what_was_held(store: Store, platform: Platform) -> None:
    away = True
    platform.answer = lambda _: Away() if away else None
    await put(store, "一")
    await put(store, "二")
    async with sending(store, platform) as sender:
        await rows(store, "held", 2)
        away = False
        await sender.contact("rest:a")
        await rows(store, "sent", 2)
    assert platform.got == ["一", "二"]


async def test_a_hanging_channel_holds_up_no_other(store: Store, platform: Platform) -> None:
    hanging = Platform()
    hanging.name = "telegram"
    hanging.send = lambda out: asyncio.sleep(60)  # type: ignore[method-assign]
    for number in range(40):
        await put(store, "x", str(number), channel="telegram")
    async with sending(store, platform, hanging):
        await asyncio.sleep(0.1)
        await put(store, "quick")
        await rows(store, "sent", 1)


async def test_the_loop_outlives_a_store_that_is_away(
    store: Store, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(store, "x")
    real = store.run
    calls = 0

    async def flaky(work):
        nonlocal calls
        calls += 1
        if calls < 3:
            raise OSError
        return await real(work)

    monkeypatch.setattr(store, "run", flaky)
    async with sending(store, platform):
        await rows(store, "sent", 1)


def test_waits_double_up_to_an_hour_and_the_platform_has_the_last_word() -> None:
    waits = [backoff(attempts, RetryAfter()) for attempts in range(TRIES)]
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 3600
    assert backoff(0, RetryAfter(17)) == 17
    assert backoff(0, Misconfigured()) == 300


async def test_after_a_stall_nothing_is_caught_up_on() -> None:
    lane, went = Lane(Pace(50, at_once=16)), []

    async def go() -> None:
        await lane.turn()
        went.append(lane._last)

    tasks = [asyncio.create_task(go()) for _ in range(12)]
    await asyncio.sleep(0)
    time.sleep(0.15)  # noqa: ASYNC251 - the whole process stands still
    await asyncio.gather(*tasks)
    gaps = [later - earlier for earlier, later in pairwise(went)]
    assert min(gaps) >= 1 / 50 - 0.002
