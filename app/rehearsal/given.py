"""Cases that a scenario finds in the ledger: opened and moved to their status by real entries."""

from datetime import date, datetime, time, timedelta

from app.rehearsal.scenario import Given
from app.rehearsal.stage import Stage
from bot.engine.talk import CHINA
from storage import entries as e
from storage.case import Case
from storage.status import NAMES
from storage.tx import Tx

STEPS: dict[str, tuple[str, ...]] = {
    "received": (), "assigned": ("assign",), "in_progress": ("assign", "start"),
    "resolved": ("assign", "start", "resolve"), "rectifying": ("assign", "start", "resolve", "rectify"),
    "closed": ("assign", "start", "resolve", "rate", "close"), "withdrawn": ("withdraw",), "answered": ("answer",),
}  # fmt: skip
"""The entries that lead to a status."""
MEANT = {
    "registered": "received", "open": "received", "new": "received", "dispatched": "assigned",
    "handling": "in_progress", "in_handling": "in_progress", "handled": "resolved", "done": "resolved",
    "rectification": "rectifying", "struck_off": "closed", "archived": "closed", "replied": "answered",
}  # fmt: skip
"""Statuses named by meaning in scripts of other hands."""


def status_of(name: str) -> str:
    """Return the status of the ledger that a script means; KeyError for one that nothing leads to."""
    plain = name.strip().lower().replace(" ", "_").replace("-", "_")
    chinese = {title: status for status, title in NAMES.items()}
    found = chinese.get(name, MEANT.get(plain, plain))
    if found not in STEPS:
        raise KeyError(f"status {name!r}; possible: {', '.join(STEPS)}")
    return found


async def place(stage: Stage, given: Given) -> Case:
    """Put one case into the ledger, received on its own day."""
    back = stage.clock()
    stage.clock.set(_received(given, back))
    person = await stage.person(given.reporter)
    body = _opened(stage, given)
    case = await stage.store.run(
        lambda tx: tx.ledger.open(body, actor=f"person:{person.id}", person=person.id, no=given.no)
    )
    case = await stage.store.run(lambda tx: _move(tx, stage, case, given))
    stage.clock.set(back)
    return case


def _received(given: Given, now: datetime) -> datetime:
    if given.no:
        day = datetime.strptime(given.no[2:10], "%Y%m%d").date()  # noqa: DTZ007 - a day, not a time
        return datetime.combine(day, time(9), CHINA)
    if isinstance(given.received, datetime):
        return given.received
    if isinstance(given.received, date):
        return datetime.combine(given.received, time(9), CHINA)
    return now - timedelta(days=3)


def _opened(stage: Stage, given: Given) -> e.Opened:
    town = next((t.name for t in stage.profile.towns if given.place.startswith((t.name, *t.aliases))), None)
    words = given.words or given.summary or f"{given.place}{given.venue or ''}{given.topic or ''}"
    return e.Opened(
        profile=stage.profile.id, source="chat", channel=stage.channel, words=words, kind=given.kind,
        category=given.category, urgency=given.urgency, town=town,
        village=given.place.removeprefix(town or "") or None, venue=given.venue, topic=given.topic,
        summary=given.summary or words, contact_name=given.contact_name, contact_phone=given.contact_phone,
    )  # fmt: skip


def _move(tx: Tx, stage: Stage, case: Case, given: Given) -> Case:
    units = {name: u.id for u in stage.profile.units for name in (u.id, u.name, *u.aliases)}
    unit = units.get(given.unit or "", given.unit or stage.profile.triage_unit)
    due = given.due or (case.received_at + timedelta(days=7)).date()
    bodies: dict[str, e.AnyBody] = {
        "assign": e.Assigned(unit, due),
        "start": e.Started(),
        "resolve": e.Resolved(given.result or "已办好"),
        "rectify": e.Rectified(unit, due),
        "rate": e.Evaluated("satisfied"),
        "close": e.Closed(),
        "withdraw": e.Withdrawn(),
        "answer": e.Answered(given.result or "已答复"),
    }
    for step in STEPS[status_of(given.status)]:
        case = tx.ledger.append(case.no, bodies[step], actor="system")
    return case
