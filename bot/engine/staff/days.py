"""Deadlines in words: 5个工作日, 三天内, 12月1日前, 到11月30日."""

import re
from datetime import date, timedelta

from bot.engine.numbers import NUMBERS
from bot.engine.talk import World
from bot.engine.workdays import WEEKDAYS, add_workdays, is_workday

_COUNT = re.compile(
    r"(\d{1,3}|十[一二三四五]?|[一二两三四五六七八九])\s*个?\s*(工作日|天|日(?!前|之前)|周|星期)"
)
_DAY = re.compile(r"(?:(\d{1,2})月(\d{1,2})[日号]?)|(?:(20\d\d)-(\d{1,2})-(\d{1,2}))")


_WEEKDAY = re.compile(r"(这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKS = {"这": 0, "本": 0, None: 0, "下": 1, "下下": 2}


def stated_due(text: str, start: date, world: World) -> date | None:
    """Return the deadline that a text states, counted in working days from ``start``; None if none."""
    day = _DAY.search(text)
    if day:
        return _date(day, world.today)
    if (week := _WEEKDAY.search(text)) and (named := _weekday(week, world.today)):
        return named
    count = _COUNT.search(text)
    if count is None:
        return None
    many = _number(count.group(1)) * (5 if count.group(2) in ("周", "星期") else 1)
    return add_workdays(start, many, world.profile)


def _weekday(match: re.Match[str], today: date) -> date | None:
    """Return the day of 下周五; a weekday of this week that has passed is no deadline."""
    day = "一二三四五六日".index(match[2].replace("天", "日"))
    found = today + timedelta(days=day - today.weekday() + 7 * _WEEKS[match[1]])
    return found if found > today else None


def workdays_between(start: date, end: date, world: World) -> int:
    """Return how many working days lie after ``start`` up to ``end``."""
    span = (end - start).days
    return sum(is_workday(start + timedelta(days=n), world.profile) for n in range(1, span + 1))


def staff_day(day: date) -> str:
    """Return a day as staff read it: 2026-11-30（周一）."""
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 10 + NUMBERS[text[1]] if len(text) > 1 else NUMBERS[text]


def _date(match: re.Match[str], today: date) -> date | None:
    month, day, year = match.group(1) or match.group(4), match.group(2) or match.group(5), match.group(3)
    try:
        found = date(int(year or today.year), int(month), int(day))
    except ValueError:
        return None
    return found.replace(year=found.year + 1) if not year and found < today - timedelta(days=180) else found
