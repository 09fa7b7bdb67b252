"""Who writes too fast is asked once to write again, whichever way the updates come."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from connectors.telegram import Telegram
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import SLOWED, Clock, gate, slow
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.telegram.conftest import echoing, settings_of, until
from tests.connectors.telegram.people import GROUP, Somebody, buttons


@dataclass
class Line:
    """A bot that takes two messages at once, then one a minute of its clock."""

    api: BotApi
    desk: EchoDesk
    clock: Clock

    async def hears(self) -> list[str]:
        """Bring all that waits; return what the agent heard so far."""
        if self.api.webhook:
            await self.api.bring()
        await until(lambda: not self.api.updates)
        while await self.desk.store.read(lambda tx: tx.inbox.backlog(1)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return [message.text for message in self.desk.heard]

    async def shows(self, chat: int, count: int) -> list[str]:
        """Wait until so much was said in a chat and nothing more waits; return it."""
        await until(lambda: len(self.api.texts(chat)) >= count)
        assert not await self.desk.store.read(lambda tx: tx.outbox.rows("pending"))
        return self.api.texts(chat)


@pytest.fixture(params=["webhook", "polling"])
async def line(api: BotApi, request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    channel = Telegram(settings_of(request.param, await api.start()), lambda key: key, gate(), 1_000)
    clock = slow(channel.gate, 2)
    async with echoing(api, channel) as (_, desk):
        await until(lambda: api.commands)
        yield Line(api, desk, clock)


async def test_a_flood_is_slowed_and_told_so_once(line: Line) -> None:
    one, other = Somebody(line.api, 77), Somebody(line.api, 78)
    for text in ("一", "二", "三", "四"):
        await one.says(text)
    await other.says("别人")
    await one.says("有人掉河里了，救命")
    taken = ["一", "二", "别人", "有人掉河里了，救命"]
    assert await line.hears() == taken
    assert (await line.shows(77, 4)).count(SLOWED) == 1
    assert await line.shows(78, 1) == ["您说：别人"]
    line.clock.now += 600
    await one.says("五")
    assert await line.hears() == [*taken, "五"]
    assert (await line.shows(77, 5)).count(SLOWED) == 1


async def test_a_message_that_was_taken_is_not_refused_when_it_comes_again(line: Line) -> None:
    one = Somebody(line.api)
    first = await one.says("一")
    await one.says("二")
    for _ in range(3):
        await line.api.put({"message": first})
    assert await line.hears() == ["一", "二"]
    assert await line.shows(77, 2) == ["您说：一", "您说：二"]


async def test_edits_count_as_well(line: Line) -> None:
    one = Somebody(line.api)
    message = await one.says("一")
    for text in ("一个", "两个", "三个"):
        await one.edits(message, text)
    assert await line.hears() == ["一", "一个"]
    assert (await line.shows(77, 3)).count(SLOWED) == 1


async def test_a_button_that_was_not_heard_can_be_pressed_again(line: Line) -> None:
    one = Somebody(line.api)
    await one.says("选")
    await line.hears()
    await line.shows(77, 1)
    await one.says("等等")
    await one.presses("燕崖村")
    assert await line.hears() == ["选", "等等"]
    assert (await line.shows(77, 3)).count(SLOWED) == 1
    question = next(message for message in line.api.sent if buttons(message))
    shown = line.api.messages[77, question["message_id"]]
    await until(lambda: line.api.answered)
    assert "reply_markup" in shown
    line.clock.now += 600
    await one.presses("燕崖村")
    assert (await line.hears())[-1] == "village:1"
    await until(lambda: "reply_markup" not in shown)


async def test_only_what_is_for_the_bot_counts_in_a_group(line: Line) -> None:
    one = Somebody(line.api, chat=GROUP)
    chatter = [f"闲聊{number}" for number in range(5)]
    for text in chatter:
        await one.says(text)
    for text in ("一", "二", "三", "四"):
        asked = await one.says(f"@shiliu_test_bot {text}")
        if text == "三":
            refused = asked
    assert await line.hears() == [*chatter, "一", "二"]
    await until(lambda: SLOWED in line.api.texts(GROUP))
    told = [message for message in line.api.sent if message["text"] == SLOWED]
    assert [message["reply"]["message_id"] for message in told] == [refused["message_id"]]


async def test_what_waited_while_the_bot_was_away_is_no_flood(line: Line) -> None:
    one, long_ago = Somebody(line.api), int(time.time()) - 7200
    for number in range(6):
        await one.says(str(number), date=long_ago + 120 * number)
    assert await line.hears() == [str(number) for number in range(6)]
    for number in range(6, 10):
        await one.says(str(number), date=long_ago + 3600)
    assert await line.hears() == [str(number) for number in range(8)]
