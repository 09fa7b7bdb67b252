"""Who writes too fast is asked once to write again; the page is read on, and nobody else is kept waiting."""

from connectors.kf.channel import Kf
from tests.connectors.doors import SLOWED, slow
from tests.connectors.kf.platform import Platform
from tests.connectors.kf.resident import Resident

URGENT = "有人掉河里了，救命"
WITH_A_PERSON = 3
"""State of a session."""


async def brought(resident: Resident, *texts: str) -> None:
    """Write all that before the platform tells of any."""
    for text in texts:
        resident.write("text", text={"content": text})
    await resident.call()
    await resident.settled()


async def test_a_flood_is_slowed_and_told_so_once(resident: Resident, channel: Kf) -> None:
    clock = slow(channel.gate, 2)
    await brought(resident, "你好", "查进度", "谢谢", "你好啊", URGENT)
    assert await resident.heard() == ["你好", "查进度", URGENT]
    assert resident.screen.count(SLOWED) == 1
    clock.now += 600
    await brought(resident, "谢谢")
    assert await resident.heard() == ["你好", "查进度", URGENT, "谢谢"]
    assert resident.screen.count(SLOWED) == 1


async def test_the_others_of_the_page_are_heard(resident: Resident, channel: Kf, platform: Platform) -> None:
    slow(channel.gate, 1)
    platform.page = 2
    other = Resident(resident.client, platform, resident.service, resident.ledger, user="wmOther")
    for text in ("你好", "谢谢", "查进度"):
        resident.write("text", text={"content": text})
    other.write("text", text={"content": "你好"})
    await resident.call()
    await resident.settled()
    assert await resident.heard() == await other.heard() == ["你好"]
    assert SLOWED not in other.screen
    await brought(other, URGENT)
    assert [asked["cursor"] for asked in platform.asked] == ["", "cur-2", "cur-4"], "and no page twice"


async def test_a_message_that_was_taken_is_not_refused_when_it_comes_again(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    slow(channel.gate, 1)
    await brought(resident, "你好")
    platform.log[resident.desk].append(platform.log[resident.desk][0])
    await resident.call()
    await resident.settled()
    assert await resident.heard() == ["你好"]
    assert SLOWED not in resident.screen


async def test_what_waited_while_the_bot_was_away_is_no_flood(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    slow(channel.gate, 1)
    texts = [f"第{number}样：书屋老锁着门" for number in range(6)]
    for number, text in enumerate(texts):
        platform.late = 3600 - 120 * number
        resident.write("text", text={"content": text})
    await resident.call()
    await resident.settled()
    assert await resident.heard() == texts
    assert SLOWED not in resident.screen


async def test_what_is_said_to_a_person_of_the_desk_is_all_written_down(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    slow(channel.gate, 1)
    desk = {"origin": 5, "open_kfid": resident.desk, "external_userid": resident.user}
    platform.happened(resident.desk, msgtype="text", text={"content": "我来"}, **desk)
    platform.states[resident.chat] = WITH_A_PERSON
    texts = ["在吗", "书屋的事", "老锁着门"]
    await brought(resident, *texts)
    assert await resident.heard() == texts
    assert resident.shown == []


async def test_to_come_in_again_and_again_counts_and_a_welcome_does_not(
    resident: Resident, channel: Kf
) -> None:
    slow(channel.gate, 1)
    assert "燕崖镇碾砣村" in await resident.enter("燕崖镇碾砣村")
    assert SLOWED not in await resident.say("书屋老锁着门")
    assert SLOWED in await resident.enter("燕崖镇碾砣村", code=False)
