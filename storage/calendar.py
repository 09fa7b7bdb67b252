"""Days as people in the county count them; points in time are UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """Return the day in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def day_span(day: date) -> tuple[datetime, datetime]:
    """Return beginning and end (exclusive) of a day, in UTC."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def month_span(month: str) -> tuple[datetime, datetime]:
    """Return beginning and end (exclusive) of a month ``yyyy-mm``, in UTC."""
    first = date.fromisoformat(f"{month}-01")
    return _midnight(first), _midnight((first + timedelta(days=31)).replace(day=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
