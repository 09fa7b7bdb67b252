"""The robot in the group of staff: what it says, how fast, and what it never says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.compose import Parts
from app.doors import doors
from bot.service import Service
from config.live import LiveProfile
from config.secrets import Secrets
from config.settings import Settings
from connectors.errors import Misconfigured, RetryAfter
from connectors.lane import Lane
from connectors.limits import PACES
from connectors.wecom.group import NAME, ROOM, WecomGroup
from nlu.backend import Local
from storage.messages import Outbound
from storage.people import CaseFilter
from storage.store import Store
from tests.connectors.wecom.conftest import Invite, Quiet
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.platform import GROUP_MINUTELY, ROBOT, Platform

URGENT = "我是王秀兰，燕崖镇碾砣村戏台的顶要塌了，底下全是老人孩子，电话13900003302"


def bulletin(text: str = "明天上午九点开会") -> Outbound:
    return Outbound(NAME, ROOM, text, priority=1, group=True)


async def said(member: Member, quiet: Quiet, *texts: str) -> None:
    for text in texts:
        await member.say(text)
        await quiet()


async def test_an_urgent_case_is_announced_by_number_town_and_kind(
    member: Member, platform: Platform, quiet: Quiet, ledger: Store
) -> None:
    await said(member, quiet, URGENT, "对")
    [case] = await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))
    assert case.urgency == "urgent"
    [told] = platform.room
    assert case.no in told
    assert "燕崖镇" in told
    for secret in ("王秀兰", "王", "13900003302", "3302", "碾砣", "戏台", "老人"):
        assert secret not in told


async def test_a_case_that_is_not_urgent_disturbs_nobody(
    member: Member, platform: Platform, quiet: Quiet
) -> None:
    await said(member, quiet, "燕崖镇碾砣村文化广场的音响坏了", "不留", "对")
    assert platform.room == []


async def test_what_the_people_of_the_town_must_not_hear_is_not_announced(
    member: Member, platform: Platform, quiet: Quiet, ledger: Store, invite: Invite
) -> None:
    supervisor = Member(member.client, platform, "supervisor")
    await said(supervisor, quiet, f"邀请码 {await invite('supervisor')}")
    await said(member, quiet, f"{URGENT}。这事请保密，别让镇里知道是我说的", "对")
    [case] = await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))
    assert (case.urgency, case.confidential) == ("urgent", True)
    assert platform.room == []
    assert case.no in supervisor.new(), "the supervisor hears of it alone"


async def test_without_a_robot_nothing_piles_up(
    member: Member, service: Service, quiet: Quiet, ledger: Store
) -> None:
    service.rooms.clear()
    await said(member, quiet, URGENT, "对")
    rows = [row for status in ("pending", "held", "sent") for row in await _rows(ledger, status)]
    assert {row.message.channel for row in rows} == {"wecom"}


async def _rows(ledger: Store, status: str):  # type: ignore[no-untyped-def]
    return await ledger.read(lambda tx: tx.outbox.rows(status))


async def test_a_key_in_the_settings_brings_the_group_in(
    service: Service, ledger: Store, tmp_path: Path, localities: Callable[[str], tuple[LiveProfile, Local]]
) -> None:
    service.rooms.clear()
    settings = Settings(_env_file=None, var=tmp_path, wecomgroup={"key": ROBOT})
    opened = doors(Parts(settings, Secrets(b"s" * 32), ledger, service, localities("yiyuan")[1]))
    assert NAME in {door.name for door in opened}
    assert service.rooms == [(NAME, ROOM)]


async def test_a_long_bulletin_is_split(robot: WecomGroup, platform: Platform) -> None:
    text = "。".join(f"第{number}句说的是村里的事" for number in range(100))
    await robot.send(bulletin(text))
    assert "".join(platform.room) == text
    assert all(len(part.encode()) <= 1800 for part in platform.room)


async def test_a_robot_that_was_taken_out_is_for_somebody_to_mend(
    robot: WecomGroup, platform: Platform
) -> None:
    platform.robot_there = False
    with pytest.raises(Misconfigured, match="93000"):
        await robot.send(bulletin())


async def test_beyond_twenty_a_minute_the_platform_asks_for_a_pause(
    robot: WecomGroup, platform: Platform
) -> None:
    for number in range(GROUP_MINUTELY):
        await robot.send(bulletin(str(number)))
    with pytest.raises(RetryAfter, match="45009") as caught:
        await robot.send(bulletin())
    assert caught.value.seconds == 60
    assert len(platform.room) == GROUP_MINUTELY


async def test_the_pace_keeps_below_twenty_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    at = 0.0
    monkeypatch.setattr("connectors.lane._now", lambda: at)
    lane, sent = Lane(PACES[NAME]), []
    while at < 600:
        wait = lane.wait(bulletin())
        if wait:
            at += wait
        else:
            sent.append(at)
    assert max(sum(begin <= one < begin + 60 for one in sent) for begin in sent) <= GROUP_MINUTELY


async def test_a_server_that_cannot_be_reached_is_tried_again(robot: WecomGroup, platform: Platform) -> None:
    await platform.stop()
    with pytest.raises(RetryAfter) as caught:
        await robot.send(bulletin())
    assert "key=" not in caught.value.record
