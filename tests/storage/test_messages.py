"""Inbox, outbox, conversations: the contract on both engines."""

import asyncio
from datetime import timedelta

from storage.messages import Attachment, Button
from storage.store import Store
from tests.storage.conftest import Clock, Opener
from tests.storage.samples import inbound, outbound


async def test_a_delivery_is_kept_once(store: Store) -> None:
    first = await store.run(lambda tx: tx.inbox.accept(inbound("1")))
    again = await store.run(lambda tx: tx.inbox.accept(inbound("1", "andere Worte")))
    other = await store.run(lambda tx: tx.inbox.accept(inbound("1", channel="telegram")))
    assert first is not None
    assert again is None
    assert other not in (None, first)
    assert await store.read(lambda tx: tx.inbox.find("web", "1")) == first
    assert await store.read(lambda tx: tx.inbox.find("web", "2")) is None


async def test_the_same_delivery_at_once_from_two_stores_is_kept_once(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    rows = await asyncio.gather(*(s.run(lambda tx: tx.inbox.accept(inbound("7"))) for s in stores * 10))
    assert len([row for row in rows if row is not None]) == 1


async def test_pending_messages_come_oldest_first_until_done(store: Store) -> None:
    photo = Attachment("photo", digest="d", latitude=36.1)
    messages = [inbound(str(n), f"第{n}句", attachments=(photo,), payload="x") for n in range(3)]
    ids = [await store.run(lambda tx, m=m: tx.inbox.accept(m)) for m in messages]
    waiting = await store.read(lambda tx: tx.inbox.pending("web:u1"))
    assert [(r.id, r.message) for r in waiting] == list(zip(ids, messages, strict=True))
    await store.run(lambda tx: tx.inbox.done([row for row in ids[:2] if row]))
    assert [r.id for r in await store.read(lambda tx: tx.inbox.pending("web:u1"))] == ids[2:]
    assert await store.read(lambda tx: tx.inbox.pending("web:u2")) == []


async def test_backlog_lists_the_longest_waiting_conversation_first(store: Store) -> None:
    for number, sender in enumerate(["b", "a", "b", "c"]):
        message = inbound(str(number), sender=sender)
        await store.run(lambda tx, m=message: tx.inbox.accept(m))
    assert await store.read(lambda tx: tx.inbox.backlog(10)) == ["web:b", "web:a", "web:c"]
    assert await store.read(lambda tx: tx.inbox.backlog(1)) == ["web:b"]


async def test_the_fifth_failure_sets_a_message_aside(store: Store) -> None:
    row = await store.run(lambda tx: tx.inbox.accept(inbound("1")))
    assert row is not None
    for _ in range(4):
        await store.run(lambda tx: tx.inbox.failed(row, "ValueError"))
    assert len(await store.read(lambda tx: tx.inbox.pending("web:u1"))) == 1
    await store.run(lambda tx: tx.inbox.failed(row, "ValueError"))
    assert await store.read(lambda tx: tx.inbox.pending("web:u1")) == []
    assert [r.id for r in await store.read(lambda tx: tx.inbox.dead())] == [row]


async def test_replies_belong_to_their_message(store: Store) -> None:
    row = await store.run(lambda tx: tx.inbox.accept(inbound("1")))
    said = [outbound("一", buttons=(Button("是", "yes"),)), outbound("二")]
    for message in said:
        await store.run(lambda tx, m=message: tx.outbox.add(m, conversation="web:u1", inbox=row, sent=True))
    assert row is not None
    assert await store.read(lambda tx: tx.outbox.replies(row)) == said
    assert await store.run(lambda tx: tx.outbox.due(10, ["web"])) == []


async def test_due_gives_one_of_each_conversation_answers_before_campaigns(store: Store) -> None:
    plan = [("campaign", "a", 2), ("notice", "b", 1), ("answer", "a", 0), ("second answer", "a", 0)]
    for text, chat, priority in plan:
        message = outbound(text, chat, priority=priority)
        await store.run(lambda tx, m=message: tx.outbox.add(m, conversation=f"web:{m.chat}"))
    await store.run(lambda tx: tx.outbox.add(outbound("x", "z", channel="sms"), conversation="sms:z"))
    order = []
    while batch := await store.run(lambda tx: tx.outbox.due(10, ["web"])):
        order.append([queued.message.text for queued in batch])
        for queued in batch:
            await store.run(lambda tx, q=queued: tx.outbox.sent(q.id))
    assert order == [["answer", "notice"], ["second answer"], ["campaign"]]
    assert [q.message.chat for q in await store.read(lambda tx: tx.outbox.rows("pending", 9))] == ["z"]


async def test_a_taken_message_is_leased(store: Store, clock: Clock) -> None:
    await store.run(lambda tx: tx.outbox.add(outbound(), conversation="web:u1"))
    assert len(await store.run(lambda tx: tx.outbox.due(10, ["web"]))) == 1
    assert await store.run(lambda tx: tx.outbox.due(10, ["web"])) == []
    clock.forward(seconds=61)
    assert len(await store.run(lambda tx: tx.outbox.due(10, ["web"]))) == 1


async def test_two_senders_never_take_the_same_message(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    for n in range(60):
        await stores[0].run(lambda tx, n=n: tx.outbox.add(outbound(str(n), str(n)), conversation=f"web:{n}"))
    batches = await asyncio.gather(*(s.run(lambda tx: tx.outbox.due(7, ["web"])) for s in stores * 10))
    taken = [queued.id for batch in batches for queued in batch]
    assert len(taken) == len(set(taken)) == 60


async def test_retry_waits_and_keeps_the_order(store: Store, clock: Clock) -> None:
    first = await store.run(lambda tx: tx.outbox.add(outbound("一"), conversation="web:u1"))
    await store.run(lambda tx: tx.outbox.add(outbound("二"), conversation="web:u1"))
    await store.run(lambda tx: tx.outbox.retry(first, clock.at + timedelta(minutes=5), "timeout"))
    assert await store.run(lambda tx: tx.outbox.due(10, ["web"])) == []
    clock.forward(minutes=6)
    (queued,) = await store.run(lambda tx: tx.outbox.due(10, ["web"]))
    assert (queued.id, queued.attempts, queued.error) == (first, 1, "timeout")


async def test_held_messages_go_with_the_next_contact(store: Store) -> None:
    row = await store.run(lambda tx: tx.outbox.add(outbound(), conversation="web:u1"))
    await store.run(lambda tx: tx.outbox.hold(row, "45015"))
    assert await store.run(lambda tx: tx.outbox.due(10, ["web"])) == []
    assert [q.error for q in await store.read(lambda tx: tx.outbox.rows("held", 9))] == ["45015"]
    await store.run(lambda tx: tx.outbox.release("web:u2"))
    assert await store.run(lambda tx: tx.outbox.due(10, ["web"])) == []
    await store.run(lambda tx: tx.outbox.release("web:u1"))
    assert [q.id for q in await store.run(lambda tx: tx.outbox.due(10, ["web"]))] == [row]


async def test_refused_and_dead_are_listed_and_replayed(store: Store) -> None:
    rows = [await store.run(lambda tx: tx.outbox.add(outbound(), conversation="web:u1")) for _ in range(3)]
    await store.run(lambda tx: tx.outbox.refused(rows[0], "40003"))
    await store.run(lambda tx: tx.outbox.dead(rows[1], "gave up"))
    await store.run(lambda tx: tx.outbox.sent(rows[2]))
    assert [q.id for q in await store.read(lambda tx: tx.outbox.rows("refused", 9))] == [rows[0]]
    for row in rows:
        await store.run(lambda tx, row=row: tx.outbox.replay(row))
    again = await store.read(lambda tx: tx.outbox.rows("pending", 9))
    assert [(q.id, q.attempts) for q in again] == [(rows[0], 0), (rows[1], 0)]


async def test_history_merges_both_sides_even_when_the_clock_stands(store: Store, clock: Clock) -> None:
    for n in range(3):
        row = await store.run(lambda tx, n=n: tx.inbox.accept(inbound(str(n), f"问{n}")))
        await store.run(lambda tx, n=n, row=row: tx.outbox.add(
            outbound(f"答{n}"), conversation="web:u1", inbox=row, sent=True))  # fmt: skip
    clock.forward(hours=1)
    await store.run(lambda tx: tx.outbox.add(outbound("通知"), conversation="web:u1"))
    lines = await store.read(lambda tx: tx.outbox.history("web:u1", 50))
    assert [line.text for line in lines] == ["问0", "答0", "问1", "答1", "问2", "答2", "通知"]
    assert [line.mine for line in lines[:2]] == [False, True]
    last = await store.read(lambda tx: tx.outbox.history("web:u1", 2))
    assert [line.text for line in last] == ["答2", "通知"]


async def test_conversation_is_created_locked_and_saved(store: Store) -> None:
    fresh = await store.run(lambda tx: tx.conversations.lock("web:u1"))
    assert (fresh.state, fresh.version, fresh.person) == (b"", 0, None)
    await store.run(lambda tx: tx.conversations.save("web:u1", b"state", "p1"))
    saved = await store.run(lambda tx: tx.conversations.lock("web:u1"))
    assert (saved.state, saved.version, saved.person) == (b"state", 1, "p1")


async def test_the_lock_lets_no_update_get_lost(opener: Opener) -> None:
    stores = [await opener(), await opener()]

    def add_one(tx):  # type: ignore[no-untyped-def]
        talk = tx.conversations.lock("web:u1")
        tx.conversations.save("web:u1", str(int(talk.state or b"0") + 1).encode(), None)

    await asyncio.gather(*(s.run(add_one) for s in stores * 25))
    assert (await stores[0].run(lambda tx: tx.conversations.lock("web:u1"))).state == b"50"
