"""Who writes too fast is asked once to write again; what was taken stays taken."""

import asyncio

from connectors.wecom.channel import Wecom
from storage.store import Store
from tests.connectors.doors import SLOWED, slow
from tests.connectors.wecom.conftest import Quiet
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.test_dialogue import heard


async def test_a_flood_is_slowed_and_told_so_once(
    member: Member, channel: Wecom, quiet: Quiet, ledger: Store
) -> None:
    clock = slow(channel.gate, 2)
    for text in ("你好", "查进度", "谢谢", "你好啊", "有人掉河里了，救命"):
        await member.say(text)
    await quiet()
    taken = ["你好", "查进度", "有人掉河里了，救命"]
    assert await heard(ledger) == taken
    assert member.screen.count(SLOWED) == 1
    clock.now += 600
    await member.say("谢谢")
    await quiet()
    assert await heard(ledger) == [*taken, "谢谢"]
    assert member.screen.count(SLOWED) == 1


async def test_others_are_not_slowed(member: Member, channel: Wecom, quiet: Quiet, ledger: Store) -> None:
    slow(channel.gate, 1)
    other = Member(member.client, member.platform, "LiSi")
    for text in ("你好", "谢谢"):
        await member.say(text)
    await other.say("你好")
    await quiet()
    assert await heard(ledger, "lisi") == ["你好"]
    assert SLOWED not in other.screen


async def test_a_message_that_comes_side_by_side_with_itself_counts_once(
    member: Member, channel: Wecom, quiet: Quiet, ledger: Store
) -> None:
    slow(channel.gate, 1)
    xml = member.message("text", Content="你好")
    await asyncio.gather(*(member.deliver(xml) for _ in range(4)))
    await member.deliver(xml)
    await quiet()
    assert await heard(ledger) == ["你好"]
    assert SLOWED not in member.screen


async def test_to_open_the_application_costs_nothing(
    member: Member, channel: Wecom, quiet: Quiet, ledger: Store
) -> None:
    slow(channel.gate, 1)
    for _ in range(3):
        await member.event("enter_agent")
    await quiet()
    await member.say("查进度")
    await quiet()
    assert (await heard(ledger))[-1] == "查进度"
    assert SLOWED not in member.screen
