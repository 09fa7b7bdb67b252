"""The whole record behind a case that holds only its own part of it: for those who may see every case of it."""

import re

from bot.engine.requests import CaseByNo, History, Plan, ask
from bot.engine.staff.job import Job
from bot.engine.staff.masking import scrub
from bot.permissions import may
from storage.entries import CallKept

WHOLE = re.compile(r"(?:整段|整通|整个|完整的?|全部)(?:来电|通话|话务|电话)?的?(?:记录|录音文字|原话|内容)")


def whole(job: Job) -> Plan[None]:
    """Show the record with telephones masked; refuse where one of its cases is hidden from this post."""
    entries = yield from ask(History(f"call:{job.case.parent or job.case.no}"))
    kept = [entry.body for entry in entries if isinstance(entry.body, CallKept)]
    if not kept:
        job.say("operator.record_none")
        return
    profile = job.talk.world.profile
    for no in (number for body in kept for number in body.cases):
        case = yield from ask(CaseByNo(no))
        if case is None or may(job.post, "show", case, profile) != "yes":
            job.say("operator.record_closed")
            return
    words = "\n".join(body.record for body in kept if body.record)
    job.talk.say("operator.record", no=job.case.no, words=scrub(words, job.case), private=True)
