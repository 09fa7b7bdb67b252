"""Dates of the lunar calendar, for the years that the table covers."""

from datetime import date, timedelta

from nlu.wordlists import word_table

_LENGTHS = {"b": 30, "s": 29}


def lunar_date(year: int, month: int, day: int) -> date | None:
    """Return the solar date of a day in lunar ``year``; day 30 of a short month is its last day.

    None where the table does not have the year or the month or day cannot be.
    """
    row = word_table("lunar").get(str(year))
    if row is None or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    start, leap, lengths = date.fromisoformat(row[0]), int(row[1]), row[2]
    position = month - 1 + (0 < leap < month)
    days = sum(_LENGTHS[length] for length in lengths[:position])
    return start + timedelta(days + min(day, _LENGTHS[lengths[position]]) - 1)
