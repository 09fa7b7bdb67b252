"""Addresses for late answers: each is taken out once, by one process, while it is good; on both engines."""

import asyncio
from datetime import timedelta

from storage.store import Store
from tests.storage.conftest import Clock, Opener

HOUR = timedelta(hours=1)


async def keep(store: Store, address: str, conversation: str = "smartbot:a", good: timedelta = HOUR) -> None:
    await store.run(lambda tx: tx.addresses.keep(conversation, address, tx.now + good))


async def take(store: Store, conversation: str = "smartbot:a") -> str | None:
    found = await store.run(lambda tx: tx.addresses.take(conversation))
    return found and found[0]


async def test_each_is_taken_out_once_the_oldest_first(store: Store, clock: Clock) -> None:
    await keep(store, "first")
    clock.forward(seconds=1)
    await keep(store, "second")
    await keep(store, "second")
    assert [await take(store) for _ in range(3)] == ["first", "second", None]


async def test_it_belongs_to_its_conversation(store: Store) -> None:
    await keep(store, "of a")
    assert await take(store, "smartbot:room:a") is None
    assert await take(store) == "of a"


async def test_what_is_too_old_is_not_used_and_goes(store: Store, clock: Clock) -> None:
    await keep(store, "old")
    clock.forward(seconds=HOUR.total_seconds())
    assert await take(store) is None
    await keep(store, "new")
    assert [await take(store), await take(store)] == ["new", None]


async def test_no_two_processes_use_the_same(opener: Opener) -> None:
    one, two = await opener(), await opener()
    for number in range(4):
        await keep(one, str(number))
    taken = await asyncio.gather(*(take(store) for store in (one, two) * 4))
    assert sorted(found for found in taken if found) == ["0", "1", "2", "3"]
