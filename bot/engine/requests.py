"""Requests: what a turn asks of the ledger, as data. The answer's type stands in the brackets.

``case = yield from ask(CaseByNo(no))`` reads and writes alike; ``bot.interpret`` carries each out
against the transaction of the turn.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from bot.engine.reply import Reply
from storage.case import Case
from storage.entries import (
    AnyBody,
    CampaignStarted,
    Entry,
    Opened,
    SurveyAnswered,
    TaskOpened,
)
from storage.people import Campaign, CaseFilter, Invited, Person, Post, Role, Task

T = TypeVar("T")


class Request(Generic[T]):
    """Base of all requests; ``T`` is what the answer is."""


Plan = Generator[Request[Any], Any, T]


def ask(request: Request[T]) -> Plan[T]:
    """Yield a request and return its answer, typed."""
    return cast(T, (yield request))


@dataclass(frozen=True, slots=True)
class CaseByNo(Request[Case | None]):
    no: str


@dataclass(frozen=True, slots=True)
class CasesByShort(Request[list[Case]]):
    """Cases whose number ends in these four digits, newest first."""

    last4: str


@dataclass(frozen=True, slots=True)
class CaseByCode(Request[Case | None]):
    """The anonymous case with this six-digit query code."""

    code: str


@dataclass(frozen=True, slots=True)
class CasesByOutside(Request[list[Case]]):
    """The cases of one number given elsewhere (a 12345 order), in the order of its needs."""

    number: str


@dataclass(frozen=True, slots=True)
class Cases(Request[list[Case]]):
    filter: CaseFilter


@dataclass(frozen=True, slots=True)
class CountCases(Request[int]):
    filter: CaseFilter


@dataclass(frozen=True, slots=True)
class Similar(Request[list[Case]]):
    """Open cases of the same place and matter since a time; without a category, of every one."""

    town: str | None
    village: str | None
    category: str | None
    topic: str | None
    venue: str | None
    since: datetime
    limit: int = 3


@dataclass(frozen=True, slots=True)
class History(Request[list[Entry]]):
    stream: str


@dataclass(frozen=True, slots=True)
class OpenCase(Request[Case]):
    """Open a case for ``person``; the answer carries its number."""

    body: Opened
    person: str | None


@dataclass(frozen=True, slots=True)
class Append(Request[Case]):
    """Add an entry to a case; the answer is the case after it."""

    no: str
    body: AnyBody


@dataclass(frozen=True, slots=True)
class Record(Request[Entry]):
    """Add an entry to a stream that is no case."""

    stream: str
    body: AnyBody
    person: str | None = None


@dataclass(frozen=True, slots=True)
class QueryCode(Request[str]):
    """A fresh random six-digit query code."""


@dataclass(frozen=True, slots=True)
class PersonById(Request[Person | None]):
    id: str


@dataclass(frozen=True, slots=True)
class PeopleByPhone(Request[list[Person]]):
    phone: str


@dataclass(frozen=True, slots=True)
class Caller(Request[Person]):
    """The person behind a call: found by telephone, or new."""

    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class SavePerson(Request[Person]):
    """Keep name, telephone or minority of a person; None leaves a value as it is."""

    id: str
    name: str | None = None
    phone: str | None = None
    minor: bool | None = None


@dataclass(frozen=True, slots=True)
class NoticeShown(Request[None]):
    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Opt(Request[None]):
    """Opt a person out of ("survey", "notice") or back in."""

    id: str
    what: str
    out: bool


@dataclass(frozen=True, slots=True)
class ErasePerson(Request[int]):
    """Destroy the personal data of a person; the answer counts the cases concerned."""

    id: str


@dataclass(frozen=True, slots=True)
class ExportPerson(Request[dict[str, Any]]):
    """Everything kept about a person."""

    id: str


@dataclass(frozen=True, slots=True)
class LinkPhotos(Request[tuple[str, ...]]):
    """One-time links to photos of a case, (number, digest) each, for one person and so long.

    The answer are their addresses, in the same order.
    """

    no: str
    person: str
    photos: tuple[tuple[int, str], ...]
    span: timedelta


@dataclass(frozen=True, slots=True)
class OpenTask(Request[Task]):
    body: TaskOpened
    person: str


@dataclass(frozen=True, slots=True)
class FinishTask(Request[None]):
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Tasks(Request[list[Task]]):
    done: bool = False
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Notify(Request[bool]):
    """Send a reply to every account of a person; False where there is none to reach."""

    person: str
    reply: Reply
    priority: int = 1


@dataclass(frozen=True, slots=True)
class NotifyPosts(Request[int]):
    """Send a reply to all holders of matching posts but one; the answer counts them."""

    reply: Reply
    unit: str | None = None
    town: str | None = None
    role: Role | None = None
    but: str | None = None


@dataclass(frozen=True, slots=True)
class Alarm(Request[None]):
    """Say something in the rooms of staff, where everybody reads it."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class RedeemInvitation(Request[Post | None]):
    """Bind the post of a one-time invitation code to a person."""

    code: str
    person: str


@dataclass(frozen=True, slots=True)
class Invite(Request[str]):
    """Make a one-time invitation code for a post."""

    role: Role
    unit: str | None = None
    town: str | None = None


@dataclass(frozen=True, slots=True)
class Holders(Request[list[Person]]):
    unit: str | None = None
    town: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class StartCampaign(Request[Campaign | None]):
    """Start a wave and invite everybody it is meant for; None where that is nobody."""

    body: CampaignStarted
    invitation: Reply


@dataclass(frozen=True, slots=True)
class CampaignFor(Request[Invited | None]):
    """The wave that a person was invited to and has not come to the end of."""

    person: str


@dataclass(frozen=True, slots=True)
class CampaignById(Request[Campaign | None]):
    id: str


@dataclass(frozen=True, slots=True)
class SaveAnswer(Request[None]):
    campaign: str
    body: SurveyAnswered


@dataclass(frozen=True, slots=True)
class FinishSurvey(Request[None]):
    campaign: str
    person: str
    completed: bool
