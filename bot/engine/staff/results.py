"""Results and what follows: answer, resolve, rectify, return visit, strike off."""

import re

from bot.engine.requests import Append, History, Plan, ask
from bot.engine.staff.days import staff_day, stated_due
from bot.engine.staff.job import Job
from bot.engine.staff.labels import unit_label
from bot.engine.staff.notices import ratings, tell, tell_handlers
from bot.engine.workdays import add_workdays, spoken
from storage.case import SATISFIED, Case
from storage.entries import Answered, Closed, Rectified, Resolved, Visited

ANSWERABLE = frozenset(("inquiry", "suggestion", "praise"))
"""Kinds that an answer settles; the others need a result that the resident rates."""
_UNREACHED = re.compile(r"没人接|没接|无人接|不通|联系不上|没联系上|联系不到|停机|空号|关机|拒接|找不到")
_UNHAPPY = re.compile(r"不满意|没解决|未解决|没修好|没办好|没人来|不认可|还是坏|又坏")
_CLOSES_TOO = re.compile(r"(?<!不)(?<!不同意)销号")


def unreached(text: str) -> bool:
    """Whether the words say that the resident could not be reached."""
    return _UNREACHED.search(text) is not None


def answer(job: Job) -> Plan[None]:
    """Answer an inquiry; the resident gets the words."""
    if job.case.kind not in ANSWERABLE:
        job.say("staff.answer_needs_result")
        return
    after = yield from ask(Append(job.case.no, Answered(job.text)))
    untold = yield from tell(after, "notice.answered", text=job.text)
    job.say("staff.done.answer", untold=untold)


def resolve(job: Job) -> Plan[None]:
    """Hand in a result, first or after rectification; the resident is asked to rate it."""
    again = job.action == "rectify_result"
    body = Resolved(job.text, job.talk.heard.message.attachments)
    after = yield from ask(Append(job.case.no, body))
    key = "notice.resolved_again" if again else "notice.resolved"
    untold = yield from tell(after, key, *ratings(after), text=job.text)
    job.say(f"staff.done.{job.action}", untold=untold)


def rectify(job: Job) -> Plan[None]:
    """Send a result back to be done again, with a new deadline."""
    after = yield from _rectify(job, job.text)
    due = after.due or job.talk.world.today
    untold = yield from tell(after, "notice.reopened", due=spoken(due, job.talk.world.today))
    job.say("staff.done.rectify", unit=_unit(job, after), due=staff_day(due), untold=untold)


def _rectify(job: Job, reason: str) -> Plan[Case]:
    world = job.talk.world
    usual = add_workdays(world.today, int(world.profile.limits.rectify_wd.value), world.profile)
    due = stated_due(reason, world.today, world) or usual
    after = yield from ask(Append(job.case.no, Rectified(job.case.unit, due, reason)))
    yield from tell_handlers(job.talk, after, "staff.rectify_wanted", due=staff_day(due), text=reason)
    return after


def _unit(job: Job, case: Case) -> str:
    return unit_label(case.unit, job.talk.world.profile)


def return_visit(job: Job) -> Plan[None]:
    """Record a return visit; a dissatisfied resident sends the case back, 销号 may follow at once."""
    reached = not unreached(job.text)
    job.case = yield from ask(Append(job.case.no, Visited(reached, job.text)))
    if reached and _UNHAPPY.search(job.text):
        after = yield from _rectify(job, job.text)
        due = after.due or job.talk.world.today
        job.say("staff.done.visit_unhappy", unit=_unit(job, after), due=staff_day(due))
    elif _CLOSES_TOO.search(job.text):
        yield from close(job)
    else:
        job.say("staff.done.visit" if reached else "staff.done.visit_missed")


def close(job: Job) -> Plan[None]:
    """Strike a case off: rated satisfied, or visited without a rating; by somebody else than the handler."""
    obstacle = yield from _obstacle(job)
    if obstacle:
        job.say(obstacle)
        return
    rated = job.case.score is not None
    after = yield from ask(Append(job.case.no, Closed("" if rated else "未评价，已回访")))
    untold = yield from tell(after, "notice.closed")
    job.say("staff.done.close" if rated else "staff.done.close_unrated", untold=untold)


def _obstacle(job: Job) -> Plan[str]:
    """Return the wording key of what stands against striking off; empty for nothing."""
    case = job.case
    if case.score is not None and case.score not in SATISFIED:
        return "staff.close_unsatisfied"
    if case.score is None and not case.visited:
        return "staff.close_unrated"
    history = yield from ask(History(f"case:{case.no}"))
    results = [entry.actor for entry in history if isinstance(entry.body, Resolved)]
    own = bool(results) and results[-1] == f"person:{job.talk.person.id}"
    return "staff.close_own" if own else ""
