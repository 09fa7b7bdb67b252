"""Filing what an operator confirmed: the caller's cases, their numbers, the people in charge told."""

from bot.engine.announce import announce
from bot.engine.intake_finish import NOTICE_VERSION, opened
from bot.engine.reply import Reply
from bot.engine.requests import Append, Caller, NoticeShown, OpenCase, Plan, QueryCode, SavePerson, ask
from bot.engine.resident.progress import promise
from bot.engine.state import Frame
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Answered, Opened
from storage.labels import KINDS
from storage.people import Person


def finish(talk: Talk, frame: Frame) -> Plan[None]:
    """Open one case a draft for the caller and say the numbers."""
    person = yield from _caller(frame)
    code = (yield from ask(QueryCode())) if frame.slots.get("anonymous") else None
    cases: list[Case] = []
    for draft in frame.drafts:
        body = opened(talk, frame, draft, code, cases[0].no if cases else None)
        case = yield from _file(talk, frame, body, person)
        talk.touch(case.no, draft.sources)
        cases.append(case)
    _tell(talk, cases, code)


def _caller(frame: Frame) -> Plan[Person]:
    slots = frame.slots
    person = yield from ask(Caller(slots.get("name"), slots.get("phone")))
    if slots.get("minor"):
        yield from ask(SavePerson(person.id, minor=True))
    elif slots.get("phone") and not person.notice:
        yield from ask(NoticeShown(person.id, NOTICE_VERSION))
    return person


def _file(talk: Talk, frame: Frame, body: Opened, person: Person) -> Plan[Case]:
    case = yield from ask(OpenCase(body, person.id))
    if answer := frame.slots.get("answer"):
        return (yield from ask(Append(case.no, Answered(answer))))
    yield from announce(talk, case)
    return case


def _tell(talk: Talk, cases: list[Case], code: str | None) -> None:
    secret: Reply | str = Reply("operator.code", {"code": code}) if code else ""
    lines = tuple(_line(talk, case) for case in cases)
    talk.say("operator.done", count=len(cases), items=lines, code=secret, private=True)


def _line(talk: Talk, case: Case) -> Reply:
    unit = talk.world.profile.unit(case.suggested_unit or "")
    onward = "已当场答复" if case.status == "answered" else f"建议{unit.name}" if unit else "待派单"
    if case.source == "inspection":
        onward += f"，限{promise(talk, case).isoformat()}"
    fields = {"no": case.no, "kind": KINDS[case.kind], "summary": case.summary, "onward": onward}
    return Reply("operator.done_item", {**fields})
