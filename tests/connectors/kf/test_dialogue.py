"""Residents on 微信客服, end to end: the real agent, the real ledger, a platform of our own."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from storage.entries import ERASED
from storage.messages import Outbound
from storage.store import Store
from tests.connectors.kf.platform import Platform
from tests.connectors.kf.resident import Resident, cases


def jpeg() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "JPEG")
    return made.getvalue()


def docx() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<document/>")
    return made.getvalue()


JPEG, DOCX = jpeg(), docx()
AMR = b"#!AMR\n" + b"\x3c" * 200
NEED = "燕崖镇碾砣村书屋老锁着门"


async def test_a_resident_reports(resident: Resident, ledger: Store) -> None:
    await resident.say(
        "我是鲁村镇草埠村的王秀兰，村里放电影的幕布破了个大窟窿，麻烦给换一块，电话13900003302"
    )
    assert "WH2" in await resident.say("对的")
    [case] = await cases(ledger)
    assert (case.town, case.village, case.contact_phone) == ("鲁村镇", "草埠村", "13900003302")


async def test_a_question_is_a_menu_and_a_pressed_line_its_answer(resident: Resident, ledger: Store) -> None:
    await resident.say(NEED)
    asked = await resident.say("不留")
    assert "[对]" in asked
    assert resident.platform.sends[-1]["msgtype"] == "msgmenu"
    assert "WH2" in await resident.press("对")
    assert len(await cases(ledger)) == 1


async def test_a_number_presses_the_line_that_was_shown(resident: Resident) -> None:
    shown = await resident.say("你好")
    assert "[转人工]" in shown
    number = [line for line in shown.splitlines() if line.startswith("[")].index("[转人工]") + 1
    other = Resident(resident.client, resident.platform, resident.service, resident.ledger, "wmOther")
    assert await resident.say(str(number)) == await other.say("转人工")


async def test_a_menu_that_the_bot_did_not_send_means_its_words(resident: Resident) -> None:
    await resident.say("转人工", menu_id="101")
    assert await resident.heard() == ["转人工"]


async def test_whoever_comes_in_is_welcomed_within_its_code_and_without_quota(
    resident: Resident, ledger: Store
) -> None:
    assert "小石榴" in await resident.enter()
    assert [body.get("code") for body in resident.platform.sends] == ["code-0"]
    assert await ledger.read(lambda tx: tx.quotas.left("kf", resident.chat)) == 0
    assert await resident.enter(code=False) == "", "just looking in again"
    await resident.say("你好")
    assert len([body for body in resident.platform.sends if "code" in body]) == 1


async def test_the_link_of_a_village_fills_in_the_village(resident: Resident, ledger: Store) -> None:
    assert "燕崖镇碾砣村的码" in await resident.enter("燕崖镇碾砣村")
    assert "哪个" not in await resident.say("书屋老锁着门")
    await resident.say("不留")
    await resident.say("对")
    [case] = await cases(ledger)
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


async def test_a_place_may_come_as_an_address_writes_it(resident: Resident) -> None:
    assert "燕崖镇碾砣村的码" in await resident.enter(
        "%E7%87%95%E5%B4%96%E9%95%87%E7%A2%BE%E7%A0%A3%E6%9D%91"
    )


async def test_another_village_counts_for_somebody_who_is_back(resident: Resident, ledger: Store) -> None:
    await resident.say("你好")
    assert await resident.enter("燕崖镇碾砣村", code=False)
    assert "哪个" not in await resident.say("书屋老锁着门")


async def test_a_welcome_that_comes_too_late_is_not_said_later(resident: Resident, ledger: Store) -> None:
    resident.platform.late = 30
    assert await resident.enter("燕崖镇碾砣村") == ""
    resident.platform.late = 0
    answer = await resident.say("书屋老锁着门")
    assert "哪个村" not in answer
    assert len(resident.shown) == 1
    assert len(await ledger.read(lambda tx: tx.outbox.rows("refused"))) == 1


async def test_a_notice_that_waited_comes_with_the_welcome_or_waits_on(
    resident: Resident, ledger: Store, platform: Platform
) -> None:
    out = Outbound("kf", resident.chat, "路灯修好了", priority=1)
    await ledger.run(lambda tx: tx.outbox.add(out, conversation=f"kf:{resident.chat}"))
    await resident.settled()
    platform.codes["code-0"] = (resident.chat, 0.0)  # used up before it is tried
    resident.event("enter_session", welcome_code="code-0")
    await resident.call()
    await resident.settled()
    assert resident.shown == []
    assert [row.message.text for row in await ledger.read(lambda tx: tx.outbox.rows("held"))] == [
        "路灯修好了"
    ]
    assert "路灯修好了" in await resident.enter()


async def test_photo_place_and_paper_end_in_the_case(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    platform.files = {"m-photo": JPEG, "m-paper": DOCX}
    await resident.say("燕崖镇碾砣村广场的音响坏了")
    await resident.send("image", image={"media_id": "m-photo"})
    await resident.send("file", file={"media_id": "m-paper"})
    await resident.send(
        "location",
        location={"latitude": 36.03, "longitude": 118.26, "name": "碾砣村广场", "address": "燕崖镇"},
    )
    await resident.say("不留")
    await resident.say("对")
    [case] = await cases(ledger)
    kinds = {one.kind: one for one in case.attachments}
    assert kinds["location"].latitude == pytest.approx(36.03)
    assert kinds["location"].label == "碾砣村广场 燕崖镇"
    assert kinds["file"].mime.endswith("wordprocessingml.document")
    digest = kinds["photo"].digest
    assert digest is not None
    assert await ledger.read(lambda tx: tx.files.get(digest)) == (JPEG, "image/jpeg")


async def test_a_voice_is_kept_with_the_case(resident: Resident, platform: Platform, ledger: Store) -> None:
    platform.files = {"m-voice": AMR}
    await resident.say(NEED)
    await resident.send("voice", voice={"media_id": "m-voice"})
    await resident.say("不留")
    await resident.say("对")
    [case] = await cases(ledger)
    assert [(one.kind, one.mime) for one in case.attachments] == [("voice", "audio/amr")]


@pytest.mark.parametrize("content", [b"MZ\x90\0" + b"\0" * 50, JPEG + b"\0" * 300_000, b""])
async def test_a_file_that_cannot_be_taken_is_asked_about(
    resident: Resident, platform: Platform, ledger: Store, content: bytes
) -> None:
    if content:
        platform.files["m-file"] = content
    assert await resident.send("image", image={"media_id": "m-file"})
    assert [line.attachments for line in await resident.lines() if not line.mine] == [()]


async def test_a_message_taken_back_before_it_was_read_is_not_read(resident: Resident, ledger: Store) -> None:
    one = resident.write("text", text={"content": "东里镇的戏台漏雨"})
    resident.event("user_recall_msg", recall_msgid=one["msgid"])
    resident.event("user_recall_msg", recall_msgid=one["msgid"])
    await resident.say(NEED)
    assert await resident.heard() == [NEED]


async def test_a_message_taken_back_after_it_was_answered_stands(resident: Resident) -> None:
    await resident.say(NEED)
    resident.event("user_recall_msg", recall_msgid=resident.platform.log[resident.desk][0]["msgid"])
    await resident.call()
    await resident.settled()
    assert await resident.heard() == [NEED]
    assert len(resident.shown) == 1


async def test_words_of_days_ago_are_all_taken_and_answered_once(resident: Resident, ledger: Store) -> None:
    resident.platform.late = 40 * 3600
    for text in ("你好", "燕崖镇碾砣村书屋老锁着门", "孩子们放学进不去"):
        resident.write("text", text={"content": text})
    await resident.call()
    await resident.settled()
    assert len(resident.shown) == 1
    assert len(await resident.heard()) == 3
    await resident.say("不留")
    await resident.say("对")
    [case] = await cases(ledger)
    assert "锁着门" in case.words
    assert "放学进不去" in case.words


async def test_what_is_older_than_three_days_is_gone(resident: Resident) -> None:
    resident.platform.late = 80 * 3600
    resident.write("text", text={"content": NEED})
    resident.platform.late = 0
    await resident.say("你好")
    assert await resident.heard() == ["你好"]


async def test_two_accounts_answer_each_for_itself(resident: Resident) -> None:
    other = Resident(
        resident.client, resident.platform, resident.service, resident.ledger, resident.user, "wkOther"
    )
    await resident.say(NEED)
    assert "小石榴" in await other.say("你好")
    assert "小石榴" not in resident.screen
    assert {body["open_kfid"] for body in resident.platform.sends} == {resident.desk, "wkOther"}


async def test_an_erased_person_leaves_nothing(resident: Resident, ledger: Store) -> None:
    await resident.say("我是鲁村镇草埠村的王秀兰，村里放电影的幕布破了个大窟窿，电话13900003302")
    await resident.say("对的")
    person = await ledger.read(lambda tx: tx.people.find("kf", resident.chat))
    assert person is not None
    assert ("kf", resident.chat) in person.accounts
    await ledger.run(lambda tx: tx.people.erase(person.id))
    [case] = await cases(ledger)
    assert (case.contact_name, case.contact_phone) == (ERASED, ERASED)
    assert await resident.lines() == []
