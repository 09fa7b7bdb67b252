"""Masking, deadlines in words, and the language towards residents."""

from datetime import UTC, date, datetime

import pytest

from bot.engine.staff import masking
from bot.engine.staff.days import stated_due, workdays_between
from bot.engine.staff.needs import reason_of
from bot.engine.talk import World
from config.form import Forms
from config.loader import load_profile
from config.vocabulary import OFFICIAL_TERMS
from config.wording import Wording
from storage.case import Case

WORLD = World(datetime(2026, 11, 20, 1, tzinfo=UTC), load_profile("yiyuan"), Forms({}))
CASE = Case(
    "WH20261101-0001", 1, WORLD.now, "yiyuan", "chat", "web", "", "request", "facility", "normal", "received",
    contact_name="欧阳秀兰", contact_phone="13900006601",
)  # fmt: skip


@pytest.mark.parametrize(
    ("full", "masked"),
    [("张女士", "张女士"), ("李桂花", "李**"), ("欧阳秀兰", "欧阳**"), ("王大爷", "王大爷"), (None, "")],
)
def test_names(full: str | None, masked: str) -> None:
    assert masking.name(full) == masked


@pytest.mark.parametrize(
    ("full", "masked"),
    [("13900006601", "139****6601"), ("05333240000", "053****0000"), ("3240000", "****00"), (None, "")],
)
def test_phones(full: str | None, masked: str) -> None:
    assert masking.phone(full) == masked


@pytest.mark.parametrize(
    "words",
    [
        "我是欧阳秀兰，电话13900006601",
        "打139 0000 6601找欧阳秀兰",
        "一三九零零零零六六零一",
        "电话１３９００００６６０１",
    ],
)
def test_no_contact_is_left_in_words(words: str) -> None:
    shown = masking.scrub(words, CASE)
    assert "欧阳秀兰" not in shown
    assert "13900006601" not in shown
    assert "一三九零零零零六六零一" not in shown


def test_dates_and_case_numbers_stay() -> None:
    words = "2026-11-05说的WH20261101-0001还没办，2026年11月"
    assert masking.scrub(words, CASE) == words


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("延期5个工作日", date(2026, 11, 27)),
        ("三天内报结果", date(2026, 11, 25)),
        ("延到11月30日", date(2026, 11, 30)),
        ("到12月4号", date(2026, 12, 4)),
        ("2026-12-01前", date(2026, 12, 1)),
        ("再给一周", date(2026, 11, 27)),
        ("到13月40日", None),
        ("延期", None),
    ],
)
def test_deadlines_in_words(words: str, day: date | None) -> None:
    assert stated_due(words, WORLD.today, WORLD) == day


def test_working_days_between() -> None:
    assert workdays_between(date(2026, 11, 20), date(2026, 11, 27), WORLD) == 5


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("延期5个工作日，理由：等配件", "等配件"),
        ("延期，因为下雨", "下雨"),
        ("不予受理：不属实", "不属实"),
        ("延期5天", ""),
    ],
)
def test_reasons(words: str, reason: str) -> None:
    assert reason_of(words) == reason


def test_residents_are_told_without_office_words() -> None:
    wording = Wording.load()
    told = [key for key in wording.keys() if key.startswith("notice.")]  # noqa: SIM118 - no mapping
    assert len(told) >= 10
    fields = {name: "" for key in told for name in wording.keys()[key]}
    assert not [
        (key, term) for key in told for term in OFFICIAL_TERMS if term in wording.text(key, 0, **fields)
    ]
