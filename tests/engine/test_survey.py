"""The survey: words to answers, answers to the ledger, who is asked and who is not asked again."""

import pytest

from app.rehearsal.scenario import Scenario
from bot.engine.survey_answers import option_said
from config.form import Form, Forms
from config.wording import Wording

OFFICIAL = ("诉求", "承办", "销号", "受理", "办结", "工单", "台账", "予以", "满意度测评")


@pytest.fixture(scope="module")
def form() -> Form:
    return Forms.load().latest("survey")


SCALE = {
    "很满意": "very_satisfied", "没得说": "very_satisfied", "忒好": "very_satisfied", "1": "very_satisfied", "好得很": "very_satisfied",
    "怪好": "satisfied", "不孬": "satisfied", "好": "satisfied", "没啥不满意的": "satisfied", "第二个": "satisfied", "挺好的呀": "satisfied", "满意！": "satisfied",
    "凑合": "basic", "还行吧": "basic", "3": "basic", "三": "basic", "选3": "basic", "一般般": "basic", "马马虎虎": "basic",
    "不满意": "unsatisfied", "不咋地": "unsatisfied", "不是很满意": "unsatisfied", "不太好": "unsatisfied", "孬": "unsatisfied",
    "忒差": "very_unsatisfied", "很不满意": "very_unsatisfied", "忒差，说话冲得很，去一回气一回": "very_unsatisfied", "一塌糊涂": "very_unsatisfied",
    "说不上来": "unclear", "不知道": "unclear", "6": "unclear", "没去过": "unclear",
}  # fmt: skip


@pytest.mark.parametrize(("said", "code"), SCALE.items())
def test_answers_on_the_scale_are_understood_as_people_say_them(form: Form, said: str, code: str) -> None:
    option = option_said(said, form.question("venues").options)
    assert option is not None
    assert option.code == code


@pytest.mark.parametrize(
    "said",
    [
        "图书馆几点开门？",
        "满意是啥意思？",
        "有的很满意有的很不满意",
        "7",
        "哈哈",
        "",
        "俺们村的广场晚上黑灯瞎火的想要个好点的灯",
        "🙂",
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(form: Form, said: str) -> None:
    assert option_said(said, form.question("venues").options) is None


@pytest.mark.parametrize(
    ("slot", "said", "code"),
    [
        ("knows", "知道", "yes"), ("knows", "不知道", "no"), ("knows", "没听说过", "no"), ("knows", "知道点", "yes"),
        ("joined", "没有", "no"), ("joined", "常去", "yes"), ("joined", "没顾上", "no"), ("joined", "看过两场电影", "yes"),
        ("answered", "有人回，办成了", "done"), ("answered", "没人理", "ignored"), ("answered", "没有", "never"),
        ("answered", "有人回，但是没办成", "replied"),
    ],
)  # fmt: skip
def test_answers_to_a_choice(form: Form, slot: str, said: str, code: str) -> None:
    option = option_said(said, form.question(slot).options)
    assert option is not None
    assert option.code == code


def test_every_title_and_word_leads_to_its_own_option(form: Form) -> None:
    for question in form.questions:
        for option in question.options:
            for word in (option.title, *option.words):
                assert option_said(word, question.options) == option, (question.slot, word)


def test_the_form_has_nine_items_in_plain_words(form: Form) -> None:
    wording = Wording.load()
    assert len(form.questions) == 9
    for key, fields in wording.keys().items():
        if key.startswith("survey."):
            assert not [
                term for term in OFFICIAL if term in wording.text(key, **dict.fromkeys(fields, ""))
            ], key


def scenario(*says: str, **more: object) -> Scenario:
    turns = [{"say": say} for say in says]
    return Scenario.model_validate({"id": "x", "campaign": True, "turns": turns, **more})


async def test_each_answer_is_kept_at_once(rehearse) -> None:
    played = await rehearse(scenario("开始", "知道，听邻居说的", "去过", "忒差，天天锁门"))
    survey = played.ledger["surveys"][0]
    assert survey["counts"] == {
        "joined": {"yes": 1}, "knows": {"yes": 1}, "venues": {"very_unsatisfied": 1},
    }  # fmt: skip
    assert survey["words"] == ["知道，听邻居说的", "忒差，天天锁门"]
    assert played.ledger["findings"] == []


async def test_a_skipped_item_is_counted_as_skipped(rehearse) -> None:
    played = await rehearse(scenario("开始", "跳过", "去过"))
    assert played.ledger["surveys"][0]["counts"] == {"joined": {"yes": 1}, "knows": {"skipped": 1}}


async def test_an_answer_delivered_twice_counts_once(rehearse) -> None:
    turns = [{"say": "开始"}, {"say": "知道", "deliver": 3}]
    played = await rehearse(Scenario.model_validate({"id": "x", "campaign": True, "turns": turns}))
    assert played.ledger["surveys"][0]["counts"] == {"knows": {"yes": 1}}


async def test_staff_are_not_asked(rehearse) -> None:
    played = await rehearse(scenario("开始", role="operator"))
    assert played.ledger["surveys"] == []


async def test_a_finished_survey_does_not_begin_again(rehearse) -> None:
    nine = ("知道", "去过", "3", "3", "3", "3", "4", "3", "没有")
    played = await rehearse(scenario("开始", *nine, "开始", "接着答", "好"))
    assert all("第1题" not in out.text for said in played.turns[-3:] for out in said.sent)


async def test_a_stale_invitation_is_not_taken_up_by_a_mere_yes(rehearse) -> None:
    turns = [{"say": "好", "wait": "5 days"}, {"say": "开始"}]
    played = await rehearse(Scenario.model_validate({"id": "x", "campaign": True, "turns": turns}))
    first, second = played.turns
    assert all("第1题" not in out.text for out in first.sent)
    assert any("第1题" in out.text for out in second.sent)


async def test_in_a_group_no_survey_begins(rehearse) -> None:
    played = await rehearse(scenario("开始", channel="group"))
    assert all("第1题" not in out.text for said in played.turns for out in said.sent)
