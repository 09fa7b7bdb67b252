"""What the encoder says, as features of clauses and pieces."""

import numpy as np
import pytest

from nlu.calls.encoder import LABELS, Senses
from nlu.calls.piece import Piece
from nlu.calls.sensed import of_each_piece, outside, shared, with_heard
from tests.nlu.senses import senses

BEGINS, GOES_ON, BACK = (
    [0.96, 0.01, 0.01, 0.01, 0.01],
    [0.01, 0.96, 0.01, 0.01, 0.01],
    [0.01, 0.01, 0.01, 0.01, 0.96],
)


def pieces(*clauses: list[int]) -> list[Piece]:
    return [Piece(numbers, [{}] * len(numbers)) for numbers in clauses]


def said_of(heard: Senses, *clauses: list[int], announced: bool = False) -> list[set[str]]:
    return [set(row) for row in of_each_piece(pieces(*clauses), [announced] * len(clauses), heard)]


def test_a_chance_is_told_by_the_bounds_it_lies_above() -> None:
    (row,) = with_heard([["own"]], senses(1, part=[[0.4, 0.3, 0.15, 0.1, 0.05]]))
    assert row[0] == "own"
    assert [name for name in row if name.startswith("heard begins>")] == [
        f"heard begins>{bound}" for bound in (0.03, 0.1, 0.2, 0.35)
    ]


def test_a_clause_knows_what_is_heard_around_it() -> None:
    rows = with_heard([[]] * 3, senses(3, part=[BEGINS, GOES_ON, BEGINS]))
    assert {"heard=begins", "-1heard=edge", "1heard=goes on", "2heard=begins"} <= set(rows[0])
    assert {"heard=goes on", "-1heard=begins", "1heard=begins", "2heard=edge"} <= set(rows[1])


def test_a_piece_is_told_by_its_first_clause_and_by_all_of_them() -> None:
    (row,) = said_of(senses(3, part=[GOES_ON, BEGINS, BACK]), [0, 1, 2])
    assert "heard first begins>0.03" not in row
    assert {"heard second begins>0.9", "heard any begins>0.9", "heard any taken back>0.9"} <= row
    assert "heard goes on>0.2" in row


def test_a_piece_is_told_from_the_one_before() -> None:
    heard = senses(2, scope=[[0.95, 0.05], [0.1, 0.9]], part=[BEGINS, BEGINS])
    first, second = said_of(heard, [0], [1])
    assert "heard out apart>0.8" in second
    assert "heard next begins>0.9" in first
    assert not any("apart" in name for name in first)


@pytest.mark.parametrize("announced", [False, True])
def test_a_word_of_transition_is_weighed_with_what_is_heard(announced: bool) -> None:
    (row,) = said_of(senses(1, part=[BEGINS]), [0], announced=announced)
    assert f"heard announced={announced}/begins=8" in row


def test_clauses_share_a_label_that_all_of_them_find_likely() -> None:
    heard = senses(2, kind=[[0.9, 0.02, 0.02, 0.02, 0.02, 0.02], [0.3, 0.5, 0.05, 0.05, 0.05, 0.05]])
    together = shared("kind", [0, 1], heard)
    assert LABELS["kind"][together.argmax()] == "complaint"
    assert together.sum() == pytest.approx(1.0)
    assert np.allclose(shared("kind", [0], heard), heard.kind[0], atol=1e-3)


def test_only_the_clauses_of_a_need_say_whose_matter_it_is() -> None:
    heard = senses(2, scope=[[0.9, 0.1], [0.1, 0.9]])
    assert [outside([at], heard) for at in (0, 1)] == pytest.approx([0.1, 0.9])
    assert outside([0, 1], heard) == pytest.approx(0.5)
