"""Normalised text and the way back."""

import time

import pytest

from nlu.text import is_english, normalise
from nlu.understanding import MAX_CHARS

TEXTS = [
    ("文化站，没灯！", "文化站，没灯！"),
    ("ＫＴＶ１２３", "KTV123"),
    ("圖書館關門", "图书馆关门"),
    ("  a \t b\n\n c  ", " a b\nc "),
    ("书\u200b屋\u0000", "书屋"),
    ("①二楼⑴", "①二楼(1)"),
    ("\ud800坏", "坏"),
    ("書屋👍", "书屋👍"),
    ("", ""),
]


@pytest.mark.parametrize(("raw", "plain"), TEXTS)
def test_normalise(raw: str, plain: str) -> None:
    assert normalise(raw).text == plain


def test_spans_lead_back_to_the_original() -> None:
    found = normalise("  電話：１３９ ００００　１２３４")
    start = found.text.index("139")
    begin, end = found.span(start, len(found.text))
    assert found.original[begin:end] == "１３９ ００００　１２３４"


def test_traditional_is_noticed() -> None:
    assert normalise("劇場關了").traditional
    assert not normalise("剧场关了 ABC").traditional


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Could you fix the lights?", True),
        ("Lights at 石桥镇 are broken please", True),
        ("KTV太吵", False),
        ("TD", False),
    ],
)
def test_english(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_long_text_is_capped_and_quick() -> None:
    started = time.thread_time()
    assert len(normalise("戲 " * 10_000).original) == MAX_CHARS
    assert time.thread_time() - started < 1
