"""Working days in China, with 调休; pure data from chinesecalendar, beyond its years Monday to Friday.

A profile may add days off (``holidays``) and working weekends (``workdays``), ISO dates; they win.
"""

from datetime import date, timedelta

import chinese_calendar

from config.profile import Profile

WEEKDAYS = "一二三四五六日"
LAST_YEAR = max(day.year for day in chinese_calendar.holidays)


def is_workday(day: date, profile: Profile) -> bool:
    """Whether offices work on this day."""
    iso = day.isoformat()
    if iso in profile.holidays:
        return False
    if iso in profile.workdays:
        return True
    if day.year > LAST_YEAR:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def add_workdays(start: date, count: int, profile: Profile) -> date:
    """Return the day ``count`` working days after ``start``; the day itself does not count."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day, profile)
    return day


def answer_by(start: date, urgency: str, profile: Profile) -> date:
    """Return the deadline of a need that somebody takes up on ``start``, by the limits of the profile."""
    limits = profile.limits
    days = limits.urgent_wd if urgency == "urgent" else limits.handle_wd
    return add_workdays(start, int(days.value), profile)


def spoken(day: date, today: date) -> str:
    """Return a date as people say it, with its weekday: 11月27日（周五）; another year is named."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
