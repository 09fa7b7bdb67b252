"""What a deed needs besides its case, read out of the text: one reader a need, False where it is missing."""

import re
from collections.abc import Callable
from datetime import date

from bot.engine.staff.days import stated_due
from bot.engine.staff.job import Job
from bot.engine.staff.labels import find_target
from bot.engine.staff.relabel_words import labels_in
from bot.engine.staff.vote_words import asks_only, motion

_NAMED = re.compile(r"(?:理由|原因|因为|依据|由于)[:：是]?\s*(.+)$", re.DOTALL)
_BEHIND = re.compile(r"[,，:：。；;]\s*(.{2,})$", re.DOTALL)
_AFTER_DAYS = re.compile(r"(?:工作日|天|周|星期|日|号)\s+(.{2,})$", re.DOTALL)
_DONE = re.compile(
    r"^(?:[了已经都好行，,。.！!\s]|完成|解决|处理|办好|办结|结果|材料|没问题|完毕|全部|修好|换好|整改)*$"
)
_VISIT = re.compile(r"^(?:[已经电话我刚才今天昨过了，,。.\s]|回访)*(?:销号)?[。！!]*$")


def reason_of(text: str) -> str:
    """Return the reason that a text gives: named as one, else what stands behind the first pause."""
    match = _NAMED.search(text) or _BEHIND.search(text) or _AFTER_DAYS.search(text)
    return match.group(1).strip() if match else ""


def _unit(job: Job) -> bool:
    job.target = find_target(job.text, job.talk.world.profile, job.case)
    return job.target is not None


def _days(job: Job) -> bool:
    start = deadline(job)
    job.due = stated_due(job.text, start, job.talk.world)
    return job.due is not None and job.due > start


def deadline(job: Job) -> date:
    """Return the day from which an extension counts: the deadline, today where that has passed."""
    return max(job.case.due or job.talk.world.today, job.talk.world.today)


def _reason(job: Job) -> bool:
    job.reason = reason_of(job.text)
    return bool(job.reason)


def _result(job: Job) -> bool:
    """Something must be said of what was done; 办好了 alone is no result."""
    return len(job.text) >= 4 and _DONE.match(job.text) is None


def _label(job: Job) -> bool:
    job.labels = labels_in(job.text)
    return bool(job.labels)


READERS: dict[str, Callable[[Job], bool]] = {
    "unit": _unit,
    "days": _days,
    "reason": _reason,
    "text": lambda job: len(job.text) >= 2,
    "answer": lambda job: len(job.text) >= 4,
    "result": _result,
    "visit": lambda job: _VISIT.match(job.text) is None,
    "into": lambda job: bool(job.others),
    "label": _label,
    "options": lambda job: motion(job.text) is not None or asks_only(job.text),
}
JOINS = {"reason": "，理由：", "days": "", "unit": " ", "visit": "，", "label": "，", "options": "："}
"""How an answer is joined to the command it completes; other needs are answered by the answer alone."""
