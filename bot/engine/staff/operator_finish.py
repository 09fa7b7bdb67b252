"""Filing what an operator confirmed: a case a draft, joined, referred, answered or charged as the draft says."""

import msgspec

from bot.engine.intake_finish import NOTICE_VERSION, opened
from bot.engine.requests import (
    Append,
    Caller,
    CaseByNo,
    NoticeShown,
    OpenCase,
    Plan,
    QueryCode,
    Record,
    SavePerson,
    ask,
)
from bot.engine.staff import operator_orders as orders
from bot.engine.staff.operator_charge import charge
from bot.engine.staff.operator_told import Filed, announced, say_done
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Answered, CallKept, Cosigned, Merged, Opened, Referred, Supplemented
from storage.people import Person


def finish(talk: Talk, frame: Frame) -> Plan[None]:
    """File every draft of the form."""
    yield from file(talk, frame, tuple(range(len(frame.drafts))))


def file(talk: Talk, frame: Frame, at: tuple[int, ...]) -> Plan[Frame]:
    """File these drafts, say the numbers, and return the form with the drafts that are left.

    Of a work order that somebody else has filed meanwhile, only the numbers are said.
    """
    slots, order = dict(frame.slots), frame.slots.get("order")
    if order and "root" not in slots and (known := (yield from orders.filed(order))):
        orders.say_filed(talk, order, known)
        return msgspec.structs.replace(frame, drafts=())
    if slots.get("anonymous") and "code" not in slots:
        slots["code"] = yield from ask(QueryCode())
    frame = msgspec.structs.replace(frame, slots=slots)
    people: dict[str, Person] = {}
    done: list[Filed] = []
    for n in at:
        draft = frame.drafts[n]
        frame = _own(frame, "part", str(int(frame.slots.get("part", "0")) + 1))
        person = people.get(draft.taken.speaker) or (yield from _caller(frame.slots, draft.taken.speaker))
        people[draft.taken.speaker] = person
        filed = yield from _file(talk, frame, draft, person)
        done.append(filed)
        if "root" not in frame.slots and filed.opened:
            frame = _own(frame, "root", filed.case.no)
        talk.touch(filed.case.no, draft.sources)
    frame = yield from _keep(frame, done)
    batch = yield from announced(talk, done)
    say_done(talk, done, slots.get("code"), batch)
    left = tuple(draft for n, draft in enumerate(frame.drafts) if n not in at)
    return msgspec.structs.replace(frame, drafts=left)


def _own(frame: Frame, name: str, value: str) -> Frame:
    return msgspec.structs.replace(frame, slots={**frame.slots, name: value})


def _caller(slots: dict[str, str], speaker: str) -> Plan[Person]:
    """The person who called; whoever spoke in a meeting is somebody else and left no telephone."""
    if speaker:
        return (yield from ask(Caller(speaker, None)))
    person = yield from ask(Caller(slots.get("name"), slots.get("phone")))
    if slots.get("minor"):
        yield from ask(SavePerson(person.id, minor=True))
    elif slots.get("phone") and not person.notice:
        yield from ask(NoticeShown(person.id, NOTICE_VERSION))
    return person


def _file(talk: Talk, frame: Frame, draft: Draft, person: Person) -> Plan[Filed]:
    into = (yield from ask(CaseByNo(draft.taken.joins))) if draft.taken.joins else None
    if into is not None and not into.finished:
        return (yield from _join(talk, frame, draft, person, into))
    case = yield from ask(OpenCase(_opened(talk, frame, draft), person.id))
    if draft.taken.refer:
        case = yield from ask(Append(case.no, Referred(draft.taken.refer)))
    elif draft.taken.answer:
        case = yield from ask(Append(case.no, Answered(draft.taken.answer)))
    elif case.source == "inspection":
        case = yield from charge(talk, case, draft)
    return Filed(case, draft)


def _join(talk: Talk, frame: Frame, draft: Draft, person: Person, into: Case) -> Plan[Filed]:
    """The caller's own case takes the words up; to somebody else's a case of their own is joined."""
    if person.id in (into.reporter, *into.cosigners):
        body = Supplemented("\n".join(draft.words) or draft.summary, draft.attachments)
        return Filed((yield from ask(Append(into.no, body))), draft, into)
    own = yield from ask(OpenCase(_opened(talk, frame, draft), person.id))
    own = yield from ask(Append(own.no, Merged(into.no)))
    return Filed(own, draft, (yield from ask(Append(into.no, Cosigned(person.id)))))


def _opened(talk: Talk, frame: Frame, draft: Draft) -> Opened:
    """The opening entry; of a point of minutes it names its speaker, of an order its number elsewhere."""
    slots, speaker = frame.slots, draft.taken.speaker
    if speaker:
        slots = {name: value for name, value in slots.items() if name not in ("phone", "owner")} | {
            "name": speaker
        }
    body = opened(
        talk, msgspec.structs.replace(frame, slots=slots), draft, slots.get("code"), slots.get("root")
    )
    unit = draft.taken.unit or body.suggested_unit
    order, part = slots.get("order"), int(slots["part"])
    return msgspec.structs.replace(
        body,
        category="other" if draft.taken.refer else body.category,
        suggested_unit=None if draft.taken.refer else unit,
        outside_no=order,
        outside_part=part if order else 1,
    )


def _keep(frame: Frame, done: list[Filed]) -> Plan[Frame]:
    """Keep the whole record once, sealed for the caller, beside the cases that have only their parts of it."""
    whole, own = frame.slots.get("whole"), tuple(filed.case.no for filed in done if filed.opened)
    if whole is None or not own:
        return frame
    stream = f"call:{frame.slots['root']}"
    yield from ask(
        Record(stream, CallKept(own, whole), next(filed.case.reporter for filed in done if filed.opened))
    )
    return _own(frame, "whole", "")
