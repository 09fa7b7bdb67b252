"""How a record is cut into the word pieces that the encoder reads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.calls.encoder import SHIPPED
from nlu.calls.tokens import ROLES, UNKNOWN, Tokeniser
from nlu.calls.view import lay

TOKENISER = Tokeniser(SHIPPED / "pieces.model")
CALL = "坐席：您好，请讲。\n市民：村里戏台漏雨，一下雨就没法唱。\n坐席：记下了。"


def told(text: str) -> list[tuple[str, int]]:
    """The clauses of a record with the number of pieces of each."""
    laid = lay(text)
    tokens = TOKENISER.tokens(laid.words.text, laid.clauses)
    return [
        (laid.words.text[clause.start : clause.end], int((tokens.clauses == at).sum()))
        for at, clause in enumerate(laid.clauses)
    ]


def test_every_clause_is_heard() -> None:
    assert [words for words, count in told(CALL) if count] == [
        "您好",
        "请讲",
        "村里戏台漏雨",
        "一下雨就没法唱",
        "记下了",
    ]


def test_a_piece_is_a_character_or_a_word() -> None:
    assert dict(told(CALL))["一下雨就没法唱"] <= len("一下雨就没法唱")


def test_labels_of_speakers_are_left_out_and_told_by_the_role() -> None:
    laid = lay(CALL)
    tokens = TOKENISER.tokens(laid.words.text, laid.clauses)
    roles = [ROLES[role] for role in tokens.roles[tokens.edges == 1]]
    assert roles == ["operator", "operator", "caller", "caller", "operator"]
    with_other_labels = lay(CALL.replace("坐席", "客服").replace("市民", "来电"))
    other = TOKENISER.tokens(with_other_labels.words.text, with_other_labels.clauses)
    assert np.array_equal(tokens.ids, other.ids)


def test_each_clause_has_one_first_piece() -> None:
    laid = lay(CALL)
    tokens = TOKENISER.tokens(laid.words.text, laid.clauses)
    assert tokens.edges.sum() == len(laid.clauses)


@pytest.mark.parametrize(
    ("one", "other"), [("漏雨，没法唱！", "漏雨,没法唱!"), ("漏雨…没法唱", "漏雨。没法唱")]
)
def test_marks_of_either_width_are_known(one: str, other: str) -> None:
    for text in (one, other):
        laid = lay(text)
        assert UNKNOWN not in TOKENISER.tokens(laid.words.text, laid.clauses).ids


@given(st.text(max_size=200))
def test_any_text_is_cut_in_order(text: str) -> None:
    laid = lay(text)
    tokens = TOKENISER.tokens(laid.words.text, laid.clauses)
    heard = tokens.clauses[tokens.clauses >= 0]
    assert len({len(column) for column in tokens}) == 1
    assert (np.diff(heard) >= 0).all()
    assert set(heard) <= set(range(len(laid.clauses)))
