"""Pressing for a case: counted, passed on, and after the deadline apologised for."""

from bot.engine.reply import Reply
from bot.engine.requests import Append, Plan, ask
from bot.engine.resident import alerts, progress, reopen, status, which
from bot.engine.resident.reference import meant
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import RELAPSE
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Supplemented, Urged


def handle(talk: Talk) -> Plan[None]:
    """Press for the case meant."""
    found = yield from meant(talk, open_only=not talk.read.case_no, joined=True)
    wish = wish_of(talk, "urge")
    if found.case:
        yield from press(talk, found.case, wish)
    elif found.several or found.foreign:
        status.missing(talk, found, wish)
    else:
        yield from _nothing_open(talk, wish)


def _nothing_open(talk: Talk, wish: Wish) -> Plan[None]:
    """Nothing is open: the last finished case is told of, or the matter is offered to be taken down."""
    found = yield from meant(talk, joined=True)
    if found.case:
        yield from press(talk, found.case, wish)
    else:
        status.missing(talk, found, wish, nothing="urge.none")


def press(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Record the pressing and tell whoever has the case; a finished case is told of instead."""
    if case.status in reopen.REOPENABLE and RELAPSE.search(wish.words):
        yield from reopen.again(talk, case, wish)
        return
    if case.finished:
        yield from status.tell(talk, case, wish)
        return
    yield from record(talk, case, wish)
    if progress.awaits_rating(case):
        yield from status.tell(talk, case, wish)
        return
    _answer(talk, case)


def record(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Count the pressing; the unit is told, after the deadline its supervisors too."""
    talk.touch(case.no)
    overdue = progress.late(talk, case)
    if wish.attachments:
        yield from ask(Append(case.no, Supplemented(wish.words, wish.attachments)))
    case = yield from ask(Append(case.no, Urged(wish.words, overdue=overdue)))
    key = "alert.urged_late" if overdue else "alert.urged"
    told = yield from alerts.to_unit(talk, case, key, count=case.urge_count)
    if told and overdue and case.unit:
        yield from alerts.to_supervisors(case, key, count=case.urge_count)


def _answer(talk: Talk, case: Case) -> None:
    if talk.heard.message.group:
        talk.say("urge.group", no=case.no, state=progress.brief(case))
        return
    overdue = progress.late(talk, case)
    key = "urge.late" if overdue else "urge.noted"
    key = key if case.unit else f"{key}_unassigned"
    count = Reply("urge.count", {"count": case.urge_count + 1}) if case.urge_count else ""
    due = progress.day(progress.promise(talk, case), talk.world.today)
    fields = {
        "no": case.no,
        "label": which.label(case),
        "unit": progress.unit_name(talk, case),
        "count": count,
    }
    talk.say(key, progress.HUMAN, private=True, **fields, **due)
