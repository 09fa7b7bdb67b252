"""What presses is not lost among what does not."""

import pytest

from nlu.urgency import MISSED, weighed


def test_a_need_that_may_press_is_taken_for_one_that_does() -> None:
    ranking = weighed((("normal", 0.7), ("pressing", 0.25), ("urgent", 0.05)))
    assert ranking[0][0] == "pressing"
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0)


def test_a_need_that_plainly_does_not_press_stays_normal() -> None:
    assert weighed((("normal", 0.9), ("pressing", 0.05), ("urgent", 0.05)))[0][0] == "normal"


def test_what_is_urgent_is_not_made_pressing() -> None:
    assert MISSED["urgent"] >= MISSED["pressing"]
    assert weighed((("urgent", 0.5), ("pressing", 0.4), ("normal", 0.1)))[0][0] == "urgent"


def test_no_ranking_stays_none() -> None:
    assert weighed(()) == ()
