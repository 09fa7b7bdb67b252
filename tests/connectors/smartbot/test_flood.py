"""Who writes too fast is asked to write again, in the answer to each message that was not taken."""

import pytest

from connectors.smartbot.channel import Smartbot
from storage.store import Store
from tests.connectors.doors import SLOWED, slow
from tests.connectors.smartbot.colleague import Colleague
from tests.connectors.smartbot.conftest import ROOM
from tests.connectors.smartbot.test_callbacks import heard
from tests.connectors.wecom.conftest import Quiet


async def test_a_flood_is_slowed_until_a_pause(
    alone: Colleague, channel: Smartbot, ledger: Store, quiet: Quiet
) -> None:
    clock = slow(channel.gate, 2)
    answers = [await alone.say(text) for text in ("你好", "查进度", "谢谢", "你好啊")]
    assert [answer == SLOWED for answer in answers] == [False, False, True, True]
    assert await alone.say("有人掉河里了，救命") not in ("", SLOWED)
    clock.now += 600
    assert await alone.say("谢谢") not in ("", SLOWED)
    await quiet()
    assert await heard(ledger) == ["你好", "查进度", "有人掉河里了，救命", "谢谢"]
    assert alone.screen.count(SLOWED) == 2, "nothing more comes late"


@pytest.mark.parametrize("room", ["", ROOM])
async def test_others_are_not_slowed(alone: Colleague, channel: Smartbot, room: str) -> None:
    slow(channel.gate, 1)
    one, other = (Colleague(alone.client, alone.platform, who, room) for who in ("zhangsan", "lisi"))
    await one.say("你好")
    assert await one.say("谢谢") == SLOWED
    assert await other.say("你好") not in ("", SLOWED)


async def test_a_message_that_was_taken_is_not_refused_when_it_comes_again(
    alone: Colleague, channel: Smartbot, ledger: Store
) -> None:
    slow(channel.gate, 1)
    call = alone.message("text", text={"content": "你好"})
    first = await alone.hear(call)
    assert await alone.hear(call) == first != SLOWED
    assert await heard(ledger) == ["你好"]


async def test_to_open_the_chat_costs_nothing(alone: Colleague, channel: Smartbot) -> None:
    slow(channel.gate, 1)
    for _ in range(3):
        await alone.deliver(alone.event("enter_chat"))
    assert await alone.say("查进度") not in ("", SLOWED)
