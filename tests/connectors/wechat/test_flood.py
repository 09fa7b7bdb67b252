"""Who writes too fast is asked to write again, in the reply to each message that was not taken."""

from connectors.wechat.channel import Wechat
from storage.store import Store
from tests.connectors.doors import SLOWED, slow
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.test_callbacks import heard


async def test_a_flood_is_slowed_until_a_pause(follower: Follower, channel: Wechat, ledger: Store) -> None:
    clock = slow(channel.gate, 2)
    answers = [await follower.say(text) for text in ("你好", "查进度", "谢谢", "你好啊")]
    assert [answer == SLOWED for answer in answers] == [False, False, True, True]
    assert await follower.say("有人掉河里了，救命") not in ("", SLOWED)
    clock.now += 600
    assert await follower.say("谢谢") not in ("", SLOWED)
    assert await heard(ledger, follower) == ["你好", "查进度", "有人掉河里了，救命", "谢谢"]


async def test_others_are_not_slowed(follower: Follower, channel: Wechat) -> None:
    slow(channel.gate, 1)
    other = Follower(follower.client, follower.platform, "oIWsFt0000000000000000000000")
    await follower.say("你好")
    assert await follower.say("谢谢") == SLOWED
    assert await other.say("你好") not in ("", SLOWED)


async def test_a_message_that_was_taken_is_not_refused_when_it_comes_again(
    follower: Follower, channel: Wechat, ledger: Store
) -> None:
    slow(channel.gate, 1)
    xml = follower.message("text", Content="你好")
    first = await follower.deliver(xml)
    assert (await follower.deliver(xml)).text == first.text != SLOWED
    assert await heard(ledger, follower) == ["你好"]
