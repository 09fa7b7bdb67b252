"""Replies that a door hands over itself, and messages that go together: the contract on both engines."""

from datetime import timedelta

from storage.messages import Inbound, Outbound
from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import START, Clock

TALK = "wechat:u"
LEASE = timedelta(seconds=20)


def message(number: str = "1") -> Inbound:
    return Inbound("wechat", number, "u", "u", "你好", START)


def add(tx: Tx, text: str, inbox: int | None = None, priority: int = 0) -> int:
    out = Outbound("wechat", "u", text, priority=priority)
    return tx.outbox.add(out, conversation=TALK, inbox=inbox)


async def answered(store: Store, *texts: str) -> int:
    """A message with its replies, kept for a door."""

    def work(tx: Tx) -> int:
        row = tx.inbox.accept(message(), handled=True)
        assert row is not None
        for text in texts:
            add(tx, text, row)
        tx.handover.keep(row, TALK, LEASE)
        return row

    return await store.run(work)


async def due(store: Store) -> list[str]:
    return [q.message.text for q in await store.run(lambda tx: tx.outbox.due(9, ["wechat"]))]


async def texts(store: Store, inbox: int) -> list[str]:
    return [q.message.text for q in await store.read(lambda tx: tx.handover.rows(inbox))]


async def test_kept_replies_are_not_given_to_a_sender_before_the_lease_ends(
    store: Store, clock: Clock
) -> None:
    await answered(store, "一", "二")
    assert await due(store) == []
    clock.forward(seconds=21)
    assert await due(store) == ["一"]


async def test_a_second_delivery_gets_the_same_replies(store: Store, clock: Clock) -> None:
    inbox = await answered(store, "一", "二")
    rows = await store.read(lambda tx: tx.handover.rows(inbox))
    await store.run(lambda tx: tx.handover.done([row.id for row in rows]))
    assert await texts(store, inbox) == ["一", "二"]
    clock.forward(minutes=5)
    assert await due(store) == []


async def test_what_was_left_to_a_sender_is_no_longer_the_doors(store: Store) -> None:
    inbox = await answered(store, "一", "二")
    rows = await store.read(lambda tx: tx.handover.rows(inbox))
    await store.run(lambda tx: tx.handover.leave([rows[1].id]))
    await store.run(lambda tx: tx.handover.done([rows[0].id]))
    assert await texts(store, inbox) == ["一"]
    assert await due(store) == ["二"]
    await store.run(lambda tx: tx.outbox.sent(rows[1].id))
    assert await texts(store, inbox) == ["一"]


async def test_what_was_held_goes_along_with_the_answer(store: Store) -> None:
    held = await store.run(lambda tx: add(tx, "通知", priority=1))
    await store.run(lambda tx: tx.outbox.hold(held, "条数用完"))
    assert await texts(store, await answered(store, "答")) == ["通知", "答"]


async def test_what_waits_behind_a_message_of_one_conversation_is_found(store: Store) -> None:
    def work(tx: Tx) -> None:
        add(tx, "通知", priority=1)
        add(tx, "答")
        add(tx, "再答")
        tx.outbox.add(Outbound("wechat", "v", "别人的"), conversation="wechat:v")

    await store.run(work)
    [first, _] = await store.run(lambda tx: tx.outbox.due(9, ["wechat"]))
    behind = await store.read(lambda tx: tx.handover.together(first))
    assert [q.message.text for q in (first, *behind)] == ["答", "再答", "通知"]


async def test_dropped_messages_are_refused(store: Store) -> None:
    await store.run(lambda tx: add(tx, "通知"))
    await store.run(lambda tx: tx.handover.drop(TALK, "对方已取消关注"))
    [row] = await store.read(lambda tx: tx.outbox.rows("refused"))
    assert (row.message.text, row.error) == ("通知", "对方已取消关注")


async def test_what_went_together_is_found_by_one_of_its_rows(store: Store, clock: Clock) -> None:
    def sent(tx: Tx, *texts: str) -> list[int]:
        rows = [add(tx, text) for text in texts]
        for row in rows:
            tx.outbox.sent(row)
        return rows

    first, second = await store.run(lambda tx: sent(tx, "一", "二"))
    clock.forward(seconds=1)
    [other] = await store.run(lambda tx: sent(tx, "三"))
    waiting = await store.run(lambda tx: add(tx, "四"))

    async def carried(row: int) -> list[str]:
        return [q.message.text for q in await store.read(lambda tx: tx.outbox.carried(row))]

    assert await carried(first) == await carried(second) == ["一", "二"]
    assert await carried(other) == ["三"]
    assert await carried(waiting) == await carried(999) == []
