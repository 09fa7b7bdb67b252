"""Ways out: refer elsewhere, refuse, take back an assignment, merge; and proposals to those who decide."""

import re

from bot.engine import learning
from bot.engine.reply import Reply
from bot.engine.requests import Append, Plan, ask
from bot.engine.staff.job import Job
from bot.engine.staff.labels import unit_label
from bot.engine.staff.notices import tell, tell_triage, tell_unit
from bot.engine.staff.references import find
from storage.case import Case
from storage.entries import Assigned, Cosigned, Merged, Noted, Referred, Refused, Reopened

_TO = re.compile(r"转(?:到|给|交|往)?\s*(12345|.{0,10}?(?:热线|局|委|公安|信访|交警|公司|医院|派出所))")
_THEIRS = re.compile(
    r"管[，,。\s]*(?:这|那)?(?:应该|应当|该)?(?:是|归|属于?)(?P<to>[^，,。\s]{2,12}?)(?:的|管|那边)"
)
_BODY = re.compile(r"(?:局|委|部门|公司|办|所|队)$")
_OUTSIDE_NO = re.compile(r"(?:编号|单号|工单号?|受理号)[:：是\s]*([0-9A-Za-z-]{4,})")
DEFAULT_TO = "12345"


def refer(job: Job) -> Plan[None]:
    """Hand a matter outside culture to somebody else, keeping their number."""
    number = _OUTSIDE_NO.search(job.text)
    body = Referred(_addressee(job.text), number.group(1) if number else "")
    after = yield from ask(Append(job.case.no, body))
    yield from learning.rejected(job.talk, job.case)
    untold = yield from tell(after, "notice.referred", to=body.to)
    job.say("staff.done.refer", to=body.to, untold=untold)


def _addressee(text: str) -> str:
    """Return to whom a matter goes: 转交通局, or 不归我们管，是水务的."""
    if to := _TO.search(text):
        return to[1]
    theirs = _THEIRS.search(text)
    if theirs is None:
        return DEFAULT_TO
    return theirs["to"] if _BODY.search(theirs["to"]) else f"{theirs['to']}部门"


def refuse(job: Job) -> Plan[None]:
    """Not accept a case, with the reason that the resident is told."""
    after = yield from ask(Append(job.case.no, Refused(job.reason)))
    yield from learning.rejected(job.talk, job.case, job.reason)
    untold = yield from tell(after, "notice.refused", reason=job.reason)
    job.say("staff.done.refuse", untold=untold)


def revoke(job: Job) -> Plan[None]:
    """Take a wrong assignment back: the case lies with those who dispatch again, its clock runs on."""
    profile, case = job.talk.world.profile, job.case
    old = unit_label(case.unit, profile)
    due = case.due or job.talk.world.today
    yield from ask(Append(case.no, Assigned(profile.triage_unit, due, f"撤销误派，原派{old}")))
    yield from ask(Append(case.no, Reopened(f"撤销误派，原派{old}")))
    yield from tell_unit(job.talk, case.unit or "", Reply("staff.revoked", {"no": case.no}))
    job.say("staff.done.revoke", unit=old)


def merge(job: Job) -> Plan[None]:
    """Join this case to another; its reporter goes on being told, as one who joined."""
    into = yield from _other(job)
    if into is None or into.finished:
        job.say("staff.merge_finished" if into else "staff.no_such", no=job.others[0])
        return
    after = yield from ask(Append(job.case.no, Merged(into.no)))
    for person in (job.case.reporter, *job.case.cosigners):
        if person:
            yield from ask(Append(into.no, Cosigned(person)))
    untold = yield from tell(after, "notice.merged", into=into.no)
    job.talk.touch(into.no)
    job.say("staff.done.merge", into=into.no, untold=untold)


def _other(job: Job) -> Plan[Case | None]:
    found = yield from find(job.talk, job.post, job.others[0])
    return found.case if found.case and found.case.no != job.case.no else None


def propose(job: Job) -> Plan[None]:
    """Note a wish that others decide on, and put it to them."""
    text = f"{job.me}建议：{job.talk.text}"
    yield from ask(Append(job.case.no, Noted(text)))
    yield from tell_triage(job.talk, Reply("staff.proposal", {"no": job.case.no, "text": text}))
    job.say("staff.proposed")
