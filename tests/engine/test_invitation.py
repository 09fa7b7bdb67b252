"""An invitation code: taken whole however it is typed; a piece of one is told how to be sent whole."""

import pytest

from storage.people import Post
from tests.engine.resident import Resident

PIECES = [
    "邀请码", "邀请码 ", "邀请码:", "邀请码：", "我的邀请码", "邀请码 AB", "邀请码 575V7", "邀请码575V7-QEG",
    "邀请码 575V7-QEGFE9", "怎么填邀请码", "我要邀请码", "什么是邀请码", "邀请码在哪领？", "俺没有邀请码", "邀清码",
    "邀請碼", "邀请码收不到", "邀请",
]  # fmt: skip


async def invited(resident: Resident) -> str:
    return await resident.store.run(
        lambda tx: tx.posts.invite(role="grid", unit=None, town="燕崖镇", by="admin")
    )


@pytest.mark.parametrize("text", PIECES)
async def test_a_piece_is_told_how_to_be_sent_whole_and_changes_nothing(
    resident: Resident, text: str
) -> None:
    (told,) = await resident.say(text)
    assert "邀请码 K7QMX-3WPAF" in told.text
    assert "没有" in told.text
    person = await resident.person()
    assert (person.post, person.opted_out) == (None, frozenset())
    assert not await resident.cases()


@pytest.mark.parametrize(
    "shape", ["邀请码 {}", "邀请码：{}", "我的邀请码是{}", "邀請碼{}", "{}", "  {}。", "绑定 {}"]
)
async def test_a_whole_code_is_taken(resident: Resident, shape: str) -> None:
    code = await invited(resident)
    (told,) = await resident.say(shape.format(code))
    assert "绑定好了" in told.text
    assert (await resident.person()).post == Post("grid", None, "燕崖镇")


@pytest.mark.parametrize("parted", [" ", "", "—", " - "])
async def test_a_whole_code_is_taken_whatever_parts_its_halves(resident: Resident, parted: str) -> None:
    code = await invited(resident)
    (told,) = await resident.say("邀请码 " + code.lower().replace("-", parted))
    assert "绑定好了" in told.text


async def test_a_whole_code_that_is_wrong_is_said_to_be_wrong(resident: Resident) -> None:
    (told,) = await resident.say("邀请码 AAAAA-AAAAA")
    assert "不对" in told.text


async def test_amid_a_form_its_question_is_put_again(resident: Resident) -> None:
    await resident.say("村里书屋的门老是锁着")
    told, asked = await resident.say("邀请码")
    assert "邀请码 K7QMX-3WPAF" in told.text
    assert "哪个镇" in asked.text


async def test_a_need_that_speaks_of_codes_is_a_need(resident: Resident) -> None:
    await resident.say("西里镇金星村书屋扫码要邀请码，俺没有，进不去，电话13900001104")
    await resident.say("对")
    (case,) = await resident.cases()
    assert case.town == "西里镇"
