"""How the encoder's word on the labels of a need is weighed with that of the other models."""

import pytest

from nlu.calls.encoder import LABELS
from nlu.calls.weighed import with_sense
from tests.nlu.senses import senses


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
