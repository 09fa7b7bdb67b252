"""What would change something for a person is done at once only where their words say so; else they are asked."""

import pytest

from tests.engine.resident import Resident

VAGUE = "活动的消息"
ALL = frozenset(("survey", "notice"))


async def report(resident: Resident) -> None:
    """Leave one open case behind."""
    for text in ("西里镇金星村书屋的门老是锁着，电话13900001104", "对"):
        await resident.say(text)


@pytest.mark.parametrize(
    "text", ["退订", "TD", "回复T", "勿扰", "别发了", "不用再给我发了", "别再给俺发问卷了", "把通知关了吧"]
)
async def test_plain_words_are_obeyed_at_once(resident: Resident, text: str) -> None:
    (told,) = await resident.say(text)
    assert "不发了" in told.text or "不给您发" in told.text
    assert (await resident.person()).opted_out


@pytest.mark.parametrize("text", ["消息", "短信", "别吵", VAGUE])
async def test_a_guess_that_no_word_supports_is_asked_back(resident: Resident, text: str) -> None:
    (asked,) = await resident.say(text, "unsubscribe")
    assert "不想再收到" in asked.text
    assert [button.title for button in asked.buttons] == ["对", "不是"]
    assert not (await resident.person()).opted_out


async def test_a_lone_word_is_no_wish_however_sure_the_model_is(resident: Resident) -> None:
    (asked,) = await resident.say("消息")
    assert [button.title for button in asked.buttons] == ["对", "不是"]
    assert not (await resident.person()).opted_out


@pytest.mark.parametrize("yes", ["1", "对", "是的", "嗯"])
async def test_a_yes_is_obeyed(resident: Resident, yes: str) -> None:
    await resident.say(VAGUE, "unsubscribe")
    await resident.say(yes)
    assert (await resident.person()).opted_out == {"notice"}


@pytest.mark.parametrize("no", ["2", "不是", "不对"])
async def test_a_no_changes_nothing_and_loses_nothing(resident: Resident, no: str) -> None:
    await resident.say(VAGUE, "unsubscribe")
    (told,) = await resident.say(no)
    (case,) = await resident.cases()
    assert VAGUE in case.words
    assert case.short in told.text
    assert not (await resident.person()).opted_out


async def test_a_second_guess_is_not_obeyed_either(resident: Resident) -> None:
    await resident.say(VAGUE, "unsubscribe")
    await resident.say("就是那个活动呀", "unsubscribe")
    (case,) = await resident.cases()
    assert VAGUE in case.words
    assert not (await resident.person()).opted_out


async def test_saying_it_plainly_is_a_yes(resident: Resident) -> None:
    await resident.say(VAGUE, "unsubscribe")
    await resident.say("别再给我发消息了")
    assert (await resident.person()).opted_out == {"notice"}
    assert not await resident.cases()


async def test_a_case_is_not_taken_back_on_a_guess(resident: Resident) -> None:
    await report(resident)
    (asked,) = await resident.say("书屋那把锁，村里换上了", "withdraw")
    assert "不办了" in asked.text
    assert [button.title for button in asked.buttons] == ["对", "不是"]
    (case,) = await resident.cases()
    assert case.status != "withdrawn"
    await resident.say("对")
    (case,) = await resident.cases()
    assert case.status == "withdrawn"


async def test_a_case_is_taken_back_where_the_words_say_so(resident: Resident) -> None:
    await report(resident)
    await resident.say("书屋那件撤了吧，村里换上锁了", "withdraw")
    (case,) = await resident.cases()
    assert case.status == "withdrawn"


async def test_data_are_not_erased_on_a_guess(resident: Resident) -> None:
    await report(resident)
    await resident.say("把话说清楚", "delete_data")
    (case,) = await resident.cases()
    assert case.contact_phone == "13900001104"


async def test_amid_a_form_a_guess_is_asked_back_and_the_form_goes_on(resident: Resident) -> None:
    await resident.say("村里书屋的门老是锁着")
    (asked,) = await resident.say("老是叮叮响", "unsubscribe")
    assert [button.title for button in asked.buttons] == ["对", "不是"]
    assert not (await resident.person()).opted_out
    answers = await resident.say("不是")
    assert "哪个镇" in answers[-1].text
    assert not await resident.cases()


async def test_an_answer_to_the_form_beneath_is_taken_as_one(resident: Resident) -> None:
    await resident.say("村里书屋的门老是锁着")
    await resident.say("老是叮叮响", "unsubscribe")
    for answer in ("西里镇金星村", "不留", "对"):
        await resident.say(answer)
    (case,) = await resident.cases()
    assert (case.town, case.village) == ("西里镇", "金星村")
    assert not (await resident.person()).opted_out


async def test_in_a_group_a_guess_is_written_down_and_not_obeyed(resident: Resident) -> None:
    await resident.say(VAGUE, "unsubscribe", group=True)
    (case,) = await resident.cases()
    assert VAGUE in case.words
    assert not (await resident.person()).opted_out
