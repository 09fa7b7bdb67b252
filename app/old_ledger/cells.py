"""Reading single cells: text, times in many writings, numbers of orders and telephones."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from nlu.phones import find_phones
from nlu.text import normalise
from storage.calendar import SHANGHAI

EARLIEST = date(2004, 1, 1)
"""Working days are known from this year on; an earlier date in a ledger is a slip of the pen."""
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial days of spreadsheets have no zone
SERIALS = (20_000, 80_000)
EXACT = 10**15
"""From here on spreadsheets round numbers, and the last digits of an order are lost."""
LONGEST = 64
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_SERIAL_NO = re.compile(r"\d{1,5}")
_ID_CARD = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*(?:[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
    r"|(?P<m8>\d\d)(?P<d8>\d\d))"
)
_CLOCK = re.compile(
    r"[\sTt]*(?P<half>上午|下午|晚上|早上|中午|AM|PM)?\s*(?P<h>\d{1,2})(?:[:时点]\s*(?P<min>\d{1,2})?"
    r"(?:[:分]\s*(?P<s>\d{1,2}(?:\.\d+)?)?)?秒?|(?P<min4>\d\d)(?P<s4>\d\d)?)分?\s*"
    r"(?P<after>AM|PM)?(?:\+08:?00)?"
)
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周)[一二三四五六日天]\)?\s*")


class RefusedError(Exception):
    """A cell cannot be taken over; the message says why, for people."""


def text_of(cell: Any) -> str:
    """Return a cell as text, numbers without the ``.0`` that spreadsheets put behind them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    plain = str(cell).replace("\0", "")  # PostgreSQL takes no such character
    return unicodedata.normalize("NFC", plain).strip().removeprefix("'").strip()


def moment(cell: Any) -> tuple[datetime, bool]:
    """Return a point in time in Asia/Shanghai and whether the cell says a time of day."""
    found = cell if isinstance(cell, datetime) else _serial(cell) or _written(text_of(cell))
    if found is None and isinstance(cell, date):
        found = datetime.combine(cell, time())
    if found is None:
        raise RefusedError("看不出是哪天，请写成 2024-03-05 或 2024年3月5日")
    if found.date() < EARLIEST:
        raise RefusedError(f"早于 {EARLIEST.year} 年，像是写错了")
    return found.replace(tzinfo=SHANGHAI, microsecond=0), found.time() != time()


def _serial(cell: Any) -> datetime | None:
    written = text_of(cell)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{5}(?:\.\d+)?", written):
        return None
    days = float(written)
    inside = SERIALS[0] <= days < SERIALS[1]
    return EPOCH + timedelta(seconds=round(days * 86400)) if inside else None


def _written(text: str) -> datetime | None:
    plain = unicodedata.normalize("NFKC", text)
    day = _DAY.match(plain)
    if day is None:
        return None
    rest = _WEEKDAY.sub(" ", plain[day.end() :]).strip()
    clock = _CLOCK.fullmatch(rest) if rest else None
    if rest and clock is None:
        return None
    try:
        found = date(int(day["y"]), int(day["m"] or day["m8"]), int(day["d"] or day["d8"]))
        return datetime.combine(found, _time(clock) if clock else time())
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> time:
    hour, minute = int(clock["h"]), int(clock["min"] or clock["min4"] or 0)
    half = clock["half"] or clock["after"] or ""
    late = half in ("下午", "晚上", "PM") and hour < 12
    night = half == "AM" and hour == 12
    return time(hour + 12 * late - 12 * night, minute, int(float(clock["s"] or clock["s4"] or 0)))


def order_number(cell: Any) -> str | None:
    """Return the number of an order as text; None for a serial of the sheet, which returns every year."""
    written = unicodedata.normalize("NFKC", text_of(cell))
    if (isinstance(cell, float | int) and abs(cell) >= EXACT) or _ROUNDED.fullmatch(written):
        raise RefusedError("表格软件把长编号的尾数改没了，请把这一列设成“文本”再填")
    if _ID_CARD.fullmatch(written):
        raise RefusedError("像身份证号，不像编号，是不是串了列")
    if len(written) > LONGEST:
        raise RefusedError(f"编号太长，最多 {LONGEST} 个字")
    return None if _SERIAL_NO.fullmatch(written) else written


def telephone(cell: Any) -> str | None:
    """Return the digits of a telephone; None for one that was masked before."""
    written = text_of(cell)
    if "*" in written or "＊" in written:
        return None
    found = find_phones(normalise(f"电话：{written}").text).chosen
    if found is None:
        raise RefusedError("不像电话号码：手机要 11 位，座机带区号")
    return found


def headcount(cell: Any) -> int:
    """Return a number of people, at least 1."""
    found = re.fullmatch(r"(\d{1,6})\s*[人名]?", unicodedata.normalize("NFKC", text_of(cell)))
    if found is None or int(found[1]) < 1:
        raise RefusedError("应写一个数，如 3")
    return int(found[1])
