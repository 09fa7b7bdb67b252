"""Setting the labels of a case right: type, category, urgency, and what the rules of the locality derive from them.

The correction is one entry. The unit that the routing table names follows it; a unit that already has the
case keeps it until somebody gives it away. Where a unit is at work, its deadline follows the urgency.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.engine import learning
from bot.engine.announce import announce
from bot.engine.reply import Field, Reply
from bot.engine.requests import Append, Plan, ask
from bot.engine.routing import suggest
from bot.engine.staff.days import staff_day
from bot.engine.staff.job import Job
from bot.engine.staff.labels import unit_label
from bot.engine.staff.list_words import WORKING
from bot.engine.staff.notices import tell, tell_handlers
from bot.engine.staff.relabel_words import reason_in
from bot.engine.state import Draft
from bot.engine.talk import CHINA, World
from bot.engine.workdays import answer_by, spoken
from storage.case import Case
from storage.entries import Changed, Entry, Opened
from storage.labels import LABEL_NAMES, NEED_LABELS

_RUNNING = frozenset(WORKING) - {"rectifying"}
"""Statuses in which the deadline is the one of the first handling; rectification has a limit of its own."""


def relabel(job: Job) -> Plan[None]:
    """Correct the labels; those concerned are told where the deadline moves or the case becomes urgent."""
    case, world = job.case, job.talk.world
    new = {name: code for name, code in job.labels.items() if getattr(case, name) != code}
    if not new:
        job.say("staff.relabel_same", labels=_named(job.labels))
        return
    due = _due(case, new.get("urgency", case.urgency), world)
    unit = suggest(world.profile, _draft(case, new))
    routed = {"suggested_unit": unit} if unit != case.suggested_unit else {}
    after = yield from ask(Append(case.no, Changed({**new, **routed}, reason_in(job.text), due)))
    yield from learning.relabelled_case(job.talk, case, after)
    changes = _old_and_new(labels_of(case), new)
    if new.get("urgency") == "urgent":
        yield from announce(job.talk, after, raised=True)
    if case.unit and case.status in WORKING:
        yield from tell_handlers(job.talk, after, "staff.relabelled", changes=changes, due=_until(after.due))
    untold: Field = ""
    if due is not None:
        untold = yield from tell(after, "notice.due_moved", due=spoken(due, world.today))
    moved = Reply("staff.relabel_due", {"due": staff_day(due)}) if due else ""
    routing = _routing(job, unit) if routed else ""
    job.say("staff.done.relabel", changes=changes, due=moved, unit=routing, untold=untold)


def changes_of(entries: Iterable[Entry]) -> dict[int, str]:
    """Return version of an entry -> the labels that it changed, old and new in words."""
    known: dict[str, Any] = {}
    found: dict[int, str] = {}
    for entry in entries:
        if isinstance(entry.body, Opened):
            known = labels_of(entry.body)
        elif isinstance(entry.body, Changed):
            new = {name: code for name, code in entry.body.fields.items() if name in LABEL_NAMES}
            found[entry.version] = _old_and_new(known, new)
            known = {**known, **new}
    return found


def labels_of(of: Case | Opened) -> dict[str, str]:
    """Return the labels of a case by name."""
    return {name: getattr(of, name) for name in LABEL_NAMES}


def _old_and_new(old: Mapping[str, str], new: Mapping[str, Any]) -> str:
    return "，".join(
        f"{LABEL_NAMES[name]}{NEED_LABELS[name].get(old.get(name, ''), '')}→{NEED_LABELS[name].get(code, '')}"
        for name, code in new.items()
    )


def _named(labels: Mapping[str, str]) -> str:
    return "、".join(NEED_LABELS[name][code] for name, code in labels.items())


def _draft(case: Case, new: Mapping[str, str]) -> Draft:
    """The case as it would be opened with these labels, for the routing table."""
    return Draft(
        words=(case.words,), summary=case.summary, kind=new.get("kind", case.kind),
        category=new.get("category", case.category), urgency=new.get("urgency", case.urgency), town=case.town,
        village=case.village, venue=case.venue, topic=case.topic,
    )  # fmt: skip


def _due(case: Case, urgency: str, world: World) -> date | None:
    """Return the new deadline, None where it stays.

    What has become urgent is urgent from today on. What is urgent no more has as long as it would have
    had from the day it was given to the unit; a later day that was agreed on stays.
    """
    if case.due is None or case.assigned_at is None or case.status not in _RUNNING:
        return None
    if (urgency == "urgent") == (case.urgency == "urgent"):
        return None
    if urgency == "urgent":
        due = min(case.due, answer_by(world.today, urgency, world.profile))
    else:
        given = case.assigned_at.astimezone(CHINA).date()
        due = max(case.due, answer_by(given, urgency, world.profile))
    return due if due != case.due else None


def _until(due: date | None) -> Field:
    return Reply("staff.due", {"due": staff_day(due)}) if due else ""


def _routing(job: Job, unit: str) -> Reply | str:
    """Say whom the routing table names now, unless that is who has the case."""
    if unit == job.case.unit:
        return ""
    name = unit_label(unit, job.talk.world.profile)
    return Reply("staff.relabel_unit", {"unit": name, "short": job.case.short})
