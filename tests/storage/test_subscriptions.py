"""Who takes subscription notices, and what is written on the message they stand for: on both engines."""

from datetime import timedelta

from storage.messages import Outbound
from storage.store import Store
from tests.storage.conftest import START

WHO = ("wechat", "o1", "template")


async def answer(store: Store, *, accepted: bool, minutes: int = 0) -> None:
    at = START + timedelta(minutes=minutes)
    await store.run(lambda tx: tx.subscriptions.answer(*WHO, accepted=accepted, at=at))


async def accepted(store: Store) -> bool:
    return await store.read(lambda tx: tx.subscriptions.accepted(*WHO))


async def held(store: Store, error: str) -> int:
    def add(tx):  # type: ignore[no-untyped-def]
        row = tx.outbox.add(Outbound("wechat", "o1", "x", priority=1), conversation="wechat:o1")
        tx.outbox.hold(row, error)
        return row

    return await store.run(add)


async def errors(store: Store) -> dict[int, str]:
    return {row.id: row.error for row in await store.read(lambda tx: tx.outbox.rows("held"))}


async def test_the_last_answer_counts_whatever_order_they_come_in(store: Store) -> None:
    assert not await accepted(store)
    await answer(store, accepted=True, minutes=5)
    await answer(store, accepted=False, minutes=4)
    assert await accepted(store)
    await answer(store, accepted=False, minutes=5)
    assert not await accepted(store)
    assert not await store.read(lambda tx: tx.subscriptions.accepted("wechat", "o1", "another"))
    assert not await store.read(lambda tx: tx.subscriptions.accepted("wechat", "o2", "template"))


async def test_an_erased_person_leaves_no_answer(store: Store) -> None:
    await answer(store, accepted=True)
    person = await store.run(lambda tx: tx.people.identify("wechat", "o1", "o1"))
    await store.run(lambda tx: tx.people.erase(person.id))
    assert not await accepted(store)


async def test_an_outcome_goes_to_the_oldest_message_that_waits_for_one(store: Store) -> None:
    first, second = await held(store, "quota"), await held(store, "quota")
    for row in (first, second):
        await store.run(lambda tx, r=row: tx.subscriptions.note(r, "announced"))
    await store.run(lambda tx: tx.subscriptions.outcome("wechat:o1", "announced", "failed"))
    assert await errors(store) == {first: "failed", second: "announced"}
    await store.run(lambda tx: tx.subscriptions.outcome("wechat:o2", "announced", "failed"))
    assert await errors(store) == {first: "failed", second: "announced"}
