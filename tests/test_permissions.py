"""The table of permissions, cell by cell against one written from the guidance alone, and its use."""

from datetime import UTC, datetime

import pytest

from bot.engine.staff.gate import HANDLERS
from bot.engine.staff.transitions import MOVES
from bot.permissions import ACTIONS, DESKS, Action, accused, concerns, desk_of, grant, hidden, may
from config.loader import load_profile
from storage.case import Case
from storage.people import Post

PROFILE = load_profile("yiyuan")

# a = any case, o = own cases, p = may propose, - = no.   act: operator grid unit triage supervisor admin
EXPECTED = {
    "list": "a a o a a a",
    "show": "a o o a a a",
    "show_contact": "a o o o a -",
    "show_photos": "a o o a a -",
    "access_log": "- - - a a -",
    "assign": "p p p a a -",
    "helper": "p p p a a -",
    "start": "- o o o o -",
    "note": "a o o a a -",
    "answer": "a o o a a -",
    "resolve": "- o o o a -",
    "extend": "p o o a a -",
    "rectify": "- - - a a -",
    "rectify_result": "- o o o a -",
    "close": "- - p a a -",
    "return_visit": "a o - a a -",
    "refer": "a p p a a -",
    "refuse": "p p p a a -",
    "revoke": "p p p a a -",
    "merge": "p p p a a -",
    "relabel": "a - - a a -",
    "urge": "a o - a a -",
    "supervise": "- - - a a -",
    "suggest": "a o o a a -",
    "vote": "- o - a a -",
    "tasks": "a o - a a -",
    "invite": "- - - - a a",
    "campaign": "- - - - a a",
    "file_for_caller": "a a - a a -",
    "report": "a a a a a a",
    "help": "a a a a a a",
    "review": "- - - - a a",
    "export_contacts": "- - - - - -",
    "change_rating": "- - - - - -",
    "change_record": "- - - - - -",
    "reveal_reporter": "- - - - - -",
    "override": "- - - - - -",
}
LETTERS = {"a": "all", "o": "own", "p": "propose", "-": "no"}
ORDER = ("operator", "grid", "unit", "triage", "supervisor", "admin")
CELLS = [
    (desk, action, LETTERS[cell])
    for action, row in EXPECTED.items()
    for desk, cell in zip(ORDER, row.split(), strict=True)
]
POSTS = {
    "operator": Post("operator"),
    "grid": Post("grid", town="燕崖镇"),
    "unit": Post("unit", unit="culture"),
    "triage": Post("unit", unit="public_service"),
    "supervisor": Post("supervisor"),
    "admin": Post("admin"),
}


def case(**fields: object) -> Case:
    known = {"no": "WH20261101-0001", "version": 1, "received_at": datetime(2026, 11, 1, tzinfo=UTC)}
    labels = {"kind": "request", "category": "facility", "urgency": "normal", "status": "received"}
    return Case(
        **{**known, "profile": "yiyuan", "source": "chat", "channel": "web", "words": "", **labels, **fields}
    )


@pytest.mark.parametrize(("desk", "action", "cell"), CELLS)
def test_every_cell(desk: str, action: Action, cell: str) -> None:
    assert grant(desk, action) == cell


def test_the_table_has_these_rows_and_columns_only() -> None:
    assert set(EXPECTED) == set(ACTIONS)
    assert set(ORDER) == set(DESKS) - {"resident"}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_resident_may_nothing_of_staff(action: Action) -> None:
    assert grant("resident", action) == "no"
    assert may(None, action, case(), PROFILE) == "no"


def test_a_post_stands_in_one_row() -> None:
    assert {name: desk_of(post, PROFILE) for name, post in POSTS.items()} == {name: name for name in POSTS}
    assert desk_of(None, PROFILE) == "resident"


@pytest.mark.parametrize("action", [a for a, row in EXPECTED.items() if row.split()[2] in "op"])
def test_a_unit_acts_on_its_own_cases_only(action: Action) -> None:
    unit = POSTS["unit"]
    assert may(unit, action, case(unit="culture"), PROFILE) != "no"
    assert may(unit, action, case(unit="library", helpers=("culture",)), PROFILE) != "no"
    assert may(unit, action, case(unit="library"), PROFILE) == "no"
    assert may(unit, action, case(town="燕崖镇"), PROFILE) == "no"


@pytest.mark.parametrize("action", [a for a, row in EXPECTED.items() if row.split()[1] in "op"])
def test_a_grid_member_acts_in_the_own_town_or_where_helping(action: Action) -> None:
    grid = POSTS["grid"]
    assert may(grid, action, case(town="燕崖镇", unit="library"), PROFILE) != "no"
    assert may(grid, action, case(town="东里镇", helpers=("grid:燕崖镇",)), PROFILE) != "no"
    assert may(grid, action, case(town="东里镇", unit="town_yanya"), PROFILE) != "no"
    assert may(grid, action, case(town="东里镇", unit="town_dongli"), PROFILE) == "no"


def test_an_operator_proposes_for_any_case() -> None:
    assert may(POSTS["operator"], "assign", case(unit="library"), PROFILE) == "propose"


def test_a_complaint_about_a_unit_is_hidden_from_it() -> None:
    about = case(kind="complaint", words="县文化馆的馆长骂人", town="燕崖镇")
    assert hidden(POSTS["unit"], about, PROFILE)
    assert all(may(POSTS["unit"], action, about, PROFILE) == "no" for action in ACTIONS)
    assert not hidden(POSTS["supervisor"], about, PROFILE)
    assert not hidden(Post("unit", unit="library"), about, PROFILE)


@pytest.mark.parametrize(
    ("fields", "is_accused"),
    [
        ({"kind": "complaint", "words": "县文化馆的音响坏了"}, False),
        ({"kind": "complaint", "words": "县文化馆的音响坏了", "confidential": True}, True),
        ({"kind": "report", "words": "文化馆工作人员卖票"}, True),
        ({"kind": "suggestion", "words": "文化馆工作人员可以多些"}, False),
    ],
)
def test_what_counts_as_a_complaint_about_a_unit(fields: dict[str, object], is_accused: bool) -> None:
    assert accused("culture", case(**fields), PROFILE) is is_accused


def test_a_case_given_to_the_unit_is_no_secret_any_more() -> None:
    given = case(kind="complaint", words="县文化馆的馆长骂人", unit="culture")
    assert not hidden(POSTS["unit"], given, PROFILE)
    assert concerns(POSTS["unit"], given, PROFILE)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("operator", True), ("unit", False), ("triage", True), ("supervisor", True), ("admin", False)],
)
def test_photos_of_a_complaint_about_a_unit_stay_closed_to_it_even_when_it_has_the_case(
    name: str, sees: bool
) -> None:
    given = case(kind="complaint", words="县文化馆的馆长骂人", unit="culture")
    assert (may(POSTS[name], "show_photos", given, PROFILE) == "yes") is sees
    assert may(POSTS["unit"], "show", given, PROFILE) == "yes"


def test_every_deed_on_a_case_has_a_row_and_a_transition_or_is_a_look() -> None:
    assert set(HANDLERS) <= set(ACTIONS)
    assert set(HANDLERS) - MOVES == {"show", "show_contact", "show_photos", "access_log"}
    assert set(HANDLERS) >= MOVES
