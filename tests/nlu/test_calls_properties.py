"""What holds for any record at all: no exception, and every value stands where its span says."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import CallRecord, read_record
from nlu.calls.batch import parse_records
from nlu.training.calls_corpus import read_records
from nlu.understanding import AUDIENCES, CATEGORIES, KINDS, MAX_CHARS, URGENCIES

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts
PIECES = st.sampled_from(
    [
        "我",
        "是",
        "石桥镇",
        "上峪",
        "村",
        "的",
        "，",
        "。",
        "一是",
        "二是",
        "另外",
        "还有",
        "书屋",
        "戏台",
        "坏了",
        "想",
        "不是",
        "不对",
        "13900001234",
        "幺三九",
        "零零",
        "1390000",
        "尾号",
        "下周六",
        "WH20261120-0007",
        "０",
        "圖書館",
        "\n",
        "A:",
        "您怎么称呼",
        "B:",
        "李",
        "老师",
        "匿名",
        "着火了",
        "1.",
        "2.",
        "：",
        "👍",
        "\u200b",
        "话务员：",
        "来电人：",
        "【诉求内容】",
        "联系电话：",
        "工单编号：1",
        "算了不提了",
        "路灯",
        "转城管",
        "“",
        "”",
        "(",
        "我叫",
        "姓",
        "女士",
        "｜",
        "第二个",
        "图书馆",
        "西里",
        "哦不对",
        "东里镇",
        "ﷺ",
        "㍿",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


def check(text: str, record: CallRecord) -> None:
    assert record.intent in ("submit_need", "check_status")
    if record.contact_name is not None:
        assert text[slice(*record.spans["contact_name"])] == record.contact_name
    if record.contact_phone is not None:
        assert record.contact_phone.isdigit()
        assert text[slice(*record.spans["contact_phone"])]
    for case in record.cases:
        assert case.kind in KINDS
        assert case.category in CATEGORIES
        assert case.urgency in URGENCIES
        assert case.audience
        assert set(case.audience) <= set(AUDIENCES)
        for name in ("place", "venue", "topic", "when"):
            value = getattr(case, name)
            assert (value is None) == (name not in case.spans)
            if value is not None:
                town = text[slice(*case.spans["town"])] if name == "place" and "town" in case.spans else ""
                assert town + text[slice(*case.spans[name])] == value
        start, end = case.spans["summary"]
        assert 0 <= start <= end <= len(text)
        assert len(case.summary) <= 100


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_nothing_is_invented(text: str) -> None:
    check(text, read_record(text, MODEL, GAZETTEER))


@pytest.mark.parametrize("record", read_records()[::9], ids=lambda record: record.id)
def test_records_are_read_and_nothing_is_invented(record) -> None:
    check(record.transcript, read_record(record.transcript, MODEL, GAZETTEER))


def test_what_is_too_long_is_left_unread() -> None:
    text = "村里的文化广场音响坏了，" * 1000
    for case in read_record(text, MODEL, GAZETTEER).cases:
        assert case.spans["summary"][1] <= MAX_CHARS


def test_lines_keep_ids_and_order_and_mistakes_are_told() -> None:
    rows = ['{"id": "b", "transcript": "书屋锁门"}', "{", '{"id": 3}', '{"id": 1, "transcript": ""}']
    answers = [
        json.loads(line) for line in parse_records(rows, lambda text: read_record(text, MODEL, GAZETTEER))
    ]
    assert [answer["id"] for answer in answers] == ["b", None, 3, 1]
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    assert answers[1]["error"].startswith("line 2: ")
    assert set(answers[0]) == {
        "id", "intent", "case_no", "cases", "contact_name", "contact_phone", "anonymous", "spans",
    }  # fmt: skip
