"""Residents on Telegram with the real agent, through the webhook and through polling."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.connectors.telegram.conftest import Bot
from tests.connectors.telegram.people import GROUP, Somebody, keyboard

OGG = b"OggS" + bytes(60)


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#9e1b32").save(out, "JPEG")
    return out.getvalue()


async def test_an_intake_from_start_to_number(bot: Bot) -> None:
    me = Somebody(bot.api)
    await me.says("/start")
    [hello] = await bot.hears(77)
    assert "文化小石榴" in hello
    await me.says("燕崖镇碾砣村的农家书屋老锁着门，孩子进不去")
    await bot.hears(77)
    assert keyboard(bot.api.last(77))[0] == "把我的电话发给您"
    await me.sends(contact={"phone_number": "+8613900001234", "first_name": "李", "user_id": 77})
    [confirm] = await bot.hears(77)
    assert "13900001234" in confirm
    await me.presses("对")
    [done] = await bot.hears(77)
    [case] = await bot.cases()
    assert case.no in done
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")
    await bot.settle(lambda: bot.api.answered)
    asked = bot.api.messages[77, bot.api.sent[-2]["message_id"]]
    await bot.settle(lambda: "reply_markup" not in asked)


async def test_a_place_is_asked_with_a_button_and_may_be_shared(bot: Bot) -> None:
    me = Somebody(bot.api)
    await me.says("广场上的音响坏了，跳不成舞")
    [asks] = await bot.hears(77)
    assert keyboard(bot.api.last(77))[0] == "发我现在的位置", asks
    await me.sends(
        venue={
            "location": {"latitude": 36.1, "longitude": 118.2},
            "title": "碾砣村委会",
            "address": "沂源县燕崖镇",
        }
    )
    await bot.hears(77)
    await me.says("不留")
    await bot.hears(77)
    await me.presses("对")
    await bot.hears(77)
    [case] = await bot.cases()
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


async def test_a_bare_position_is_kept_and_the_village_asked(hook: Bot) -> None:
    me = Somebody(hook.api)
    await me.says("广场上的音响坏了，跳不成舞")
    await hook.hears(77)
    await me.sends(location={"latitude": 36.1, "longitude": 118.2})
    [asks] = await hook.hears(77)
    assert asks.startswith("位置收到了")
    await me.says("碾砣村")
    await hook.hears(77)
    await me.says("不留")
    await hook.hears(77)
    await me.presses("对")
    await hook.hears(77)
    [case] = await hook.cases()
    [pin] = (await hook.store.read(lambda tx: tx.ledger.entries(f"case:{case.no}")))[0].body.attachments
    assert (pin.kind, pin.latitude, pin.longitude) == ("location", 36.1, 118.2)


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of an album may come as far apart as a slow machine takes them."""
    monkeypatch.setattr("bot.arrivals.SETTLED", timedelta(seconds=4))


@pytest.mark.usefixtures("one_by_one")
async def test_photo_voice_and_album_are_kept_with_the_case(bot: Bot) -> None:
    bot.api.files |= {"small": photo(), "large": photo() + b"\0", "two": photo(), "voice": OGG}
    me = Somebody(bot.api)
    sizes = [{"file_id": "small", "file_size": 10}, {"file_id": "large", "file_size": 20}]
    await me.sends(photo=sizes, caption="燕崖镇碾砣村的音响坏成这样", media_group_id="9")
    await me.sends(photo=[{"file_id": "two", "file_size": 30}], media_group_id="9")
    await bot.hears(77)
    await me.sends(voice={"file_id": "voice", "duration": 3, "mime_type": "audio/ogg", "file_size": 64})
    await bot.hears(77)
    await me.says("不留")
    await bot.hears(77)
    await me.presses("对")
    await bot.hears(77)
    [case] = await bot.cases()
    opened = (await bot.store.read(lambda tx: tx.ledger.entries(f"case:{case.no}")))[0].body
    assert [(item.kind, item.mime) for item in opened.attachments] == [("photo", "image/jpeg")] * 2 + [
        ("voice", "audio/ogg")
    ]
    kept = await bot.parts.service.get_file(opened.attachments[0].digest, "telegram:77")
    assert kept == (photo() + b"\0", "image/jpeg")


async def test_what_is_no_picture_is_said_and_a_lost_one_is_fetched_again(hook: Bot) -> None:
    hook.api.files |= {"program": b"MZ" + bytes(100), "good": photo()}
    hook.api.failing["download"] = 1
    me = Somebody(hook.api)
    await me.sends(photo=[{"file_id": "program", "file_size": 102}])
    [said] = await hook.hears(77)
    assert "没收下" in said
    await me.sends(photo=[{"file_id": "good", "file_size": 102}], caption="燕崖镇碾砣村的音响坏了")
    await hook.hears(77)
    lines = await hook.parts.service.history("telegram:77", 10)
    assert [len(line.attachments) for line in lines if not line.mine] == [0, 1]


