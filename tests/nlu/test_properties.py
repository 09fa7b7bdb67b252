"""What holds for any text at all."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.assemble import assemble
from nlu.embedded import load
from nlu.facts import read_facts
from nlu.phone_tails import tail_correction
from nlu.text import normalise
from nlu.understanding import INTENTS, MAX_CHARS
from tests.nlu.county import GAZETTEER

MODEL = load()
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
        "1140",
        "下周六",
        "晚上",
        "国庆",
        "前",
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
        "、",
        "：",
        "👍",
        "\u200b",
        "就是",
        "人",
        "家",
        "电话",
        "library",
        "also",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    read = assemble(text, MODEL, GAZETTEER)
    assert read.intent in INTENTS
    for entity in read.entities:
        assert text[entity.start : entity.end] == entity.value
        assert 0 <= entity.start < entity.end <= len(text)
    for one, other in pairwise(read.entities):
        assert one.end <= other.start
    for need in read.needs:
        assert text[need.start : need.end] == need.words
        for value in (need.venue, need.topic, need.when):
            assert value is None or value in text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_parts_are_apart_and_inside(text: str) -> None:
    facts = read_facts(text, GAZETTEER)
    spans = facts.parts.spans
    assert spans
    assert all(0 <= start <= end <= len(facts.text.text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(TEXTS)
def test_tails_are_digits(text: str) -> None:
    tail = tail_correction(text)
    assert tail is None or (tail[0].isdigit() and 2 <= len(tail[0]) <= 6)


@pytest.mark.parametrize(
    "piece",
    [
        "书",
        "1",
        "一",
        "是",
        "我是",
        "，",
        "另外",
        "石桥镇",
        "13900001234",
        "、坏了",
        "就是就",
        "下周六",
        "1.",
        "王老师",
        "不是",
        " ",
        "\n",
        "A:书\n",
        "ab ",
        "坏了另外书屋",
        "一是书屋二是",
    ],
)
def test_twenty_thousand_characters_are_harmless(piece: str) -> None:
    started = time.thread_time()
    read = assemble(piece * (20_000 // len(piece)), MODEL, GAZETTEER)
    assert len(read.text) <= MAX_CHARS
    assert time.thread_time() - started < 2
