"""Patterns made of word lists."""

import re

import pytest

from nlu.wordlists import any_of


@pytest.mark.parametrize("words", [("文化", "文化站", "站"), ("文化站", "站", "文化")])
def test_of_words_that_begin_alike_the_longest_matches(words: tuple[str, ...]) -> None:
    assert re.findall(any_of(words), "镇文化站不在车站，有文化") == ["文化站", "站", "文化"]


def test_words_are_taken_literally() -> None:
    assert re.findall(any_of(("锁了?", "(坏)")), "门锁了，灯(坏)，锁了?") == ["(坏)", "锁了?"]


def test_it_holds_together_within_a_larger_pattern() -> None:
    assert re.findall(rf"我们{any_of(('村', '社区'))}的", "我们村的戏台，你们社区的书屋，我们社区的灯") == [
        "我们村的",
        "我们社区的",
    ]
