"""Sources that are read by one process at a time, and conversations with a person: on both engines."""

import asyncio
from datetime import timedelta

from storage.pulls import LEASE, Pull
from storage.store import Store
from tests.storage.conftest import Clock, Opener

STALE, GOOD = timedelta(minutes=5), timedelta(minutes=9)


async def call(store: Store, ticket: str = "t", name: str = "kf:a") -> None:
    await store.run(lambda tx: tx.pulls.call(name, ticket))


async def due(store: Store) -> list[str]:
    return await store.read(lambda tx: tx.pulls.due("kf:", STALE))


async def turn(store: Store) -> Pull | None:
    return await store.run(lambda tx: tx.pulls.turn("kf:a", GOOD))


async def served(store: Store, wanted: int) -> None:
    await store.run(lambda tx: tx.pulls.served("kf:a", wanted))


async def move(store: Store, before: str, after: str) -> bool:
    return await store.run(lambda tx: tx.pulls.move("kf:a", before, after))


async def test_a_call_is_due_until_it_is_served(store: Store) -> None:
    assert await due(store) == []
    await call(store)
    await call(store, name="other:a")
    assert await due(store) == ["kf:a"]
    pull = await turn(store)
    assert pull is not None
    assert (pull.position, pull.ticket, pull.wanted) == ("", "t", 1)
    await served(store, pull.wanted)
    assert await due(store) == []


async def test_one_process_at_a_time_reads(opener: Opener, clock: Clock) -> None:
    one, two = await opener(), await opener()
    await call(one)
    turns = await asyncio.gather(turn(one), turn(two))
    assert [got is None for got in turns].count(True) == 1
    assert await due(two) == []
    clock.forward(seconds=LEASE.total_seconds())
    assert await due(two) == ["kf:a"], "one that died does not hold up the others"
    assert await turn(two)


async def test_a_call_while_another_reads_is_not_lost(store: Store) -> None:
    await call(store)
    pull = await turn(store)
    await call(store, "later")
    assert pull is not None
    await served(store, pull.wanted)
    assert await due(store) == ["kf:a"]
    again = await turn(store)
    assert again is not None
    assert again.ticket == "later"


async def test_a_position_is_kept_and_moves_only_from_where_its_reader_began(store: Store) -> None:
    await call(store)
    await turn(store)
    assert await move(store, "", "one")
    assert not await move(store, "", "behind")
    assert await move(store, "one", "two")
    await served(store, 1)
    await call(store)
    pull = await turn(store)
    assert pull is not None
    assert pull.position == "two"


async def test_a_source_is_read_again_after_a_while_without_a_call(store: Store, clock: Clock) -> None:
    await call(store)
    await turn(store)
    await served(store, 1)
    clock.forward(minutes=5)
    assert await due(store) == ["kf:a"]


async def test_a_ticket_is_not_used_for_long(store: Store, clock: Clock) -> None:
    await call(store)
    clock.forward(minutes=9)
    pull = await turn(store)
    assert pull is not None
    assert pull.ticket == ""


async def test_what_did_not_go_rests(store: Store, clock: Clock) -> None:
    await call(store)
    await turn(store)
    await store.run(lambda tx: tx.pulls.rest("kf:a", timedelta(seconds=30)))
    assert await turn(store) is None
    clock.forward(seconds=30)
    assert await due(store) == ["kf:a"]


async def attended(store: Store) -> bool:
    return await store.read(lambda tx: tx.attended.now("kf", "a/u"))


async def test_a_person_has_a_conversation_until_it_ends(store: Store, clock: Clock) -> None:
    begin = lambda tx: tx.attended.begin("kf", "a/u", tx.now + timedelta(hours=48))  # noqa: E731
    assert not await attended(store)
    await store.run(begin)
    assert await attended(store)
    await store.run(lambda tx: tx.attended.end("kf", "a/u"))
    assert not await attended(store)
    await store.run(begin)
    clock.forward(hours=49)
    assert not await attended(store)


async def test_an_erased_person_leaves_no_trace_of_it(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("kf", "a/u", "a/u"))
    await store.run(lambda tx: tx.attended.begin("kf", "a/u", tx.now + timedelta(hours=48)))
    await store.run(lambda tx: tx.people.erase(person.id))
    assert not await attended(store)
