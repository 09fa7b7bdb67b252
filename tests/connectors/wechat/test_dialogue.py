"""Residents on the Official Account, end to end: the real agent, the real ledger, a WeChat of our own."""

import asyncio

import pytest

from bot.service import Service
from connectors.wechat.channel import Wechat
from storage.entries import ERASED
from storage.people import CaseFilter
from storage.store import Store
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import OLD_KEY, Platform
from tests.photos import picture

JPEG = picture()
AMR = b"#!AMR\n" + b"\x3c" * 200


async def cases(ledger: Store):  # type: ignore[no-untyped-def]
    return await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_resident_reports_in_every_mode(follower: Follower, ledger: Store, mode: str) -> None:
    follower.mode = mode
    assert "小石榴" in await follower.event("subscribe")
    await follower.say(
        "我是鲁村镇草埠村的王秀兰，村里放电影的幕布破了个大窟窿，麻烦给换一块，电话13900003302"
    )
    assert "WH2" in await follower.say("对的")
    [case] = await cases(ledger)
    assert (case.town, case.village, case.contact_phone) == ("鲁村镇", "草埠村", "13900003302")
    assert follower.platform.sent == {}, "passive replies cost no quota"


async def test_the_previous_key_still_opens_and_closes(follower: Follower) -> None:
    follower.mode, follower.key = "safe", OLD_KEY
    assert "小石榴" in await follower.say("你好")


async def test_following_through_a_village_code_fills_in_the_village(
    follower: Follower, ledger: Store
) -> None:
    assert "燕崖镇碾砣村的码" in await follower.event("subscribe", "qrscene_燕崖镇碾砣村", Ticket="TICKET")
    assert "哪个" not in await follower.say("书屋老锁着门")
    await follower.say("不留")
    await follower.say("对")
    [case] = await cases(ledger)
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


async def test_a_number_presses_the_button_that_was_shown(follower: Follower) -> None:
    shown = await follower.event("subscribe")
    assert "3. 转人工" in shown
    assert await follower.say("3") == await Follower(
        follower.client, follower.platform, "oAnother000000000000000000000"
    ).say("转人工")


async def test_a_menu_click_is_what_its_key_says(follower: Follower) -> None:
    assert await follower.event("CLICK", "我想反映个事") == await Follower(
        follower.client, follower.platform, "oAnother000000000000000000000"
    ).say("我想反映个事")


async def test_photo_voice_and_place_end_in_the_case(
    follower: Follower, platform: Platform, ledger: Store
) -> None:
    platform.files = {"m-photo": ("image/jpeg", JPEG), "m-voice": ("voice/amr", AMR)}
    await follower.say("燕崖镇碾砣村广场的音响坏了")
    await follower.deliver(follower.message("image", PicUrl="http://x/1", MediaId="m-photo"))
    await follower.deliver(
        follower.message("location", Location_X="36.03", Location_Y="118.26", Scale="15", Label="碾砣村广场")
    )
    await follower.say("不留")
    await follower.say("对")
    [case] = await cases(ledger)
    kinds = {one.kind: one for one in case.attachments}
    assert kinds["location"].latitude == pytest.approx(36.03)
    assert kinds["location"].label == "碾砣村广场"
    digest = kinds["photo"].digest
    assert digest is not None
    assert await ledger.read(lambda tx: tx.files.get(digest)) == (JPEG, "image/jpeg")


@pytest.fixture
def impatient(channel: Wechat) -> None:
    channel.patience = 0.05


async def test_a_photo_that_comes_too_late_for_the_callback_is_in_the_case_all_the_same(
    impatient: None, follower: Follower, platform: Platform, ledger: Store, service: Service
) -> None:
    platform.files = {"m-photo": ("image/jpeg", JPEG)}
    platform.gives.clear()
    photo = follower.message("image", PicUrl="http://x/1", MediaId="m-photo")
    assert (await follower.deliver(photo)).body == "success", "kept, and fetched before it is handled"
    platform.gives.set()
    for text in ("燕崖镇碾砣村广场的音响坏了", "不留", "对"):
        await follower.say(text)
        await service.idle()
    assert (await follower.deliver(photo)).body == "success", "delivered again, it says nothing new"
    [case] = await cases(ledger)
    assert [one.mime for one in case.attachments] == ["image/jpeg"]