async def test_the_words_beside_a_file_that_is_not_taken_are_handled(hook: Bot) -> None:
    hook.api.files |= {"page": b"<!doctype html><script>", "good": photo()}
    me = Somebody(hook.api)
    await me.sends(
        document={"file_id": "page", "file_name": "a.pdf", "mime_type": "application/pdf"},
        caption="燕崖镇碾砣村的音响坏了",
    )
    refused, asks = await hook.hears(77, 2)
    assert "没收下" in refused
    assert "电话" in asks
    await me.sends(video={"file_id": "film", "file_size": 90_000_000, "mime_type": "video/mp4"})
    refused, asks = await hook.hears(77, 2)
    assert "最大 10 MB" in refused
    assert "电话" in asks
    await me.says("不留")
    await hook.hears(77)
    await me.presses("对")
    await hook.hears(77)
    [case] = await hook.cases()
    assert (case.words, case.attachments) == ("燕崖镇碾砣村的音响坏了", ())


@pytest.mark.usefixtures("one_by_one")
async def test_an_album_keeps_its_good_parts_and_says_one_thing_of_the_others(hook: Bot) -> None:
    hook.api.files |= {"good": photo(), "one": b"MZ" + bytes(90), "two": b"MZ" + bytes(91)}
    me = Somebody(hook.api)
    for name, caption in (("good", "燕崖镇碾砣村的音响坏成这样"), ("one", ""), ("two", "")):
        await me.sends(photo=[{"file_id": name, "file_size": 90}], caption=caption, media_group_id="9")
    refused, _ = await hook.hears(77, 2)
    assert "没收下" in refused
    lines = await hook.parts.service.history("telegram:77", 10)
    assert [len(line.attachments) for line in lines if not line.mine] == [1, 0, 0]


async def test_an_edit_corrects(bot: Bot) -> None:
    me = Somebody(bot.api)
    said = await me.says("燕崖镇碾砣村的农家书屋老锁着门")
    await bot.hears(77)
    await me.edits(said, "东里镇东里村的农家书屋老锁着门")
    await bot.hears(77)
    await me.says("不留")
    await bot.hears(77)
    await me.presses("对")
    await bot.hears(77)
    [case] = await bot.cases()
    assert case.town == "东里镇"


async def test_a_group_gets_number_and_status_and_nothing_private(bot: Bot) -> None:
    one, two = Somebody(bot.api, 77, GROUP), Somebody(bot.api, 78, GROUP)
    await one.says("晚上谁去跳舞")
    await one.says("@Shiliu_test_bot 燕崖镇碾砣村的农家书屋老锁着门，我电话13900001234")
    [done] = await bot.hears(GROUP)
    [case] = await bot.cases()
    assert case.no in done
    assert "1390000" not in done
    assert bot.api.last(GROUP)["reply"]["message_id"]
    await two.answers("我也想要")
    [joined] = await bot.hears(GROUP)
    assert "0001" in joined
    [case] = await bot.cases()
    assert case.headcount == 2
    await Somebody(bot.api, 79, GROUP).presses("我也要")
    await Somebody(bot.api, 79, GROUP).presses("我也要")
    await bot.hears(GROUP, 2)
    [case] = await bot.cases()
    assert case.headcount == 3
    await two.says("/status@shiliu_test_bot 0001")
    [state] = await bot.hears(GROUP)
    assert case.no in state
    await two.says("/status@other_bot")
    assert len(bot.api.texts(GROUP)) == 5


async def test_a_group_belongs_to_a_village_also_after_it_moved(hook: Bot) -> None:
    staff, one = Somebody(hook.api, 90, GROUP), Somebody(hook.api, 77, GROUP)
    await one.says("@shiliu_test_bot 绑定本群：燕崖镇碾砣村")
    [refused] = await hook.hears(GROUP)
    assert "网格员" in refused
    code = await hook.store.run(lambda tx: tx.posts.invite(role="grid", unit=None, town="燕崖镇", by="test"))
    await Somebody(hook.api, 90).says(f"邀请码 {code}")
    await hook.hears(90)
    await staff.says("/bind@shiliu_test_bot 燕崖镇碾砣村")
    [bound] = await hook.hears(GROUP)
    assert "燕崖镇碾砣村" in bound
    await hook.api.put({"message": one.message(migrate_to_chat_id=-100500)})
    hook.api.migrated[GROUP] = -100500
    moved = Somebody(hook.api, 77, -100500)
    await moved.says("@shiliu_test_bot 农家书屋老锁着门，孩子进不去")
    await hook.hears(-100500)
    [case] = await hook.cases()
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


async def test_a_topic_is_answered_in_the_topic(hook: Bot) -> None:
    one = Somebody(hook.api, 77, GROUP, topic=17)
    await one.says("@shiliu_test_bot 燕崖镇碾砣村的农家书屋老锁着门")
    await hook.hears(GROUP)
    assert hook.api.last(GROUP)["message_thread_id"] == 17


async def test_who_adds_the_bot_to_a_group_is_told_what_it_does(hook: Bot) -> None:
    me = Somebody(hook.api, 77, GROUP)
    change = {"old_chat_member": {"status": "left"}, "new_chat_member": {"status": "member"}}
    await hook.api.put(
        {"my_chat_member": {"chat": {"id": GROUP, "type": "group"}, "from": me.user, "date": 1, **change}}
    )
    assert len(await hook.hears(GROUP)) == 1
