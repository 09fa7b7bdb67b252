"""How the encoder's word is weighed with those of the other models."""

import numpy as np
import pytest

from nlu.calls.encoder import LABELS, Senses
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece
from nlu.calls.sensed import SAID, UNSAID, weighed, with_beginnings, with_sense

EVEN = {name: 1 / len(labels) for name, labels in LABELS.items()}


def senses(clauses: int, **said: list[list[float]]) -> Senses:
    """Chances as given, even ones for what is not."""
    return Senses(
        *(
            np.array(said.get(name, [[EVEN[name]] * len(labels)] * clauses), np.float32)
            for name, labels in LABELS.items()
        )
    )


BEGINS, GOES_ON, NO_NEED, BACK = (
    [0.96, 0.01, 0.01, 0.01, 0.01],
    [0.01, 0.96, 0.01, 0.01, 0.01],
    [0.01, 0.01, 0.01, 0.96, 0.01],
    [0.01, 0.01, 0.01, 0.01, 0.96],
)
UNDECIDED = {KEEP: 0.4, MERGE: 0.4, TAKEN_BACK: 0.1, NOTHING: 0.1}


def test_a_clause_begins_a_matter_if_either_says_so() -> None:
    heard = with_beginnings([{"B": 0.1, "I": 0.9}, {"B": 0.8, "I": 0.2}], senses(2, part=[BEGINS, GOES_ON]))
    assert [chance["B"] for chance in heard] == pytest.approx([0.96, 0.8])


@pytest.mark.parametrize(
    ("said", "verdict"), [(BEGINS, KEEP), (GOES_ON, MERGE), (NO_NEED, NOTHING), (BACK, TAKEN_BACK)]
)
def test_where_the_field_is_undecided_the_encoder_decides(said: list[float], verdict: str) -> None:
    (chances,) = weighed([UNDECIDED], [Piece([0], [{}])], [False], senses(1, part=[said]))
    assert max(chances, key=lambda name: chances[name]) == verdict


@pytest.mark.parametrize(("announced", "weight"), [(False, UNSAID), (True, SAID)])
def test_a_need_of_its_own_is_likelier_where_a_word_announces_it(announced: bool, weight: float) -> None:
    even, said = [0.5, 0.5, 0.0, 0.0, 0.0], {KEEP: 0.5, MERGE: 0.5}
    pieces = [Piece([0], [{}]), Piece([1], [{}])]
    first, second = weighed([said, said], pieces, [announced, announced], senses(2, part=[even, even]))
    assert first[KEEP] == pytest.approx(first[MERGE], rel=1e-3)
    assert second[KEEP] == pytest.approx(weight * second[MERGE], rel=1e-3)


def test_a_matter_of_other_offices_beside_one_of_ours_needs_no_word() -> None:
    even, said = [0.5, 0.5, 0.0, 0.0, 0.0], {KEEP: 0.5, MERGE: 0.5}
    pieces = [Piece([0], [{}]), Piece([1], [{}])]
    heard = senses(2, part=[even, even], scope=[[0.95, 0.05], [0.1, 0.9]])
    _, second = weighed([said, said], pieces, [False, False], heard)
    assert second[KEEP] == pytest.approx(second[MERGE], rel=1e-3)


def test_a_label_is_that_of_both() -> None:
    out = senses(2, scope=[[0.05, 0.95], [0.2, 0.8]])
    chances = with_sense("scope", {"in": 0.6, "out": 0.4}, [0, 1], out)
    assert chances["out"] > chances["in"]
    assert sum(chances.values()) == pytest.approx(1.0)


def test_a_label_the_encoder_does_not_know_can_still_win() -> None:
    chances = with_sense("kind", {"referral": 0.999, "complaint": 0.001}, [0], senses(1))
    assert set(chances) == {*LABELS["kind"], "referral"}


def test_only_the_clauses_of_the_need_are_asked() -> None:
    said = senses(2, scope=[[0.9, 0.1], [0.1, 0.9]])
    assert with_sense("scope", {"in": 0.5, "out": 0.5}, [0], said)["in"] > 0.5
    assert with_sense("scope", {"in": 0.5, "out": 0.5}, [1], said)["out"] > 0.5