async def test_a_voice_counts_as_what_was_recognised(
    follower: Follower, platform: Platform, ledger: Store
) -> None:
    platform.files = {"m-voice": ("voice/amr", AMR)}
    voice = follower.message(
        "voice", MediaId="m-voice", Format="amr", Recognition="燕崖镇碾砣村书屋老锁着门。"
    )
    await follower.deliver(voice)
    await follower.say("不留")
    await follower.say("对")
    [case] = await cases(ledger)
    assert case.village == "碾砣村"
    assert [(one.kind, one.mime) for one in case.attachments] == [("voice", "audio/amr")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m-exe", b"MZ\x90\0" + b"\0" * 50, "格式打不开"),
        ("m-huge", JPEG + b"\0" * 300_000, "太大了"),
        ("m-gone", b"", "再发一次"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_said(
    follower: Follower, platform: Platform, name: str, content: bytes, words: str
) -> None:
    if content:
        platform.files[name] = ("image/jpeg", content)
    answer = await follower.deliver(follower.message("image", PicUrl="", MediaId=name))
    assert "没收" in answer.text
    assert words in answer.text


async def test_unfollowing_erases_the_person_and_keeps_the_case(
    follower: Follower, ledger: Store, service: Service
) -> None:
    await follower.say("我是鲁村镇草埠村的王秀兰，村里放电影的幕布破了个大窟窿，电话13900003302")
    await follower.say("对的")
    farewell = follower.happened("unsubscribe")
    assert [(await follower.deliver(farewell)).body for _ in range(3)] == ["success"] * 3
    [case] = await cases(ledger)
    assert (case.contact_name, case.contact_phone) == (ERASED, ERASED)
    assert "王秀兰" not in case.words
    assert case.village == "草埠村"
    assert await ledger.read(lambda tx: tx.people.find("wechat", follower.openid)) is None
    assert await service.history(f"wechat:{follower.openid}", 50) == []
    # a late repetition must not erase who came back
    await follower.say("我叫李明，电话13900003303，鲁村镇草埠村戏台漏雨")
    await follower.deliver(farewell)
    assert await ledger.read(lambda tx: tx.people.find("wechat", follower.openid)) is not None


async def test_three_deliveries_make_one_effect_and_one_answer(follower: Follower, ledger: Store) -> None:
    xml = follower.message("text", Content="燕崖镇碾砣村书屋老锁着门")
    texts = {(await follower.deliver(xml)).text for _ in range(3)}
    assert len(texts) == 1
    assert "" not in texts
    heard = await ledger.read(lambda tx: tx.outbox.history(f"wechat:{follower.openid}"))
    assert [line.mine for line in heard].count(False) == 1
    assert follower.platform.sent == {}


async def test_deliveries_at_the_same_time_make_one_effect(follower: Follower, ledger: Store) -> None:
    xml = follower.message("text", Content="燕崖镇碾砣村书屋老锁着门")
    answers = await asyncio.gather(*(follower.deliver(xml) for _ in range(3)))
    assert len({answer.text for answer in answers} - {""}) == 1
    heard = await ledger.read(lambda tx: tx.outbox.history(f"wechat:{follower.openid}"))
    assert [line.mine for line in heard].count(False) == 1
    assert follower.platform.sent == {}


async def test_messages_in_quick_succession_are_all_answered(follower: Follower, ledger: Store) -> None:
    texts = [follower.message("text", Content=text) for text in ("你好", "转人工", "查进度")]
    await asyncio.gather(*(follower.deliver(xml) for xml in texts))
    heard = await ledger.read(lambda tx: tx.outbox.history(f"wechat:{follower.openid}"))
    assert [line.mine for line in heard].count(False) == 3
    assert len(follower.passive) + len(follower.platform.sent.get(follower.openid, [])) >= 3


async def test_events_of_one_second_are_told_apart(follower: Follower) -> None:
    first = follower.happened("CLICK", "我想反映个事", CreateTime=1_800_000_000)
    second = follower.happened("CLICK", "你好", CreateTime=1_800_000_000)
    assert (await follower.deliver(first)).text != (await follower.deliver(second)).text
