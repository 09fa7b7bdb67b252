"""Giving a case to somebody and the work until there is a result: assign, help, start, note, extend, urge."""

import re
from datetime import date

from bot.engine.reply import Reply
from bot.engine.requests import Append, History, Plan, ask
from bot.engine.staff.days import staff_day, stated_due, workdays_between
from bot.engine.staff.job import Job
from bot.engine.staff.labels import unit_label
from bot.engine.staff.needs import deadline, reason_of
from bot.engine.staff.notices import tell, tell_handlers, tell_unit
from bot.engine.workdays import answer_by, spoken
from bot.permissions import accused, desk_of
from storage.case import Case
from storage.entries import Assigned, Extended, HelperAdded, Noted, Started, Urged

_OPEN_NOTE = re.compile(
    r"^(?:进展|告诉(?:反映人|群众)|告知(?:反映人|群众)"
    r"|(?:跟|和|告诉|通知)(?:他|她|反映人|群众|人家|来电人|老乡|对方)(?:们)?(?:说|讲)?(?:一声|一下)?)[:：,，\s]*"
)


def assign(job: Job) -> Plan[None]:
    """Give the case to a unit; its clock starts today, and the resident is told who and until when."""
    assert job.target is not None
    profile, case, world = job.talk.world.profile, job.case, job.talk.world
    if accused(job.target.unit, case, profile):
        job.say("staff.recused", unit=job.target.name)
        return
    due = stated_due(job.text, world.today, world) or answer_by(world.today, case.urgency, profile)
    after = yield from ask(Append(case.no, Assigned(job.target.unit, due, reason_of(job.text))))
    name = unit_label(job.target.unit, profile)
    untold = yield from tell(after, "notice.assigned", unit=name, due=spoken(due, world.today))
    holders = yield from tell_handlers(job.talk, after, "staff.assigned_to_you", due=staff_day(due))
    absent: Reply | str = "" if holders else Reply("staff.nobody_there", {"unit": name})
    job.say("staff.done.assign", unit=name, due=staff_day(due), untold=untold, absent=absent)


def helper(job: Job) -> Plan[None]:
    """Let another unit or grid help; the main handler stays."""
    assert job.target is not None
    target, case = job.target, job.case
    if target.key in (case.unit, *case.helpers):
        job.say("staff.helps_already", unit=target.name)
        return
    if accused(target.unit, case, job.talk.world.profile):
        job.say("staff.recused", unit=target.name)
        return
    grid = target.key.startswith("grid:")
    body = HelperAdded(staff=target.key) if grid else HelperAdded(unit=target.key)
    after = yield from ask(Append(case.no, body))
    told = Reply("staff.help_wanted", {"no": case.no, "place": after.place, "unit": _handler(job, after)})
    yield from tell_unit(job.talk, target.key, told)
    job.say("staff.done.helper", helper=target.name, unit=_handler(job, after))


def _handler(job: Job, case: Case) -> str:
    return unit_label(case.unit, job.talk.world.profile) or "（还没派单）"


def start(job: Job) -> Plan[None]:
    """Sign for a case and take the work up."""
    after = yield from ask(Append(job.case.no, Started()))
    job.say("staff.done.start", due=staff_day(after.due) if after.due else "（未定）")


def note(job: Job) -> Plan[None]:
    """Write a note; what is marked as progress is for the resident too."""
    opened = _OPEN_NOTE.match(job.text) is not None
    text = _OPEN_NOTE.sub("", job.text)
    after = yield from ask(Append(job.case.no, Noted(text, not opened, job.talk.heard.message.attachments)))
    if opened:
        untold = yield from tell(after, "notice.progress", text=text)
        job.say("staff.done.progress", untold=untold)
    else:
        job.say("staff.done.note")


def extend(job: Job) -> Plan[None]:
    """Move the deadline, within the limit, once, before it has passed; the resident is told why."""
    assert job.due is not None
    world, case, due = job.talk.world, job.case, job.due
    refused = yield from _may_not_extend(job, due)
    if refused:
        most = int(world.profile.limits.extend_wd_max.value)
        job.say(refused, most=most, due=staff_day(case.due or world.today))
        return
    after = yield from ask(Append(case.no, Extended(due, job.reason)))
    untold = yield from tell(after, "notice.extended", due=spoken(due, world.today), reason=job.reason)
    job.say("staff.done.extend", due=staff_day(due), untold=untold)


def _may_not_extend(job: Job, due: date) -> Plan[str]:
    """Return what stands against it: the limit for all; the deadline and a second time for handlers."""
    world = job.talk.world
    if workdays_between(deadline(job), due, world) > world.profile.limits.extend_wd_max.value:
        return "staff.extend_too_long"
    if desk_of(job.post, world.profile) in ("triage", "supervisor"):
        return ""
    if job.case.due and job.case.due < world.today:
        return "staff.extend_too_late"
    history = yield from ask(History(f"case:{job.case.no}"))
    return "staff.extended_before" if any(isinstance(x.body, Extended) for x in history) else ""


def urge(job: Job) -> Plan[None]:
    """Press the handler, for a resident who rang again."""
    overdue = job.case.due is not None and job.case.due < job.talk.world.today
    after = yield from ask(Append(job.case.no, Urged(job.text, overdue)))
    yield from tell_handlers(job.talk, after, "staff.urged", count=after.urge_count)
    job.say("staff.done.urge", count=after.urge_count)


def supervise(job: Job) -> Plan[None]:
    """Put a case under supervision: a note that the handler is told of."""
    after = yield from ask(Append(job.case.no, Noted(job.text)))
    yield from tell_handlers(job.talk, after, "staff.supervised", text=job.text)
    job.say("staff.done.supervise", unit=_handler(job, after))


def suggest(job: Job) -> Plan[None]:
    """Say which unit the routing table names."""
    name = unit_label(job.case.suggested_unit, job.talk.world.profile) or "（没有建议）"
    job.say("staff.suggested", unit=name)
    yield from ()
