"""People and posts as the rest of the system sees them; pure."""

from datetime import datetime
from typing import Literal

import msgspec

Role = Literal["resident", "operator", "grid", "unit", "supervisor", "admin"]


class Post(msgspec.Struct, frozen=True):
    """A role bound to a person: what they act as, for which unit or town."""

    role: Role
    unit: str | None = None
    town: str | None = None


class Person(msgspec.Struct, frozen=True):
    """A person behind one or more accounts. ``name`` and ``phone`` are plain text here, so a
    Person never leaves the process; ``accounts`` are (channel, chat) pairs to reach them."""

    id: str
    name: str | None = None
    phone: str | None = None
    post: Post | None = None
    notice: str = ""
    opted_out: frozenset[str] = frozenset()
    minor: bool = False
    accounts: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None


class Task(msgspec.Struct, frozen=True):
    """Something a person of the bureau has to do; ``words`` plain text."""

    id: str
    task: str
    person: str
    words: str
    opened_at: datetime
    phone: str | None = None
    case_no: str | None = None
    done: bool = False


class Campaign(msgspec.Struct, frozen=True):
    """A survey wave."""

    id: str
    form: str
    version: str
    title: str
    town: str | None
    started_at: datetime
    issued: int = 0


class Invited(msgspec.Struct, frozen=True):
    """A wave that a person may still answer: what they answered, item -> code; ``ended`` when they
    came to the end or stopped."""

    campaign: Campaign
    answered: dict[str, str]
    ended: bool


class CaseFilter(msgspec.Struct, frozen=True):
    """What staff may list cases by; None or empty means any. ``month`` is ``yyyy-mm``.

    ``words`` are searched in number, summary, topic, venue and place; ``order`` is "received"
    (newest first) or "due" (earliest deadline first).
    """

    unit: str | None = None
    town: str | None = None
    village: str | None = None
    statuses: tuple[str, ...] = ()
    open_only: bool = False
    overdue_on: str | None = None
    due_before: str | None = None
    month: str | None = None
    day: str | None = None
    category: str | None = None
    kind: str | None = None
    urgency: str | None = None
    words: str | None = None
    reporter: str | None = None
    helper: str | None = None
    unassigned: bool = False
    order: Literal["received", "due"] = "received"
    limit: int = 20
    offset: int = 0
