"""The end of an intake: cases are opened, the resident gets the numbers, units are told."""

import msgspec

from bot.engine.announce import announce
from bot.engine.reply import Reply
from bot.engine.requests import NoticeShown, OpenCase, Plan, QueryCode, SavePerson, ask
from bot.engine.routing import suggest
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.engine.workdays import add_workdays, spoken
from storage.case import Case
from storage.entries import Opened

NOTICE_VERSION = "2026-11"


def finish(talk: Talk, frame: Frame) -> Plan[None]:
    """Open one case a draft, all in the transaction of this turn, and say the numbers."""
    yield from _keep_contact(talk, frame)
    code = None
    if frame.slots.get("anonymous"):
        code = yield from ask(QueryCode())
    cases: list[Case] = []
    for draft in frame.drafts:
        parent = cases[0].no if cases else None
        case = yield from ask(OpenCase(opened(talk, frame, draft, code, parent), talk.person.id))
        talk.touch(case.no, draft.sources)
        yield from announce(talk, case)
        cases.append(case)
    _tell(talk, cases, code)


def opened(talk: Talk, frame: Frame, draft: Draft, code: str | None, parent: str | None) -> Opened:
    """Return the entry that opens the case of a draft."""
    slots = frame.slots
    return Opened(
        profile=talk.world.profile.id,
        source=slots.get("source", "chat"),
        channel=talk.heard.message.channel,
        words="\n".join(draft.words),
        summary=draft.summary,
        kind=draft.kind,
        category=draft.category,
        urgency=draft.urgency,
        status="received" if draft.understood else "verifying",
        audience=draft.audience,
        town=draft.town,
        village=draft.village,
        venue=draft.venue,
        topic=draft.topic,
        when=draft.when,
        contact_name=slots.get("name"),
        contact_phone=slots.get("phone"),
        anonymous="anonymous" in slots,
        confidential="confidential" in slots,
        proxy="proxy" in slots,
        minor="minor" in slots,
        query_code=code,
        suggested_unit=suggest(talk.world.profile, draft),
        parent=parent,
        attachments=draft.attachments,
        form=f"{frame.form}.{frame.version}",
    )


def _keep_contact(talk: Talk, frame: Frame) -> Plan[None]:
    slots, person = frame.slots, talk.person
    if slots.get("minor"):
        yield from ask(SavePerson(person.id, minor=True))
    elif slots.get("phone") or slots.get("name"):
        if not slots.get("proxy"):
            yield from ask(SavePerson(person.id, name=slots.get("name"), phone=slots.get("phone")))
        if not person.notice:
            yield from ask(NoticeShown(person.id, NOTICE_VERSION))
    talk.person = msgspec.structs.replace(person, notice=person.notice or NOTICE_VERSION)


def _tell(talk: Talk, cases: list[Case], code: str | None) -> None:
    profile = talk.world.profile
    days = int(min(_limit(talk, case) for case in cases))
    due = spoken(add_workdays(talk.world.today, days, profile), talk.world.today)
    if len(cases) == 1:
        unit = profile.unit(cases[0].suggested_unit or "") or profile.unit(profile.triage_unit)
        name = unit.name if unit else profile.issuer
        talk.say("intake.done_one", no=cases[0].no, short=cases[0].short, unit=name, due=due)
    else:
        lines = tuple(
            Reply("intake.done_item", {"no": c.no, "short": c.short, "summary": c.summary}) for c in cases
        )
        talk.say("intake.done_many", count=len(cases), items=lines, due=due)
    if any(case.urgency == "urgent" for case in cases):
        talk.say("intake.urgent_noted")
    if code:
        talk.say("intake.code", code=code, private=True)


def _limit(talk: Talk, case: Case) -> float:
    limits = talk.world.profile.limits
    return limits.urgent_wd.value if case.urgency == "urgent" else limits.handle_wd.value
