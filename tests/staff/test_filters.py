"""What is a list, and narrowed by what; everything else is none."""

from datetime import UTC, datetime

import pytest

from bot.engine.staff.filters import read
from bot.engine.staff.list_words import UNDISPATCHED, WORKING
from bot.engine.talk import World
from config.form import Forms
from config.loader import load_profile

WORLD = World(datetime(2026, 11, 20, 1, tzinfo=UTC), load_profile("yiyuan"), Forms({}))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("我名下没办完的", {"scope": "mine", "statuses": WORKING}),
        ("我单位待办", {"scope": "mine", "statuses": WORKING}),
        ("我网格里还有几件没办完", {"scope": "mine", "counted": True}),
        ("超期的有哪些", {"overdue": True}),
        ("超期", {"overdue": True}),
        ("快到期的列一下", {"due_from": 0, "due_to": 5}),
        ("哪几件明天到期", {"due_from": 1, "due_to": 1}),
        ("今天到期的", {"due_from": 0, "due_to": 0}),
        ("燕崖镇还有哪些没办完", {"town": "燕崖镇", "statuses": WORKING}),
        ("燕崖镇11月收到的", {"town": "燕崖镇", "month": "2026-11", "statuses": ()}),
        ("十二月收到的", {"month": "2025-12"}),
        ("上个月收到的有哪些", {"month": "2026-10"}),
        ("11月5日收到的", {"day": "2026-11-05", "month": None}),
        ("昨天收到的", {"day": "2026-11-19"}),
        ("没派的", {"statuses": UNDISPATCHED}),
        ("今天还有几件没派", {"statuses": UNDISPATCHED, "counted": True}),
        ("办理中的", {"statuses": ("in_progress",)}),
        ("已销号的有哪些", {"statuses": ("closed",)}),
        ("设施类的有哪些", {"category": "facility"}),
        ("投诉件有哪些", {"kind": "complaint"}),
        ("关于音响的有哪些", {"words": "音响", "statuses": ()}),
        ("音响没办完的有哪些", {"words": "音响", "statuses": WORKING}),
        ("全县还有多少件没办完", {"scope": "county", "counted": True}),
        ("超期的按镇排一下", {"by_town": True, "overdue": True}),
        ("把我名下的按截止日期排一下", {"scope": "mine", "by_due": True, "statuses": WORKING}),
        ("县图书馆没办完的", {"unit": "library"}),
    ],
)
def test_lists(text: str, fields: dict[str, object]) -> None:
    wanted = read(text, WORLD)
    assert wanted is not None
    assert {name: getattr(wanted, name) for name in fields} == fields


@pytest.mark.parametrize(
    "text",
    [
        "书借了快到期了怎么续借",
        "燕崖镇有哪些活动",
        "本月有哪些文化活动",
        "我要投诉",
        "收到了",
        "好的",
        "没有",
        "不满意，就来看了一眼，啥也没干",
        "我们村好久没放电影了",
        "文化站的音响坏了没人修",
        "今天会下雨吗",
        "活动",
    ],
)
def test_no_list(text: str) -> None:
    assert read(text, WORLD) is None
