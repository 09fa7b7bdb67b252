"""Where a message may well mean either of two things, the bot asks once, briefly, and acts on the answer."""

import pytest

from tests.engine.resident import Resident

SAID = "书法班的问卷第十七题跟第三题一模一样，这是要干啥"


async def test_the_two_likeliest_meanings_are_offered_as_buttons(resident: Resident) -> None:
    (asked,) = await resident.say(SAID, "ask_faq", "submit_need")
    assert [button.title for button in asked.buttons] == ["打听个事", "把这事反映上去", "都不是"]
    assert not await resident.cases()


@pytest.mark.parametrize("choice", ["2", "第二个", "后一个", "二"])
async def test_the_chosen_meaning_is_acted_on_with_the_words_of_the_first_message(
    resident: Resident, choice: str
) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    (where,) = await resident.say(choice)
    assert "哪个镇" in where.text
    for answer in ("南麻街道", "不留", "对"):
        await resident.say(answer)
    (case,) = await resident.cases()
    assert SAID in case.words


async def test_neither_is_written_down_word_for_word_with_a_number(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    (told,) = await resident.say("都不是")
    (case,) = await resident.cases()
    assert SAID in case.words
    assert case.short in told.text


async def test_saying_it_again_more_clearly_is_an_answer_too(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    await resident.say("村里书屋的门老是锁着，西里镇金星村，电话13900001104")
    await resident.say("对")
    (case,) = await resident.cases()
    assert (case.town, case.category) == ("西里镇", "service")


async def test_words_that_stay_unclear_lose_nothing(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    await resident.say("叽里咕噜呱啦")
    cases = await resident.cases()
    assert len(cases) == 1
    assert SAID in cases[0].words


async def test_a_person_can_be_had_instead_of_an_answer(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    answers = await resident.say("转人工")
    assert "打听个事" not in answers[0].text


async def test_what_leads_to_the_same_answer_is_not_asked(resident: Resident) -> None:
    answers = await resident.say("俺那修鼓的事儿", "urge", "check_status")
    assert all("听岔" not in answer.text for answer in answers)


async def test_a_group_is_not_asked(resident: Resident) -> None:
    answers = await resident.say(SAID, "ask_faq", "submit_need", group=True)
    assert all("听岔" not in answer.text for answer in answers)


async def test_danger_is_never_kept_waiting_by_a_question(resident: Resident) -> None:
    answers = await resident.say("文化广场着火了，快来人", "ask_faq", "submit_need")
    assert any("119" in answer.text for answer in answers)


async def test_what_was_chosen_is_kept_to_learn_from(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    await resident.say("2")
    [kept] = await resident.store.read(lambda tx: tx.reviews.open(limit=9))
    assert (kept.finding.text, kept.finding.reason) == (SAID, "doubted")
    assert (kept.finding.reading.labels.intent, kept.finding.reading.confidence) == ("ask_faq", 0.5)
    assert kept.finding.proposal is not None
    assert kept.finding.proposal.intent == "submit_need"


async def test_a_doubt_that_nothing_resolves_is_kept_without_a_meaning(resident: Resident) -> None:
    await resident.say(SAID, "ask_faq", "submit_need")
    await resident.say("都不是")
    [kept] = await resident.store.read(lambda tx: tx.reviews.open(limit=9))
    assert (kept.finding.text, kept.finding.proposal) == (SAID, None)
