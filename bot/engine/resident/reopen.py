"""Taking up again what was said to be done: reopened, put right by a day, everybody told."""

from datetime import date

from bot.engine.requests import Append, Plan, ask
from bot.engine.resident import alerts, progress
from bot.engine.resident.wish import Wish
from bot.engine.talk import Talk
from bot.engine.workdays import add_workdays, spoken
from storage.case import Case
from storage.entries import Rectified, Reopened, Supplemented

REOPENABLE = frozenset(("resolved", "public_review", "answered", "closed", "archived"))
"""Statuses in which the resident was told that the matter is done."""
MAX_AUTOMATIC = 2
"""After so many rectifications people decide what happens, not the bot."""


def again(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Take a finished case up again with what is new, and tell the resident by when they hear."""
    talk.touch(case.no)
    if wish.words or wish.attachments:
        yield from ask(Append(case.no, Supplemented(wish.words, wish.attachments)))
    case = yield from ask(Append(case.no, Reopened("反映人说问题又出现了")))
    due = yield from rectify(talk, case, "问题又出现了", "alert.again")
    if due is None:
        talk.say("reopen.looked_at", progress.HUMAN, no=case.no)
        return
    progress.say_until(talk, "reopen.again", case, due)


def rectify(talk: Talk, case: Case, reason: str, alert: str) -> Plan[date | None]:
    """Have the unit put a case right; None where a person has to decide instead.

    The reason is the bot's own neutral words: entries keep the resident's only where they are sealed.
    """
    if case.unit is None or case.rectifications >= MAX_AUTOMATIC:
        yield from alerts.to_supervisors(case, "alert.decide")
        return None
    wd = int(talk.world.profile.limits.rectify_wd.value)
    due = add_workdays(talk.world.today, wd, talk.world.profile)
    case = yield from ask(Append(case.no, Rectified(case.unit, due, reason)))
    said = spoken(due, talk.world.today)
    if (yield from alerts.to_unit(talk, case, alert, due=said)):
        yield from alerts.to_supervisors(case, alert, due=said)
    return due
