"""What a call record says: the contract between the parser, its command and the operators' chat."""

import msgspec

Spans = dict[str, tuple[int, int]]


class CallCase(msgspec.Struct, frozen=True):
    """One need of a call; labels are those of the taxonomy, other values the words of the record.

    ``spans`` maps a field to the characters of the transcript that it came from. ``place`` may join
    a town and a village that stand apart: then ``place`` spans the village and ``town`` the town.
    ``summary`` spans from the first to the last clause taken. ``out_of_scope`` marks a referral.
    """

    kind: str
    category: str
    urgency: str
    place: str | None
    venue: str | None
    topic: str | None
    audience: tuple[str, ...]
    when: str | None
    summary: str
    out_of_scope: bool
    spans: Spans = {}


class CallRecord(msgspec.Struct, frozen=True):
    """A whole call; ``intent`` is submit_need, or check_status (then ``cases`` is empty).

    ``case_no`` is that of an earlier case, which a caller with fresh needs may name as well.
    ``contact_phone`` has the digits of the number to ring back. ``spans`` are those of
    ``contact_name``, ``contact_phone`` and ``case_no``.
    """

    intent: str
    case_no: str | None = None
    cases: tuple[CallCase, ...] = ()
    contact_name: str | None = None
    contact_phone: str | None = None
    anonymous: bool = False
    spans: Spans = {}
