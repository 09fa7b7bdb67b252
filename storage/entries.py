"""Entries: what happened, in the past tense, append-only. A case is the fold of its entries.

Streams: ``case:<number>``, ``call:<number of its first case>``, ``person:<id>``, ``task:<id>``,
``campaign:<id>``; the bodies of all but the first stand in ``storage.records``, those of votes and of looks
at personal data in ``storage.votes`` and ``storage.looks``.
"""

from datetime import date, datetime

import msgspec

from storage.body import ERASED, PERSONAL, Body, Personal, PersonalFiles, PersonId
from storage.looks import ContactViewed, PhotoViewed
from storage.messages import Attachment
from storage.records import (
    CallKept,
    CampaignStarted,
    ConsentGiven,
    Erased,
    OptedIn,
    OptedOut,
    RoleBound,
    RoleRevoked,
    SurveyAnswered,
    SurveyFinished,
    TaskDone,
    TaskOpened,
)
from storage.votes import VoteCast, VoteClosed, VoteOpened

__all__ = [
    "ERASED",
    "PERSONAL",
    "Answered",
    "AnyBody",
    "Assigned",
    "Body",
    "CallKept",
    "CampaignStarted",
    "Changed",
    "Closed",
    "ConsentGiven",
    "ContactChanged",
    "ContactViewed",
    "Cosigned",
    "Entry",
    "Erased",
    "Evaluated",
    "Extended",
    "HelperAdded",
    "Merged",
    "Noted",
    "Opened",
    "OptedIn",
    "OptedOut",
    "PersonId",
    "Personal",
    "PersonalFiles",
    "PhotoViewed",
    "Rectified",
    "Referred",
    "Refused",
    "Reopened",
    "Resolved",
    "RoleBound",
    "RoleRevoked",
    "Started",
    "Supplemented",
    "SurveyAnswered",
    "SurveyFinished",
    "TaskDone",
    "TaskOpened",
    "Urged",
    "Visited",
    "VoteCast",
    "VoteClosed",
    "VoteOpened",
    "Withdrawn",
]


class Opened(Body, frozen=True):
    """A case came to be. ``words`` are the resident's own, never changed afterwards.

    ``outside_no`` is the number it has elsewhere (a 12345 order, an old ledger), ``outside_part``
    counts the needs of one such order from 1. ``fingerprint`` (``Ledger.fingerprint``) stands in for
    the number of an imported row that has none.
    """

    profile: str
    source: str
    channel: str
    words: Personal
    kind: str
    category: str
    urgency: str
    status: str = "received"
    audience: tuple[str, ...] = ()
    subject: str = "individual"
    town: str | None = None
    village: str | None = None
    venue: str | None = None
    topic: str | None = None
    when: str | None = None
    summary: str = ""
    contact_name: Personal | None = None
    contact_phone: Personal | None = None
    anonymous: bool = False
    confidential: bool = False
    proxy: bool = False
    minor: bool = False
    headcount: int = 1
    query_code: str | None = None
    suggested_unit: str | None = None
    outside_no: str | None = None
    outside_part: int = 1
    fingerprint: str | None = None
    parent: str | None = None
    attachments: PersonalFiles = ()
    form: str = ""


class Changed(Body, frozen=True):
    """Fields of the case were corrected; only fields of ``CHANGEABLE`` (storage.case) may be.

    ``due`` is the deadline that follows from them, None where it stays as it is.
    """

    fields: dict[str, str | int | bool | list[str] | None]
    reason: str = ""
    due: date | None = None


class ContactChanged(Body, frozen=True):
    """Name or telephone of the case were corrected; None leaves a value as it is."""

    contact_name: Personal | None = None
    contact_phone: Personal | None = None
    anonymous: bool | None = None


class Supplemented(Body, frozen=True):
    """The resident, or staff for them, added facts."""

    words: Personal
    attachments: PersonalFiles = ()


class Cosigned(Body, frozen=True):
    """Another resident joined the need."""

    person: str
    words: Personal = ""


class Urged(Body, frozen=True):
    """The resident pressed; ``overdue`` says whether the deadline had passed."""

    words: Personal
    overdue: bool


class Withdrawn(Body, frozen=True):
    """The resident took the case back."""

    reason: Personal = ""


class Assigned(Body, frozen=True):
    """The case went to a unit, which answers by ``due``."""

    unit: str
    due: date
    basis: str = ""


class HelperAdded(Body, frozen=True):
    """A unit or a member of staff helps on the case and may see what the handler sees."""

    unit: str = ""
    staff: str = ""


class Started(Body, frozen=True):
    """The unit took the work up."""

    text: str = ""


class Noted(Body, frozen=True):
    """A note on the handling; internal notes are never shown to residents."""

    text: str
    internal: bool = True
    attachments: tuple[Attachment, ...] = ()


class Extended(Body, frozen=True):
    """The deadline was moved, with a reason that the resident is told."""

    due: date
    reason: str


class Answered(Body, frozen=True):
    """An inquiry was answered; nothing more is expected."""

    text: str


class Resolved(Body, frozen=True):
    """The unit handed in a result; the resident is asked to rate it."""

    text: str
    attachments: tuple[Attachment, ...] = ()


class Evaluated(Body, frozen=True):
    """The resident rated the result: very_satisfied … very_unsatisfied, with a reason."""

    score: str
    reason: Personal = ""


class Rectified(Body, frozen=True):
    """Rectification began: responsible unit and deadline."""

    unit: str | None
    due: date
    reason: str = ""


class Visited(Body, frozen=True):
    """A return visit: was the resident reached, and what came of it."""

    reached: bool
    text: str = ""


class Closed(Body, frozen=True):
    """The case was struck off by a person."""

    text: str = ""


class Reopened(Body, frozen=True):
    """A finished case was taken up again."""

    reason: str = ""


class Referred(Body, frozen=True):
    """The matter lies outside public culture and went to somebody else."""

    to: str
    outside_no: str = ""


class Refused(Body, frozen=True):
    """A person decided not to accept the case, with ground and proper route."""

    reason: str
    route: str = ""


class Merged(Body, frozen=True):
    """The case was joined to another."""

    into: str


class Entry(msgspec.Struct, frozen=True):
    """A body with its place in the ledger: ``version`` counts from 1 within the stream."""

    stream: str
    version: int
    actor: str
    at: datetime
    body: "AnyBody"
    person: PersonId | None = None
    hash: str = ""


AnyBody = (
    Opened | Changed | ContactChanged | Supplemented | Cosigned | Urged | Withdrawn | Assigned | HelperAdded
    | Started | Noted | Extended | Answered | Resolved | Evaluated | Rectified | Visited | Closed | Reopened
    | Referred | Refused | Merged | ContactViewed | PhotoViewed | ConsentGiven | OptedOut | OptedIn | Erased | RoleBound
    | RoleRevoked | CallKept | TaskOpened | TaskDone | CampaignStarted | SurveyAnswered | SurveyFinished
    | VoteOpened | VoteCast | VoteClosed
)  # fmt: skip
"""Every body there is; the decoder of stored entries."""
