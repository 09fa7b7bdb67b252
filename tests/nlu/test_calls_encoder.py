"""What the encoder says of the clauses of a record."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.calls.encoder import LABELS, PARTS, WINDOW, Encoder
from nlu.calls.view import lay

ENCODER = Encoder()
STAGE = "我们村戏台的顶子漏雨，一下雨台上就是一汪水，演员没法上台"
LIBRARY = "县图书馆周一老是锁着门，孩子放了学没处去"
WATER = "自来水三天没来了，做饭都得上邻居家挑水"


def said(text: str, head: str = "part") -> dict[str, str]:
    """The clauses of a record, each with the likeliest label."""
    laid = lay(text)
    chances = getattr(ENCODER.senses(laid.words.text, laid.clauses), head)
    return {
        laid.words.text[clause.start : clause.end]: LABELS[head][row.argmax()]
        for clause, row in zip(laid.clauses, chances, strict=True)
    }


def test_a_matter_told_at_length_begins_once() -> None:
    told = said(f"{STAGE}。")
    assert list(told.values()).count("begins") == 1
    assert told["演员没法上台"] == "goes on"


def test_another_matter_begins_without_a_word_that_says_so() -> None:
    told = said(f"{STAGE}。{LIBRARY}。")
    assert told["县图书馆周一老是锁着门"] == "begins"
    assert told["孩子放了学没处去"] == "goes on"


def test_greetings_and_numbers_are_of_no_need() -> None:
    told = said(
        f"坐席：您好，文化热线。\n市民：{STAGE}。\n坐席：电话多少？\n市民：13900001234。\n坐席：记下了。"
    )
    assert told["13900001234"] == "nothing"


def test_matters_of_other_offices_are_told_from_ours() -> None:
    assert said(f"{WATER}。", "scope")["自来水三天没来了"] == "out"
    assert said(f"{STAGE}。", "scope")["一下雨台上就是一汪水"] == "in"


def test_chances_add_up_for_every_clause() -> None:
    laid = lay(f"{STAGE}。{WATER}。")
    for name, chances in zip(LABELS, ENCODER.senses(laid.words.text, laid.clauses), strict=True):
        assert chances.shape == (len(laid.clauses), len(LABELS[name]))
        assert chances.sum(1) == pytest.approx(1.0, abs=1e-5)


def test_a_record_longer_than_a_window_is_heard_to_its_end() -> None:
    text = f"{STAGE}，{LIBRARY}。" * (2 * WINDOW // len(STAGE)) + f"{WATER}，我电话13900001234，谢谢。"
    assert said(text)["自来水三天没来了"] in ("begins", "goes on")
    assert said(text)["我电话13900001234"] == "nothing"


def test_reading_beside_gives_the_same() -> None:
    laid = lay(f"{STAGE}。{LIBRARY}。")
    at_once = ENCODER.senses(laid.words.text, laid.clauses)
    later = ENCODER.begin(laid.words.text, laid.clauses).result()
    assert all(np.array_equal(one, other) for one, other in zip(at_once, later, strict=True))


def test_a_record_without_a_word() -> None:
    assert ENCODER.senses("。。。", []).part.shape == (0, len(PARTS))


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=120))
def test_any_text_is_heard(text: str) -> None:
    laid = lay(text)
    heard = ENCODER.senses(laid.words.text, laid.clauses)
    assert all(np.isfinite(chances).all() for chances in heard)
