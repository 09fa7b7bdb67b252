"""Staff in WeCom, end to end: the real agent, the real ledger, a WeCom of our own."""

import asyncio

import pytest

from config.wechat_menu import FILE, load_menu
from storage.people import CaseFilter
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.wecom.conftest import Invite, Quiet
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.platform import OLD_KEY, Platform
from tests.connectors.wire.wire import AMR, picture

NEED = "燕崖镇碾砣村文化广场的音响坏了好几天了"


async def cases(ledger: Store):  # type: ignore[no-untyped-def]
    return await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))


async def heard(ledger: Store, who: str = "wangxiulan") -> list[str]:
    lines = await ledger.read(lambda tx: tx.outbox.history(f"wecom:{who}"))
    return [line.text for line in lines if not line.mine]


@pytest.fixture
async def filed(bot: Client, platform: Platform, quiet: Quiet, ledger: Store) -> str:
    """The number of a case that somebody without a post has filed."""
    resident = Member(bot, platform, "somebody")
    for text in (NEED, "不留", "对"):
        await resident.say(text)
        await quiet()
    [case] = await cases(ledger)
    return str(case.no)


async def test_staff_bind_a_post_and_move_a_case_to_its_end(
    member: Member, filed: str, invite: Invite, quiet: Quiet, ledger: Store
) -> None:
    async def say(text: str) -> str:
        await member.say(text)
        await quiet()
        return member.new()

    assert "音响" not in await say(f"打开{filed}"), "without a post nobody sees other people's cases"
    assert "绑定好了" in await say(f"邀请码 {await invite('supervisor')}")
    assert filed in await say("没办完的")
    assert "燕崖镇" in await say(f"打开{filed[-4:]}")
    await say(f"派单 {filed} 给燕崖镇文化站")
    [case] = await cases(ledger)
    assert case.status == "assigned"
    assert case.unit


async def test_each_member_has_a_post_of_their_own(
    member: Member, filed: str, invite: Invite, quiet: Quiet
) -> None:
    grid = Member(member.client, member.platform, "LiMing")
    code = await invite("grid", town="燕崖镇")
    await grid.say(f"邀请码 {code}")
    await member.say(f"邀请码 {code}")
    await quiet()
    assert "燕崖镇" in grid.new()
    assert "绑定好了" not in member.new(), "a code is good once"
    await grid.say("我网格里没办完的")
    await quiet()
    assert filed in grid.new()


async def test_a_number_means_the_last_question(member: Member, quiet: Quiet) -> None:
    await member.event("enter_agent")
    await quiet()
    assert "3. 转人工" in member.new()
    await member.say("3")
    await quiet()
    by_number = member.new()
    other = Member(member.client, member.platform, "other")
    await other.say("转人工")
    await quiet()
    assert by_number == other.new()


async def test_only_a_member_who_is_new_is_greeted(member: Member, quiet: Quiet) -> None:
    await member.event("enter_agent")
    await quiet()
    assert "小石榴" in member.new()
    await member.event("enter_agent", CreateTime=1_900_000_000)
    await quiet()
    assert member.new() == ""


async def test_every_line_of_the_menu_is_understood(member: Member, invite: Invite, quiet: Quiet) -> None:
    await member.say(f"邀请码 {await invite('supervisor')}")
    await quiet()
    member.new()
    says = [
        line.says for item in load_menu(FILE.with_name("wecom_menu.yaml")) for line in (item, *item.items)
    ]
    for number, text in enumerate(filter(None, says)):
        await member.event("click", text, CreateTime=1_800_000_000 + number)
        await quiet()
        shown = member.new()
        assert shown, text
        assert "WH" not in shown, "no click files a case"
    assert "查件" in shown, "the last line explains what can be said"


async def test_a_photo_a_voice_and_a_place_end_in_the_case(
    member: Member, platform: Platform, quiet: Quiet, ledger: Store
) -> None:
    jpeg = picture()
    platform.files = {"m-photo": jpeg, "m-voice": AMR}
    place = {"Location_X": "36.03", "Location_Y": "118.26", "Scale": "15", "Label": "碾砣村广场"}
    for xml in (
        member.message("text", Content=NEED),
        member.message("image", PicUrl="http://x/1", MediaId="m-photo"),
        member.message("voice", MediaId="m-voice", Format="amr"),
        member.message("location", **place),
        member.message("text", Content="不留"),
        member.message("text", Content="对"),
    ):
        await member.deliver(xml)
        await quiet()
    [case] = await cases(ledger)
    kinds = {one.kind: one for one in case.attachments}
    assert kinds["location"].latitude == pytest.approx(36.03)
    assert (kinds["photo"].mime, kinds["voice"].mime) == ("image/jpeg", "audio/amr")
    digest = kinds["photo"].digest
    assert digest is not None
    assert await ledger.read(lambda tx: tx.files.get(digest)) == (jpeg, "image/jpeg")


async def test_a_file_that_cannot_be_had_is_said(member: Member, quiet: Quiet) -> None:
    await member.deliver(member.message("image", PicUrl="", MediaId="m-gone"))
    await quiet()
    assert "没" in member.new()


async def test_three_deliveries_make_one_effect_and_one_answer(
    member: Member, quiet: Quiet, ledger: Store
) -> None:
    xml = member.message("text", Content=NEED)
    await asyncio.gather(*(member.deliver(xml) for _ in range(3)))
    await quiet()
    await member.deliver(xml)
    await quiet()
    assert await heard(ledger) == [NEED]
    assert len(member.screen) == 1


async def test_three_deliveries_of_a_click_are_one_click(member: Member, quiet: Quiet, ledger: Store) -> None:
    click = member.happened("click", "怎么用", CreateTime=1_800_000_000)
    other = member.happened("click", "你好", CreateTime=1_800_000_000)
    for xml in (click, click, other, click):
        await member.deliver(xml)
    await quiet()
    assert await heard(ledger) == ["怎么用", "你好"]


async def test_the_id_of_a_member_has_no_capitals(member: Member, quiet: Quiet, ledger: Store) -> None:
    await member.say("你好")
    await Member(member.client, member.platform, "WANGXIULAN").say("转人工")
    await quiet()
    assert await heard(ledger) == ["你好", "转人工"]


async def test_the_previous_key_still_opens(member: Member, quiet: Quiet, ledger: Store) -> None:
    member.key = OLD_KEY
    await member.say("你好")
    await quiet()
    assert await heard(ledger) == ["你好"]
