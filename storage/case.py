"""A case as the fold of its entries; pure."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from storage import entries as e
from storage import votes as v
from storage.messages import Attachment
from storage.status import AFTER, FINISHED

CHANGEABLE = frozenset(
    {
        "kind", "category", "urgency", "audience", "subject", "town", "village", "venue", "topic", "when",
        "summary", "headcount", "confidential", "outside_no", "proxy", "minor", "suggested_unit",
    }
)  # fmt: skip
SATISFIED = frozenset({"very_satisfied", "satisfied", "basic"})


class Said(msgspec.Struct, frozen=True):
    """Words added to a case later: who, when, what."""

    at: datetime
    actor: str
    words: str


class Case(msgspec.Struct, frozen=True):
    """One row of the ledger (台账行), the state after all its entries.

    ``version`` counts entries; ``reporter`` is the person id, also of an anonymous case, which shows
    neither name nor telephone. ``due`` is a day in Asia/Shanghai.
    """

    no: str
    version: int
    received_at: datetime
    profile: str
    source: str
    channel: str
    words: str
    kind: str
    category: str
    urgency: str
    status: str
    audience: tuple[str, ...] = ()
    subject: str = "individual"
    town: str | None = None
    village: str | None = None
    venue: str | None = None
    topic: str | None = None
    when: str | None = None
    summary: str = ""
    reporter: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    anonymous: bool = False
    confidential: bool = False
    proxy: bool = False
    minor: bool = False
    headcount: int = 1
    query_code: str | None = None
    suggested_unit: str | None = None
    unit: str | None = None
    helpers: tuple[str, ...] = ()
    assigned_at: datetime | None = None
    due: date | None = None
    result: str = ""
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    score: str | None = None
    score_reason: str = ""
    evaluations: tuple[str, ...] = ()
    rectify_due: date | None = None
    rectifications: int = 0
    urge_count: int = 0
    visited: bool = False
    cosigners: tuple[str, ...] = ()
    supplements: tuple[Said, ...] = ()
    outside_no: str | None = None
    outside_part: int = 1
    fingerprint: str | None = None
    parent: str | None = None
    attachments: tuple[Attachment, ...] = ()
    form: str = ""
    votes: tuple[v.Vote, ...] = ()

    @property
    def short(self) -> str:
        """The last four digits, used in speech."""
        return self.no[-4:]

    @property
    def place(self) -> str:
        """Town and village joined."""
        return (self.town or "") + (self.village or "")

    @property
    def finished(self) -> bool:
        """Whether nothing more is expected of a unit."""
        return self.status in FINISHED


def fold(entries: Iterable[e.Entry]) -> Case:
    """Fold the entries of one stream, first to last; the first must be ``Opened``."""
    stream = iter(entries)
    case = opened(next(stream))
    for entry in stream:
        case = apply(case, entry)
    return case


def opened(entry: e.Entry) -> Case:
    """Return the case that an ``Opened`` entry starts."""
    if not isinstance(entry.body, e.Opened):
        raise TypeError(f"{entry.stream}: a case starts with Opened, not {type(entry.body).__name__}")
    fields = {name: getattr(entry.body, name) for name in entry.body.__struct_fields__}
    no = entry.stream.removeprefix("case:")
    return Case(no=no, version=1, received_at=entry.at, reporter=entry.person, **fields)


def apply(case: Case, entry: e.Entry) -> Case:
    """Return the case after one more entry."""
    change = _EFFECTS.get(type(entry.body), _nothing)(case, entry, entry.body)
    status = AFTER.get(type(entry.body).__name__.lower(), case.status)
    return msgspec.structs.replace(case, **{"version": case.version + 1, "status": status, **change})


Effect = Callable[[Case, e.Entry, Any], dict[str, Any]]


def _nothing(case: Case, entry: e.Entry, body: Any) -> dict[str, Any]:
    return {}


def _changed(case: Case, entry: e.Entry, body: e.Changed) -> dict[str, Any]:
    wrong = set(body.fields) - CHANGEABLE
    if wrong:
        raise ValueError(f"{case.no}: fields not to be changed: {sorted(wrong)}")
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in body.fields.items()}
    return fields if body.due is None else {**fields, "due": body.due}


def _contact(case: Case, entry: e.Entry, body: e.ContactChanged) -> dict[str, Any]:
    fields = ("contact_name", "contact_phone", "anonymous")
    return {f: getattr(body, f) for f in fields if getattr(body, f) is not None}


def _supplemented(case: Case, entry: e.Entry, body: e.Supplemented) -> dict[str, Any]:
    said = Said(entry.at, entry.actor, body.words)
    return {"supplements": (*case.supplements, said), "attachments": case.attachments + body.attachments}


def _cosigned(case: Case, entry: e.Entry, body: e.Cosigned) -> dict[str, Any]:
    if body.person in (case.reporter, *case.cosigners):
        return {}
    return {"cosigners": (*case.cosigners, body.person), "headcount": case.headcount + 1}


def _assigned(case: Case, entry: e.Entry, body: e.Assigned) -> dict[str, Any]:
    return {"unit": body.unit, "due": body.due, "assigned_at": entry.at}


def _helper(case: Case, entry: e.Entry, body: e.HelperAdded) -> dict[str, Any]:
    return {"helpers": (*case.helpers, body.unit or body.staff)}


def _resolved(case: Case, entry: e.Entry, body: e.Resolved) -> dict[str, Any]:
    return {"result": body.text, "resolved_at": entry.at, "score": None, "visited": False}


def _evaluated(case: Case, entry: e.Entry, body: e.Evaluated) -> dict[str, Any]:
    seen = (*case.evaluations, body.score)
    return {"score": body.score, "score_reason": body.reason, "evaluations": seen}


def _rectified(case: Case, entry: e.Entry, body: e.Rectified) -> dict[str, Any]:
    return {"rectify_due": body.due, "due": body.due, "rectifications": case.rectifications + 1}


_EFFECTS: dict[type[e.Body], Effect] = {
    e.Changed: _changed,
    e.ContactChanged: _contact,
    e.Supplemented: _supplemented,
    e.Cosigned: _cosigned,
    e.Urged: lambda case, entry, body: {"urge_count": case.urge_count + 1},
    e.Assigned: _assigned,
    e.HelperAdded: _helper,
    e.Extended: lambda case, entry, body: {"due": body.due},
    e.Answered: lambda case, entry, body: {"result": body.text, "resolved_at": entry.at},
    e.Resolved: _resolved,
    e.Evaluated: _evaluated,
    e.Rectified: _rectified,
    e.Visited: lambda case, entry, body: {"visited": case.visited or body.reached},
    e.Closed: lambda case, entry, body: {"closed_at": entry.at},
    e.VoteOpened: lambda case, entry, body: {"votes": v.opened(case.votes, body)},
    e.VoteCast: lambda case, entry, body: {"votes": v.cast(case.votes, body)},
    e.VoteClosed: lambda case, entry, body: {"votes": v.closed(case.votes, body)},
}
