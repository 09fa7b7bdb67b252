"""The shape of a record: turns, fields, clauses."""

import pytest

from nlu.calls.clauses import cut
from nlu.calls.layout import read_layout


@pytest.mark.parametrize(
    "text",
    [
        "话务员：您好，请讲。\n来电人：我反映个事。\n话务员：您说。\n来电人：戏台漏雨。",
        "A:您好，文化热线。\nB:戏台漏雨了，我们村的。\nA:还有吗？\nB:没有了。",
        "【接线】您好，请讲。\n【来电】戏台漏雨。\n【接线】还有吗？\n【来电】没了。",
        "客服】您好，请说\n老人】我们村戏台漏雨\n客服】记下了\n老人】好",
        "热线07：您好请讲\n孟老师：我们合唱团没地方练\n热线07：记下了，您电话\n孟老师：13900001111",
    ],
)
def test_speakers_are_told_apart(text: str) -> None:
    layout = read_layout(text)
    assert layout.style == "dialogue"
    assert [turn.who for turn in layout.turns] == ["operator", "caller"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "工单编号：123\n来电人：岳女士\n联系电话：13900003650\n诉求内容：书屋锁门\n重复诉求：否",
        "【工单号】1【诉求人】岳女士【联系电话】13900003650【诉求内容】书屋锁门【是否回访】是",
        "来电时间：2026-11-02｜诉求人：岳女士｜电话：13900003650｜内容：书屋锁门｜备注：无".replace(
            "｜", "|"
        ),
        "受理编号 1\n来电人 岳女士\n联系号码 13900003650\n主要内容 书屋锁门\n保密要求 否",
    ],
)
def test_fields_of_a_work_order(text: str) -> None:
    layout = read_layout(text)
    assert layout.style == "form"
    (matter,) = layout.fields("matter")
    assert text[matter.start : matter.end].strip(" |\n") == "书屋锁门"


def test_a_recogniser_s_text_is_cut_without_punctuation() -> None:
    text = "喂你好我是中庄镇的我们村健身广场上那个音箱光响杂音还有那个书屋锁着门您能不能给问问我叫老靳"
    clauses = cut(text, read_layout(text))
    said = [text[clause.start : clause.end] for clause in clauses]
    assert "".join(said) == text
    assert any(words.startswith("还有那个书屋") for words in said)


def test_an_opening_joins_what_it_opens() -> None:
    text = "第一，戏台漏雨。第二，书屋锁门。"
    assert [text[c.start : c.end] for c in cut(text, read_layout(text))] == [
        "第一，戏台漏雨",
        "第二，书屋锁门",
    ]


def test_a_call_of_three_turns_is_no_form_though_its_labels_name_fields() -> None:
    call = "话务员：您好，请讲。\n来电人：村里戏台漏雨，一下雨就没法唱。\n话务员：记下了。"
    layout = read_layout(call)
    assert (layout.style, [turn.who for turn in layout.turns]) == (
        "dialogue",
        ["operator", "caller", "operator"],
    )


def test_a_form_that_names_operator_and_caller_stays_one() -> None:
    form = "话务员：小王\n来电人：李桂花\n电话：13900001234\n内容：戏台漏雨，没法唱戏"
    assert read_layout(form).style == "form"
