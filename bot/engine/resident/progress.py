"""Where a case stands, in words that a resident understands."""

from datetime import date

from bot.engine.reply import Choice, Field, Reply
from bot.engine.requests import History, Plan, ask
from bot.engine.talk import CHINA, Talk
from bot.engine.workdays import add_workdays, spoken
from storage.case import Case
from storage.entries import Referred, Refused

STANDS: dict[str, str] = {
    "received": "waiting", "verifying": "waiting", "need_info": "waiting", "triaged": "waiting",
    "emergency": "emergency", "assigned": "assigned", "assessing": "working", "deliberating": "deliberating",
    "planned": "planned", "in_progress": "working", "in_review": "working", "resolved": "resolved",
    "public_review": "resolved", "rectifying": "rectifying", "answered": "answered",
    "not_accepted": "not_accepted", "referred": "referred", "closed": "closed", "archived": "closed",
    "withdrawn": "withdrawn", "merged": "merged", "terminated": "terminated", "parked": "parked",
    "quarantined": "waiting",
}  # fmt: skip
"""Status -> the sentence that a resident hears; several statuses are one thing to them."""

TIMED = frozenset(("waiting", "assigned", "working", "rectifying", "deliberating"))
"""Sentences that name a day; past that day they apologise."""

HUMAN = Choice("button.human", "转人工")
URGE = Choice("button.urge", "催一下")
RATE = (
    Choice("button.satisfied", "满意"),
    Choice("button.basic", "一般"),
    Choice("button.unsatisfied", "不满意"),
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def promise(talk: Talk, case: Case) -> date:
    """Return the day by which the resident hears: the deadline, or the one a new case starts with."""
    if case.due:
        return case.due
    limits = talk.world.profile.limits
    days = limits.urgent_wd if case.urgency == "urgent" else limits.handle_wd
    received = case.received_at.astimezone(CHINA).date()
    return add_workdays(received, int(days.value), talk.world.profile)


def late(talk: Talk, case: Case) -> bool:
    """Whether that day has passed."""
    return promise(talk, case) < talk.world.today


def day(value: date, today: date) -> dict[str, Field]:
    """Return the fields of a deadline, in both languages."""
    english = f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"
    return {"due": spoken(value, today), "due_en": english}


def unit_name(talk: Talk, case: Case) -> str:
    """Return the name of the unit that has the case, of the desk that hands cases out before."""
    profile = talk.world.profile
    unit = profile.unit(case.unit or "") or profile.unit(profile.triage_unit)
    return unit.name if unit else profile.issuer


def brief(case: Case) -> Reply:
    """Return the state in a few words, fit for a list and for a group."""
    return Reply(f"state.{STANDS[case.status]}")


def awaits_rating(case: Case) -> bool:
    """Whether the resident has been given a result and has not said how it is."""
    return case.status in ("resolved", "public_review", "answered") and case.score is None


def stand(talk: Talk, case: Case) -> Plan[Reply]:
    """Return the sentence that says where the case stands."""
    name = STANDS[case.status]
    fields: dict[str, Field] = {"unit": unit_name(talk, case), "result": case.result.rstrip("。")}
    fields |= day(promise(talk, case), talk.world.today)
    if case.status in ("not_accepted", "referred"):
        fields |= yield from _decision(case)
    return Reply(f"stands.{name}_late" if name in TIMED and late(talk, case) else f"stands.{name}", fields)


def _decision(case: Case) -> Plan[dict[str, Field]]:
    """Why a case was not taken, or whom it went to: what was said to the resident, from its entries."""
    entries = yield from ask(History(f"case:{case.no}"))
    bodies = [e.body for e in entries if isinstance(e.body, Refused | Referred)]
    last = bodies[-1] if bodies else None
    refused = last if isinstance(last, Refused) else Refused("")
    referred = last if isinstance(last, Referred) else Referred("")
    said: dict[str, Field] = {"reason": refused.reason, "route": refused.route}
    return {**said, "to": referred.to, "outside_no": referred.outside_no}


def say_until(talk: Talk, key: str, case: Case, due: date) -> None:
    """Say that the unit has until a day."""
    said = day(due, talk.world.today)
    talk.say(key, HUMAN, no=case.no, unit=unit_name(talk, case), due=said["due"], due_en=said["due_en"])


def choices(case: Case) -> tuple[Choice, ...]:
    """Return what a resident may want to say next about a case."""
    if awaits_rating(case):
        return (*RATE, HUMAN)
    return (HUMAN,) if case.finished else (URGE, HUMAN)
