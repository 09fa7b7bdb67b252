"""Answers that are not ready at once, retries, and what becomes of them where nobody asks any more."""

import asyncio

import pytest

from bot.service import Service
from config.live import LiveProfile
from connectors.errors import Away, RetryAfter, TooLong
from connectors.smartbot.channel import Smartbot
from connectors.smartbot.streams import Streams
from nlu.understanding import Understanding
from storage.messages import Outbound
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.smartbot.colleague import Colleague
from tests.connectors.smartbot.conftest import ROOM
from tests.connectors.smartbot.platform import Platform
from tests.connectors.wecom.conftest import Quiet


class Gate:
    """An understanding that waits until it is let through."""

    def __init__(self, service: Service) -> None:
        self.inner = service.understander
        self.open = asyncio.Event()
        service.understander = self

    async def parse(self, text: str) -> Understanding:
        await self.open.wait()
        return await self.inner.parse(text)


@pytest.fixture
def slow(service: Service, channel: Smartbot) -> Gate:
    channel.patience = 0.05
    return Gate(service)


@pytest.fixture
def nobody_asks(channel: Smartbot) -> None:
    """The platform's questions for the rest do not come, which is noticed at once."""
    channel._streams = Streams(quiet=0.05)


async def lines(ledger: Store, conversation: str) -> list[bool]:
    return [line.mine for line in await ledger.read(lambda tx: tx.outbox.history(conversation))]


@pytest.mark.parametrize("room", ["", ROOM])
async def test_a_late_answer_is_the_rest_of_the_stream(
    room: str, slow: Gate, alone: Colleague, ledger: Store, quiet: Quiet, live: LiveProfile
) -> None:
    alone.room = room
    first = await alone.deliver(alone.message("text", text={"content": "你好"}))
    assert (first.text, first.finish) == (live.current().wording.text("smartbot.wait"), False)
    conversation = f"smartbot:{ROOM}:zhangsan" if room else "smartbot:zhangsan"
    assert await lines(ledger, conversation) == [False], "kept before it is acknowledged"
    assert not (await alone.refresh(first.name)).finish
    slow.open.set()
    assert "小石榴" in await alone.ask_on(first)
    await quiet()
    assert alone.platform.late == {}
    assert await lines(ledger, conversation) == [False, True]


async def test_where_nobody_asks_the_answer_goes_to_the_address_of_the_message(
    nobody_asks: None, slow: Gate, alone: Colleague, quiet: Quiet, live: LiveProfile
) -> None:
    first = await alone.deliver(alone.message("text", text={"content": "你好"}))
    slow.open.set()
    await quiet()
    [late] = alone.platform.late["zhangsan"]
    assert "小石榴" in late
    ended = await alone.refresh(first.name)
    assert (ended.text, ended.finish) == (live.current().wording.text("smartbot.follows"), True)
    assert alone.screen.count("小石榴") == late.count("小石榴")


async def test_another_process_can_go_on_with_an_answer(
    alone: Colleague, service: Service, ledger: Store, channel: Smartbot
) -> None:
    call = alone.message("text", text={"content": "你好"})
    first = await alone.deliver(call)
    channel._streams = Streams()  # as new as in a process that just began
    again = await alone.refresh(first.name)
    assert again == first
    assert await lines(ledger, "smartbot:zhangsan") == [False, True]


async def test_three_deliveries_make_one_effect_and_one_answer(
    alone: Colleague, ledger: Store, quiet: Quiet
) -> None:
    call = alone.message("text", text={"content": "燕崖镇碾砣村书屋老锁着门"})
    answers = [*await asyncio.gather(*(alone.deliver(call) for _ in range(2))), await alone.deliver(call)]
    assert len({(answer.name, answer.text, answer.finish) for answer in answers}) == 1
    await quiet()
    assert await lines(ledger, "smartbot:zhangsan") == [False, True]
    assert alone.platform.late == {}


async def test_three_deliveries_of_what_is_slow_are_answered_once(
    nobody_asks: None, slow: Gate, alone: Colleague, ledger: Store, quiet: Quiet
) -> None:
    call = alone.message("text", text={"content": "你好"})
    for answer in [await alone.deliver(call) for _ in range(3)]:
        assert not answer.finish
    slow.open.set()
    await quiet()
    await alone.deliver(call)
    assert await lines(ledger, "smartbot:zhangsan") == [False, True]
    assert len(alone.platform.late["zhangsan"]) == 1


async def test_an_address_takes_one_answer_and_the_next_message_brings_the_next(
    alone: Colleague, channel: Smartbot, platform: Platform, ledger: Store, quiet: Quiet
) -> None:
    await alone.say("你好")
    await _notify(ledger, "一")
    await quiet()
    await _notify(ledger, "二")
    await quiet()
    assert platform.late["zhangsan"] == ["一"]
    assert [row.message.text for row in await ledger.read(lambda tx: tx.outbox.rows("held"))] == ["二"]
    assert "二" in await alone.say("怎么用")


async def test_what_waits_goes_together_to_one_address(
    alone: Colleague, platform: Platform, ledger: Store, quiet: Quiet
) -> None:
    await alone.say("你好")
    outs = [Outbound("smartbot", "zhangsan", text, priority=1) for text in "一二三"]
    await ledger.run(lambda tx: [tx.outbox.add(out, conversation="smartbot:zhangsan") for out in outs])
    await quiet()
    assert platform.late["zhangsan"] == ["一\n\n二\n\n三"]


async def test_an_address_that_is_too_old_holds_the_message(
    alone: Colleague, channel: Smartbot, platform: Platform
) -> None:
    await alone.say("你好")
    platform.expire()
    with pytest.raises(Away, match="60140"):
        await channel.send(Outbound("smartbot", "zhangsan", "通知"))
    with pytest.raises(Away):
        await channel.send(Outbound("smartbot", "zhangsan", "通知"))
    assert len(platform.answers) == 1, "without an address nothing is tried"


async def test_an_address_that_was_not_used_stays_good(
    alone: Colleague, channel: Smartbot, platform: Platform
) -> None:
    await alone.say("你好")
    platform.busy = 1
    with pytest.raises(RetryAfter) as caught:
        await channel.send(Outbound("smartbot", "zhangsan", "通知"))
    assert caught.value.seconds == 60
    await channel.send(Outbound("smartbot", "zhangsan", "通知"))
    assert platform.late["zhangsan"] == ["通知"]


async def test_an_address_of_a_group_is_only_for_its_member(
    group: Colleague, channel: Smartbot, platform: Platform
) -> None:
    await group.say("你好")
    with pytest.raises(Away):
        await channel.send(Outbound("smartbot", "zhangsan", "通知"))
    assert platform.late == {}


async def test_a_text_beyond_one_message_is_told_to_be_too_long(alone: Colleague, channel: Smartbot) -> None:
    await alone.say("你好")
    with pytest.raises(TooLong):
        await channel.send(Outbound("smartbot", "zhangsan", "很长" * 4000))


async def test_after_a_restart_what_was_kept_is_answered(
    slow: Gate, alone: Colleague, bot: Client, service: Service, channel: Smartbot, quiet: Quiet
) -> None:
    first = await alone.deliver(alone.message("text", text={"content": "你好"}))
    channel._streams = Streams()
    assert not (await alone.refresh(first.name)).finish, "the store knows that it waits"
    slow.open.set()
    await quiet()
    assert "小石榴" in alone.screen


async def _notify(ledger: Store, text: str) -> None:
    out = Outbound("smartbot", "zhangsan", text, priority=1)
    await ledger.run(lambda tx: tx.outbox.add(out, conversation="smartbot:zhangsan"))
