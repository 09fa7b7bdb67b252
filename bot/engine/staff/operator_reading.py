"""Reading what an operator pasted: a whole record by the parser of calls, minutes point by point, a line as a
message. What takes long is asked for (``bot.engine.readings``), never read here."""

import re
from typing import NamedTuple

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.readings import CallRead, ReadCall, ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.routing import suggest
from bot.engine.staff import operator_calls as calls
from bot.engine.staff import operator_record as record
from bot.engine.staff.days import stated_due
from bot.engine.staff.labels import find_unit
from bot.engine.staff.operator_clauses import apart
from bot.engine.staff.operator_drafts import contact, drafts, of_point
from bot.engine.staff.operator_opening import opens
from bot.engine.staff.operator_points import Point, split
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.engine.workdays import add_workdays
from nlu.understanding import Place

RECORD_CHARS = 120
"""Shorter ones are read as messages, which is what the parser of calls has seen little of."""
SURE = 0.9
"""From here on understanding is believed that a long record only asks how far a case is."""
OWN_READING = ("phone", "name", "anonymous", "owner")
"""What the parser of calls reads better than understanding does."""
_LEADS_A_CASE = re.compile(r"\s*(?:[Ww][Hh])?\d{4,8}(?:-\d{4})?(?!\d)")
_NO_RECORD = re.compile(r"\s*(?:备注|进展|告诉|回访|整改|办结|补充|邀请|任务)")


class ReadIn(NamedTuple):
    """The form with the record in it; ``asks`` is set where the caller only asks how far a case is."""

    frame: Frame
    asks: "Asks | None" = None


class Asks(NamedTuple):
    """What case is asked after: by its number or by the caller's telephone."""

    number: str | None
    phone: str | None


def pasted(text: str) -> bool:
    """Whether words of this length can only be a record that was taken down elsewhere, label or not."""
    return len(text) >= RECORD_CHARS and not _LEADS_A_CASE.match(text) and not _NO_RECORD.match(text)


def read_in(talk: Talk, frame: Frame) -> Plan[ReadIn]:
    """Return the form with the needs and the contact of the message added."""
    text = talk.heard.message.text
    head, points = split(text, frame.slots.get("source", ""))
    if points:
        return ReadIn((yield from _by_points(talk, frame, head, points)))
    if len(text) >= RECORD_CHARS:
        read = yield from ask(ReadCall(text))
        said = read.record
        if said.intent == "check_status" or _asks(talk, SURE):
            return ReadIn(
                frame, Asks(said.case_no or talk.read.case_no, said.contact_phone or talk.read.phone)
            )
        if said.cases:
            return ReadIn(_with(talk, _caller(talk, frame, read), calls.drafts(talk, read)))
    if _asks(talk):
        return ReadIn(frame, Asks(talk.read.case_no, talk.read.phone))
    several = yield from apart(talk)
    return ReadIn(_with(talk, contact(talk, frame, named=True), several or drafts(talk)))


def _asks(talk: Talk, sure: float = 0.0) -> bool:
    """Whether the message asks how far a case is and states nothing of its own."""
    return talk.read.intent == "check_status" and not talk.read.needs and talk.read.confidence >= sure


def _by_points(talk: Talk, frame: Frame, head: str, points: tuple[Point, ...]) -> Plan[Frame]:
    """Each point is a draft of its own; nobody is asked for the telephone of a whole meeting."""
    readings = yield from ask(ReadTexts((head, *(point.matter for point in points))))
    around = readings[0].place if head.strip() else talk.read.place if len(points) == 1 else Place()
    made: list[Draft] = []
    for point, read in zip(points, readings[1:], strict=True):
        made += [charged(talk, draft, point) for draft in of_point(talk, point, read, around)]
    if made and talk.heard.message.attachments:
        made[-1] = msgspec.structs.replace(made[-1], attachments=talk.heard.message.attachments)
    frame = msgspec.structs.replace(frame, slots={**frame.slots, "contact": SKIPPED, "pointed": "yes"})
    return _with(talk, frame, tuple(made))


def charged(talk: Talk, draft: Draft, point: Point) -> Draft:
    """Keep the unit and the day that a finding names."""
    unit = find_unit(point.unit, talk.world.profile) if point.unit else None
    due = stated_due(point.limit, talk.world.today, talk.world) if point.limit else None
    taken = msgspec.structs.replace(draft.taken, unit=unit or "", due=due)
    return msgspec.structs.replace(draft, taken=taken)


def _with(talk: Talk, frame: Frame, new: tuple[Draft, ...]) -> Frame:
    """Add drafts."""
    new = answerable(talk, frame, new)
    text = talk.heard.message.text
    slots = {"record": text, **frame.slots}
    if len(new) > 1 and "pointed" not in slots:
        slots["whole"] = "\n".join(filter(None, (slots.get("whole"), text)))
    return msgspec.structs.replace(frame, slots=slots, drafts=(*frame.drafts, *new))


def answerable(talk: Talk, frame: Frame, new: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the drafts; a finding without unit or day gets those that the rules of the county name."""
    if frame.slots.get("source") != "inspection":
        return new
    return tuple(_answerable(talk, draft) for draft in new)


def _answerable(talk: Talk, draft: Draft) -> Draft:
    profile, limits = talk.world.profile, talk.world.profile.limits
    named = suggest(profile, draft)
    days = limits.urgent_wd if draft.urgency == "urgent" else limits.handle_wd
    unit = draft.taken.unit or ("" if named == profile.triage_unit else named)
    due = draft.taken.due or add_workdays(talk.world.today, int(days.value), profile)
    return msgspec.structs.replace(draft, taken=msgspec.structs.replace(draft.taken, unit=unit, due=due))


def _caller(talk: Talk, frame: Frame, read: CallRead) -> Frame:
    """The parser of calls knows which of several numbers to ring; a number beside "no name" stays secret."""
    known, said = frame.slots, read.record
    frame = contact(talk, frame, named=True)
    slots = {name: value for name, value in frame.slots.items() if name not in OWN_READING}
    slots |= {name: known[name] for name in OWN_READING if name in known}
    if said.contact_phone and "minor" not in slots:
        slots = {name: value for name, value in slots.items() if name != "contact"} | {
            "phone": said.contact_phone
        }
    if said.anonymous:
        slots["confidential" if said.contact_phone else "anonymous"] = "yes"
    elif "minor" not in slots and (name := said.contact_name or record.caller(talk.read)):
        slots["name"] = name
    return msgspec.structs.replace(frame, slots=slots)


def states(talk: Talk) -> bool:
    """Whether a message in the middle of a filing tells of a further need."""
    return bool(talk.read.needs) or opens(talk.text) or pasted(talk.text)
