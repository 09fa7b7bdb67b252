"""The end of an intake: cases are opened, the resident gets the numbers, units are told."""

import msgspec

from bot.engine import intake_place
from bot.engine.announce import announce
from bot.engine.reply import Choice, Reply
from bot.engine.requests import NoticeShown, OpenCase, Plan, QueryCode, SavePerson, ask
from bot.engine.routing import suggest
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.engine.workdays import answer_by, spoken
from storage.case import Case
from storage.entries import Opened

NOTICE_VERSION = "2026-11"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def finish(talk: Talk, frame: Frame) -> Plan[None]:
    """Open one case a draft, all in the transaction of this turn, and say the numbers."""
    frame = intake_place.at_home(talk, frame)
    yield from _keep_contact(talk, frame)
    code = None
    if frame.slots.get("anonymous") and not talk.heard.message.group:
        code = yield from ask(QueryCode())
    cases: list[Case] = []
    for draft in (d for d in frame.drafts if d.stated):
        parent = cases[0].no if cases else None
        case = yield from ask(OpenCase(opened(talk, frame, draft, code, parent), talk.person.id))
        talk.touch(case.no, draft.sources)
        yield from announce(talk, case)
        cases.append(case)
    if "danger" in frame.slots:
        talk.say("intake.done_danger", numbers="、".join(case.no for case in cases))
    else:
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
        contact_name=slots.get("name") or _owner(slots),
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


def _owner(slots: dict[str, str]) -> str | None:
    """Whose telephone it is, where it is not the resident's own."""
    return f"{slots['owner']}（家人）" if slots.get("owner") else None


def _keep_contact(talk: Talk, frame: Frame) -> Plan[None]:
    slots, person = frame.slots, talk.person
    if slots.get("minor"):
        yield from ask(SavePerson(person.id, minor=True))
    elif _own_contact(slots):
        yield from ask(SavePerson(person.id, name=slots.get("name"), phone=slots.get("phone")))
    if _told(frame) and not person.notice:
        yield from ask(NoticeShown(person.id, NOTICE_VERSION))
        talk.person = msgspec.structs.replace(person, notice=NOTICE_VERSION)


def _own_contact(slots: dict[str, str]) -> bool:
    """A telephone of somebody else, or a report for somebody else, says nothing about the speaker."""
    return bool(slots.get("phone") or slots.get("name")) and not (slots.get("proxy") or slots.get("owner"))


def _told(frame: Frame) -> bool:
    """Whether the notice on personal data was shown while this form was filled in."""
    return "contact" in frame.seen or ("confirm" in frame.seen and "phone" in frame.slots)


def _tell(talk: Talk, cases: list[Case], code: str | None) -> None:
    if talk.heard.message.group:
        numbers = "、".join(case.no for case in cases)
        joins = (Choice("button.cosign", f"附议 {cases[0].no}"),) if len(cases) == 1 else ()
        talk.say("intake.done_group", *joins, numbers=numbers)
        return
    due = _due(talk, cases)
    if len(cases) == 1:
        talk.say("intake.done_one", no=cases[0].no, short=cases[0].short, unit=_unit(talk, cases[0]), due=due)
    else:
        lines = tuple(
            Reply("intake.done_item", {"no": c.no, "short": c.short, "summary": c.summary}) for c in cases
        )
        talk.say("intake.done_many", count=len(cases), items=lines, due=due)
    if any(case.urgency == "urgent" for case in cases):
        talk.say("intake.urgent_noted")
    if code:
        talk.say("intake.code", code=code, private=True)


def _unit(talk: Talk, case: Case) -> str:
    profile = talk.world.profile
    unit = profile.unit(case.suggested_unit or "") or profile.unit(profile.triage_unit)
    return unit.name if unit else profile.issuer


def _due(talk: Talk, cases: list[Case]) -> Reply:
    """The latest day of an answer, as each language writes it."""
    day = min(answer_by(talk.world.today, case.urgency, talk.world.profile) for case in cases)
    fields = {
        "day": spoken(day, talk.world.today),
        "weekday": WEEKDAYS[day.weekday()],
        "iso": day.isoformat(),
    }
    return Reply("intake.due", {**fields})
