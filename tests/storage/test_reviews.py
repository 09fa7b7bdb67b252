"""The review queue: the contract on both engines."""

import msgspec

from storage.review_items import Finding, Labels, Reading
from storage.store import Store
from tests.storage.conftest import START, Clock

READ = Reading(
    Labels("ask_faq", faq="fees"), 0.41, (("ask_faq", 0.41), ("submit_need", 0.3)), (("venue", "书屋"),)
)
NEED = Labels("submit_need", "complaint", "service", "normal", audience=("elderly",))


def finding(text: str = "书屋老是锁着", **more: object) -> Finding:
    return msgspec.structs.replace(Finding(text, READ, "doubted", "web"), **more)


async def add(store: Store, *texts: str, per_day: int = 100) -> list[int | None]:
    return await store.run(lambda tx: [tx.reviews.add(finding(text), per_day=per_day) for text in texts])


async def test_a_finding_waits_as_it_was_kept(store: Store) -> None:
    [item] = await add(store, "书屋老是锁着")
    waiting = await store.read(lambda tx: tx.reviews.open())
    assert [(one.id, one.at, one.finding, one.state, one.label) for one in waiting] == [
        (item, START, finding(), "open", None)
    ]


async def test_the_oldest_comes_first_and_a_skipped_one_is_passed(store: Store) -> None:
    first, second, third = await add(store, "一", "二", "三")
    assert [one.id for one in await store.read(lambda tx: tx.reviews.open(limit=9))] == [first, second, third]
    assert [one.id for one in await store.read(lambda tx: tx.reviews.open(after=first))] == [second]
    assert await store.read(lambda tx: tx.reviews.waiting()) == 3


async def test_the_same_words_wait_once_and_take_what_people_propose(store: Store) -> None:
    [item] = await add(store, "书屋老是锁着")
    assert await add(store, "书屋老是锁着") == [None]
    told = finding(reason="relabelled", proposal=NEED)
    assert await store.run(lambda tx: tx.reviews.add(told, per_day=100)) is None
    [kept] = await store.read(lambda tx: tx.reviews.open(limit=9))
    assert (kept.id, kept.finding.reason, kept.finding.proposal) == (item, "relabelled", NEED)


async def test_words_that_were_decided_may_come_again(store: Store) -> None:
    [item] = await add(store, "书屋老是锁着")
    await store.run(lambda tx: tx.reviews.drop(item, by="admin"))
    [again] = await add(store, "书屋老是锁着")
    assert again is not None
    assert again != item


async def test_a_day_takes_so_many_and_the_next_day_more(store: Store, clock: Clock) -> None:
    assert [item is None for item in await add(store, "一", "二", "三", per_day=2)] == [False, False, True]
    clock.forward(hours=14)  # 23:00 in Asia/Shanghai
    assert await add(store, "四", per_day=2) == [None]
    clock.forward(hours=1)
    assert await add(store, "五", per_day=2) != [None]


async def test_a_decision_is_made_once_and_says_who_and_when(store: Store, clock: Clock) -> None:
    one, two = await add(store, "一", "二")
    clock.forward(minutes=5)
    assert await store.run(lambda tx: tx.reviews.label(one, NEED, by="supervisor"))
    assert not await store.run(lambda tx: tx.reviews.label(one, Labels("greet"), by="admin"))
    assert not await store.run(lambda tx: tx.reviews.drop(one, by="admin"))
    assert await store.run(lambda tx: tx.reviews.drop(two, by="admin"))
    kept = await store.read(lambda tx: tx.reviews.get(one))
    assert kept is not None
    assert (kept.state, kept.label, kept.by, kept.decided_at) == ("labelled", NEED, "supervisor", clock())
    assert await store.read(lambda tx: tx.reviews.waiting()) == 0
    assert await store.read(lambda tx: tx.reviews.get(999)) is None


async def test_what_was_exported_stays_and_is_marked_once(store: Store, clock: Clock) -> None:
    one, two, _ = await add(store, "一", "二", "三")
    for item in (one, two):
        await store.run(lambda tx, item=item: tx.reviews.label(item, NEED, by="command"))
    assert await store.run(lambda tx: tx.reviews.exported([one])) == 1
    clock.forward(days=1)
    assert await store.run(lambda tx: tx.reviews.exported([one, two])) == 1
    kept = await store.read(lambda tx: tx.reviews.labelled())
    assert [(item.id, item.exported_at) for item in kept] == [(one, START), (two, clock())]
