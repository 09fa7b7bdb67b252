"""The one gate to every deed on a case: permission, status, what is missing, then the deed."""

from collections.abc import Callable

from bot.engine.reply import Field, Reply
from bot.engine.requests import Plan
from bot.engine.staff import guard, moves, photos, relabel, results, settle, show, voting
from bot.engine.staff.job import Job
from bot.engine.staff.list_words import WORKING
from bot.engine.staff.needs import READERS
from bot.engine.staff.transitions import MOVES, TRANSITIONS, possible, same_deed
from bot.permissions import Action, desk_of, grant, may
from storage.status import NAMES

Handler = Callable[[Job], Plan[None]]
HANDLERS: dict[Action, Handler] = {
    "show": show.show, "show_contact": guard.show_contact, "show_photos": photos.show_photos,
    "access_log": show.access_log,
    "assign": moves.assign, "helper": moves.helper, "start": moves.start, "note": moves.note,
    "extend": moves.extend, "urge": moves.urge, "supervise": moves.supervise, "suggest": moves.suggest,
    "answer": results.answer, "resolve": results.resolve, "rectify": results.rectify,
    "rectify_result": results.resolve, "return_visit": results.return_visit, "close": results.close,
    "refer": settle.refer, "refuse": settle.refuse, "revoke": settle.revoke, "merge": settle.merge,
    "relabel": relabel.relabel, "vote": voting.vote,
}  # fmt: skip
"""Deeds on a case; none is called before ``permissions.may`` has said yes."""
WHY_NOT: dict[tuple[str, Action], str] = {
    ("rectifying", "close"): "staff.close_rectifying",
    ("closed", "close"): "staff.closed_already",
    ("closed", "return_visit"): "staff.closed_already",
    ("in_progress", "start"): "staff.started_already",
}
"""Status and deed with words of their own; the rest is said in general."""


def do(job: Job) -> Plan[None]:
    """Do a piece of work, or say plainly why not."""
    job.action = same_deed(job.case.status, job.action)
    if job.action == "return_visit" and job.case.status in WORKING and results.unreached(job.text):
        job.action = "note"
    verdict = may(job.post, job.action, job.case, job.talk.world.profile)
    job.talk.touch(job.case.no)
    if verdict == "no":
        yield from _forbidden(job)
    elif job.action in MOVES and (job.case.status, job.action) not in TRANSITIONS:
        _impossible(job)
    elif (missing := _missing(job)) is not None:
        job.want(missing)
    elif verdict == "propose":
        yield from settle.propose(job)
    else:
        yield from HANDLERS[job.action](job)


def unclear(job: Job) -> None:
    """Say what can be done to a case that was named with words that are no command."""
    job.talk.touch(job.case.no)
    lines = _open_to(job)
    job.say("staff.unclear" if lines else "staff.unclear_here", status=NAMES[job.case.status], lines=lines)


def _forbidden(job: Job) -> Plan[None]:
    """Whoever may list all cases sees a foreign one in brief, others only whose it is."""
    if job.action != "show":
        yield from guard.refused(job)
    elif grant(desk_of(job.post, job.talk.world.profile), "list") == "all":
        show.brief(job)
    else:
        show.elsewhere(job)


def _missing(job: Job) -> str | None:
    needs = TRANSITIONS.get((job.case.status, job.action), ())
    return next((need for need in needs if not READERS[need](job)), None)


def _impossible(job: Job) -> None:
    key = WHY_NOT.get((job.case.status, job.action), "staff.impossible")
    what = Reply(f"staff.can.{job.action}")
    job.say(key, status=NAMES[job.case.status], what=what, lines=_open_to(job))


def _open_to(job: Job) -> tuple[Reply, ...]:
    """Return what this post can do to the case as it stands, three to a line."""
    profile = job.talk.world.profile
    now = [a for a in possible(job.case.status) if may(job.post, a, job.case, profile) != "no"]
    names: list[Field] = [Reply(f"staff.can.{action}") for action in now]
    rows: list[list[Field]] = [[*names[at : at + 3], "", ""] for at in range(0, len(names), 3)]
    return tuple(Reply("staff.can.row", {"one": r[0], "two": r[1], "three": r[2]}) for r in rows)
