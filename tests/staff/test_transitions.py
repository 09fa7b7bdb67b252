"""The transition table: every status is in it, needs can be read, and what must not be is not there."""

import pytest

from bot.engine.staff.needs import JOINS, READERS
from bot.engine.staff.transitions import TRANSITIONS, possible, same_deed
from config.wording import Wording
from storage.status import FINISHED, NAMES

WORDING = Wording.load().keys()


@pytest.mark.parametrize("status", NAMES)
def test_every_status_allows_at_least_a_note(status: str) -> None:
    assert "note" in possible(status)


def test_only_a_delivered_result_can_be_struck_off() -> None:
    assert {status for status, action in TRANSITIONS if action == "close"} == {"resolved", "public_review"}


@pytest.mark.parametrize("status", sorted(FINISHED))
def test_what_is_finished_takes_no_result(status: str) -> None:
    assert not {"resolve", "answer", "extend", "start", "merge"} & set(possible(status))


def test_every_need_has_a_reader_and_a_question() -> None:
    needs = {need for row in TRANSITIONS.values() for need in row}
    assert needs == set(READERS)
    assert set(JOINS) <= needs
    assert {f"staff.ask.{need}" for need in needs} <= WORDING.keys()


def test_every_deed_can_be_named() -> None:
    assert {f"staff.can.{action}" for _, action in TRANSITIONS} <= WORDING.keys()


@pytest.mark.parametrize(
    ("status", "said", "meant"),
    [
        ("rectifying", "resolve", "rectify_result"),
        ("in_progress", "rectify_result", "resolve"),
        ("rectifying", "rectify_result", "rectify_result"),
        ("closed", "note", "note"),
    ],
)
def test_a_result_is_a_result(status: str, said: str, meant: str) -> None:
    assert same_deed(status, said) == meant
