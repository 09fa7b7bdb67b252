"""The calendar day that a time expression means, seen from a given day."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from nlu.lunar import lunar_date
from nlu.text import normalise
from nlu.wordlists import word_table

_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "日": 7,
    "天": 7,
}
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿两]{1,3})"
_WEEK = re.compile(r"(?P<shift>上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末1-7])")
_SHIFTS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTH_DAY = re.compile(
    r"(?:(?P<year>20\d\d|二[〇零][二三四][〇零一二三四五六七八九])年|"
    r"(?P<relative>今年|明年|去年|前年))?(?P<lunar>农历|阴历)?"
    rf"(?P<month>{_N}|正|腊|冬)月份?(?:初)?(?P<day>{_N}|底|末|初|中旬|上旬|下旬)?(?:号|日)?"
)
_NUMERIC = re.compile(
    r"(?:(?P<year>20\d\d)[-./])?(?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|"
    r"[12]\d|0?[1-9])(?!\d)"
)
_THIS_MONTH = re.compile(
    r"(?<![\d一二三四五六七八九十])(?P<shift>上|下|这|本)?个?月(?:的)?(?P<day>底|"
    rf"末|初|中旬|{_N}(?=号|日))"
)
_BARE_DAY = re.compile(rf"(?<![月\d一二三四五六七八九十])(?P<day>{_N})[号日]")
_NEW_YEAR_DAY = re.compile(r"(?:大年|正月|(?<!月))初(?P<day>[一二三四五六七八九十])")
_AFTER_DAYS = re.compile(rf"(?P<count>{_N})天(?:以|之)?后")
_YEAR_END = re.compile(r"年底|年末")
_EVERY = re.compile(r"每|天天|逢|隔")
_YEARS = {"今年": 0, "明年": 1, "去年": -1, "前年": -2}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_PARTS_OF_MONTH = {"初": 1, "上旬": 1, "中旬": 15, "下旬": 21}
_SATURDAY = 6


def resolve(when_text: str, now: date) -> date | None:
    """Return the day meant by an expression such as 下周六晚上, 腊月二十三 or 明儿个, seen from ``now``.

    A date without a year is the nearest such day, a bare weekday or festival the coming one. None
    for recurring times, for spans such as 寒假 and for whatever is not understood.
    """
    text = normalise(when_text).text
    if _EVERY.search(text):
        return None
    for read in _READERS:
        if day := read(text, now):
            return day
    return None


def _number(text: str) -> int:
    """Read 23, 二十三, 廿三 or 十."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.get(text[-1:], 0) if len(text) == 1 else 0
    return (_NUMERALS.get(tens, 0) if tens else 1) * 10 + _NUMERALS.get(ones, 0)


def _relative_day(text: str, now: date) -> date | None:
    offsets = (
        (word, int(group.removeprefix("offset_")))
        for group, words in word_table("days").items()
        if group.startswith("offset_")
        for word in words
    )
    for word, offset in sorted(offsets, key=lambda item: -len(item[0])):
        if word in text:
            return now + timedelta(offset)
    match = _AFTER_DAYS.search(text)
    return now + timedelta(_number(match["count"])) if match else None


def _weekday(text: str, now: date) -> date | None:
    match = _WEEK.search(text)
    if match is None:
        return None
    day = (
        _SATURDAY
        if match["day"] == "末"
        else int(match["day"])
        if match["day"].isdigit()
        else _NUMERALS[match["day"]]
    )
    monday = now - timedelta(now.weekday())
    found = monday + timedelta(day - 1 + 7 * _SHIFTS.get(match["shift"] or "这", 0))
    return found + timedelta(7) if match["shift"] is None and found < now else found


def _month_day(text: str, now: date) -> date | None:
    match = _MONTH_DAY.search(text) or _NUMERIC.search(text)
    if match is None or (match.re is _MONTH_DAY and text[: match.start()].endswith("个")):
        return None
    groups = match.groupdict()
    years = _years(groups, now)
    month, day = groups["month"], groups["day"]
    if groups.get("lunar") or month in _LUNAR_MONTHS:
        number = _LUNAR_MONTHS.get(month) or _number(month)
        return (
            _nearest((lunar_date(year, number, _number(day or "一")) for year in years), now) if day else None
        )
    if day is None:
        return None
    return _nearest((_in_month(year, _number(month), day) for year in years), now)


def _years(groups: dict[str, str | None], now: date) -> tuple[int, ...]:
    if written := groups.get("year"):
        return (int("".join(str(_NUMERALS.get(char, char)) for char in written)),)
    if relative := groups.get("relative"):
        return (now.year + _YEARS[relative],)
    return now.year - 1, now.year, now.year + 1


def _in_month(year: int, month: int, day: str) -> date | None:
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    number = last if day in ("底", "末") else _PARTS_OF_MONTH.get(day) or _number(day)
    return date(year, month, number) if 1 <= number <= last else None


def _day_of_month(text: str, now: date) -> date | None:
    match = _THIS_MONTH.search(text)
    if match:
        month = now.month - 1 + {"上": -1, "下": 1}.get(match["shift"] or "", 0)
        return _in_month(now.year + month // 12, month % 12 + 1, match["day"])
    match = _BARE_DAY.search(text)
    if match is None:
        return None
    here = _in_month(now.year, now.month, match["day"])
    return (
        here
        if here and here >= now
        else _in_month(now.year + now.month // 12, now.month % 12 + 1, match["day"])
    )


def _festival(text: str, now: date) -> date | None:
    for group, words in word_table("days").items():
        calendar, _, rest = group.partition("_")
        if calendar == "offset" or not any(word in text for word in words):
            continue
        month, day = (int(part) for part in rest.split("-"))
        shift = next((value for word, value in _YEARS.items() if word in text), None)
        years = (now.year - 1, now.year, now.year + 1) if shift is None else (now.year + shift,)
        days = (lunar_date(y, month, day) if calendar == "lunar" else date(y, month, day) for y in years)
        return _coming(days, now) if shift is None else next(iter(days), None)
    if match := _NEW_YEAR_DAY.search(text):
        days = (lunar_date(year, 1, _number(match["day"])) for year in (now.year, now.year + 1))
        return _coming(days, now)
    return date(now.year, 12, 31) if _YEAR_END.search(text) and not any(y in text for y in _YEARS) else None


def _coming(days: Iterable[date | None], now: date) -> date | None:
    return min((day for day in days if day and day >= now), default=None)


def _nearest(days: Iterable[date | None], now: date) -> date | None:
    return min((day for day in days if day), key=lambda day: (abs(day - now), day < now), default=None)


_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _relative_day, _weekday, _festival, _month_day, _day_of_month,
)  # fmt: skip
