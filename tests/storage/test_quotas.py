"""Send windows and shared tokens: the contract on both engines."""

import asyncio
from datetime import timedelta

from storage.quotas import Window
from storage.store import Store
from tests.storage.conftest import START, Clock, Opener

LONG = Window("message", 5, timedelta(hours=48))
SHORT = Window("touch", 3, timedelta(minutes=1))


async def opened(store: Store, window: Window) -> None:
    await store.run(lambda tx: tx.quotas.open("wechat", "u", window, tx.now))


async def book(store: Store, count: int = 1) -> bool:
    return await store.run(lambda tx: tx.quotas.book("wechat", "u", count))


async def left(store: Store) -> int:
    return await store.read(lambda tx: tx.quotas.left("wechat", "u"))


async def test_without_a_contact_nothing_may_be_sent(store: Store) -> None:
    assert not await book(store)


async def test_no_more_is_booked_than_a_window_holds(store: Store) -> None:
    await opened(store, LONG)
    assert [await book(store) for _ in range(7)] == [True] * 5 + [False] * 2


async def test_all_or_nothing_is_booked(store: Store) -> None:
    await opened(store, LONG)
    assert await book(store, 4)
    assert not await book(store, 2)
    assert await left(store) == 1


async def test_the_window_that_ends_first_is_used_first(store: Store, clock: Clock) -> None:
    await opened(store, LONG)
    await opened(store, SHORT)
    assert await book(store, 4)
    clock.forward(minutes=2)
    assert await left(store) == 4


async def test_a_window_ends(store: Store, clock: Clock) -> None:
    await opened(store, LONG)
    clock.forward(hours=48, seconds=1)
    assert not await book(store)
    await opened(store, LONG)
    assert await left(store) == 5


async def test_an_older_contact_that_comes_late_opens_nothing(store: Store, clock: Clock) -> None:
    clock.forward(minutes=1)
    await opened(store, LONG)
    await book(store, 5)
    await store.run(lambda tx: tx.quotas.open("wechat", "u", LONG, START))
    assert await left(store) == 0


async def test_what_was_not_sent_is_given_back_but_never_more_than_was_booked(store: Store) -> None:
    await opened(store, LONG)
    await book(store, 2)
    await store.run(lambda tx: tx.quotas.give_back("wechat", "u", 4))
    assert await left(store) == 5


async def test_the_platform_can_close_the_window(store: Store) -> None:
    await opened(store, LONG)
    await store.run(lambda tx: tx.quotas.close("wechat", "u"))
    assert not await book(store)


async def test_processes_together_book_no_sixth(opener: Opener) -> None:
    one, two = await opener(), await opener()
    await opened(one, LONG)
    booked = await asyncio.gather(*(book(store) for store in (one, two) * 6))
    assert sum(booked) == 5


async def test_an_erased_person_can_be_told_so_and_leaves_no_window(store: Store, clock: Clock) -> None:
    person = await store.run(lambda tx: tx.people.identify("wechat", "u", "u"))
    await opened(store, LONG)
    await store.run(lambda tx: tx.people.erase(person.id))
    assert await left(store) == LONG.size
    clock.forward(minutes=11)
    assert await left(store) == 0


async def test_one_process_at_a_time_fetches_a_token(opener: Opener, clock: Clock) -> None:
    one, two = await opener(), await opener()
    turns = await asyncio.gather(*(s.run(lambda tx: tx.tokens.turn("wechat:a")) for s in (one, two)))
    assert sorted(turns) == [False, True]
    await one.run(lambda tx: tx.tokens.keep("wechat:a", "secret", tx.now + timedelta(hours=2)))
    token = await two.read(lambda tx: tx.tokens.get("wechat:a"))
    assert token is not None
    assert (token.value, token.forced_at) == ("secret", None)
    assert "secret" not in repr(token)
    assert await two.run(lambda tx: tx.tokens.turn("wechat:a")), "whoever is done lets the next one"
    assert not await one.run(lambda tx: tx.tokens.turn("wechat:a"))
    clock.forward(seconds=16)
    assert await one.run(lambda tx: tx.tokens.turn("wechat:a")), "one that died does not hold up the others"


async def test_a_forced_refresh_is_remembered(store: Store) -> None:
    await store.run(lambda tx: tx.tokens.turn("a") and tx.tokens.force("a"))
    await store.run(lambda tx: tx.tokens.failed("a"))
    token = await store.read(lambda tx: tx.tokens.get("a"))
    assert token is not None
    assert (token.value, token.forced_at) == ("", START)


async def test_the_same_contact_told_again_opens_no_second_window(store: Store) -> None:
    await opened(store, LONG)
    await book(store, 3)
    await opened(store, LONG)
    assert await left(store) == 2


async def test_a_contact_opens_what_was_closed_in_the_same_second(store: Store) -> None:
    await opened(store, LONG)
    await store.run(lambda tx: tx.quotas.close("wechat", "u"))
    await opened(store, LONG)
    assert await left(store) == 5
