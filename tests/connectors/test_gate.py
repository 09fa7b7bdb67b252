"""What the gate lets through, and whom it tells that it did not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors import gate as module
from connectors.gate import Gate
from storage.messages import Inbound, Outbound
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import SLOWED, gate, slow


def said(number: int | str, sender: str = "a", chat: str = "", **more: Any) -> Inbound:
    now = datetime.now(UTC)
    return Inbound("kf", str(number), chat or sender, sender, "书屋锁着门", now, **more)


async def taken(before: Gate, desk: EchoDesk, *messages: Inbound) -> list[bool]:
    """Bring messages as a channel does; return which went to the desk."""
    admitted = []
    for message in messages:
        admitted.append(await before.admits(desk, message))
        if admitted[-1]:
            await desk.accept(message)
    return admitted


async def told(store: Store) -> list[Outbound]:
    """The refusals, in order."""
    rows = await store.read(lambda tx: tx.outbox.rows("pending"))
    return [row.message for row in rows if row.message.text == SLOWED]


async def test_a_row_of_refusals_is_told_once_and_the_next_row_again(store: Store, desk: EchoDesk) -> None:
    before = gate()
    clock = slow(before, 2)
    assert await taken(before, desk, *map(said, range(6))) == [True, True, False, False, False, False]
    assert [out.reply_to for out in await told(store)] == ["2"]
    clock.now += 60
    assert await taken(before, desk, *map(said, range(6, 9))) == [True, False, False]
    assert [out.reply_to for out in await told(store)] == ["2", "7"]


async def test_who_is_slowed_in_two_chats_is_told_in_both(store: Store, desk: EchoDesk) -> None:
    before = gate()
    slow(before, 1)
    rooms = [said(n, chat="room", group=True, to_bot=True) for n in (1, 2, 3)]
    assert await taken(before, desk, *rooms, said(4), said(5)) == [True, False, False, False, False]
    assert [(out.chat, out.group, out.reply_to) for out in await told(store)] == [
        ("room", True, "2"),
        ("a", False, "4"),
    ]


async def test_a_message_counts_once_however_often_it_comes(store: Store, desk: EchoDesk) -> None:
    before = gate()
    slow(before, 2)
    first, second, third = map(said, range(3))
    assert await taken(before, desk, first, first, first, second, third, first, second) == [
        True, True, True, True, False, True, True,
    ]  # fmt: skip
    assert len(desk.heard) == 2
    assert [out.reply_to for out in await told(store)] == ["2"]


async def test_what_another_process_took_is_not_refused_here(store: Store, desk: EchoDesk) -> None:
    here, there = gate(), gate()
    slow(here, 1)
    assert await taken(there, desk, said(1)) == [True]
    assert await taken(here, desk, said(2), said(1)) == [True, True]
    assert await told(store) == []


async def test_chatter_among_others_costs_nothing(desk: EchoDesk) -> None:
    before = gate()
    slow(before, 1)
    chatter = [said(n, chat="room", group=True) for n in range(9)]
    assert all(await taken(before, desk, *chatter, said("to the bot", chat="room", group=True, to_bot=True)))


async def test_where_nobody_could_be_told_the_message_has_to_come_again(store: Store, desk: EchoDesk) -> None:
    before = gate()
    slow(before, 1)
    await taken(before, desk, said(1))
    desk.away = True
    with pytest.raises(RuntimeError):
        await before.admits(desk, said(2))
    desk.away = False
    assert not await before.admits(desk, said(2))
    assert [out.reply_to for out in await told(store)] == ["2"]


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, desk: EchoDesk) -> None:
    monkeypatch.setattr(module, "KEPT", 10)
    before = gate()
    slow(before, 1)
    for number in range(50):
        await before.admits(desk, said(number, str(number)))
        await before.admits(desk, said(f"{number} again", str(number)))
    assert (len(before._passed), len(before._told)) == (10, 10)
