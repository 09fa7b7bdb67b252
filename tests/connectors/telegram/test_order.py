"""Whatever order and however often updates come, a chat is heard once and in its order."""

import asyncio
import random

from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.telegram import Telegram
from connectors.telegram.order import Order
from tests.connectors.doors import gate
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.telegram.conftest import echoing, settings_of, until
from tests.connectors.telegram.people import Somebody
from tests.patience import PATIENCE


@given(st.permutations(range(12)), st.lists(st.integers(0, 11), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
async def test_deliveries_side_by_side_are_put_in_order(shuffled: list[int], again: list[int]) -> None:
    order, seen = Order(0.05), []

    async def deliver(number: int) -> None:
        async with order.turn(number):
            await asyncio.sleep(0)
            if number not in seen:
                seen.append(number)

    await asyncio.gather(*map(deliver, [*shuffled, *again]))
    assert seen == list(range(12))


async def test_a_number_that_never_comes_holds_nobody_up_for_long() -> None:
    order = Order(0.01)
    passed = []
    async with asyncio.timeout(PATIENCE):
        for number in (5, 900_000, 900_001, 3):
            async with order.turn(number):
                passed.append(number)
    assert passed == [5, 900_000, 900_001, 3]


async def test_shuffled_and_doubled_updates_reach_the_inbox_in_order_and_once(api: BotApi) -> None:
    chance = random.Random(7)
    channel = Telegram(settings_of("webhook", await api.start()), lambda key: key, gate(), 1_000)
    channel.patience = 2  # a machine with other work needs a while for so many at once
    async with echoing(api, channel) as (_, desk), ClientSession() as client:
        await until(lambda: api.commands)
        for _ in range(6):
            for number in range(20):
                await Somebody(api, 70 + number % 3).says(f"{len(api.messages)}")
            updates = [*api.updates, *chance.sample(api.updates, 6)]
            chance.shuffle(updates)
            api.updates.clear()
            await asyncio.gather(*(api.deliver(client, update) for update in updates))
        await until(lambda: len(desk.heard) == 120)
    assert len({message.external_id for message in desk.heard}) == len(desk.heard) == 120
    for person in ("70", "71", "72"):
        said = [int(message.text) for message in desk.heard if message.sender == person]
        assert said == sorted(said)
