"""Adding to a case and setting it right: words are kept, fields follow where they are clear."""

import msgspec

from bot.engine.announce import announce
from bot.engine.form_engine import Behaviour, Taken, begin
from bot.engine.intake_finish import NOTICE_VERSION
from bot.engine.reply import Choice, Field, Reply
from bot.engine.requests import Append, CaseByNo, NoticeShown, Plan, SavePerson, ask
from bot.engine.resident import alerts, correction, progress, reopen, status
from bot.engine.resident.reference import meant
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import RELAPSE
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question
from storage.case import Case
from storage.entries import Changed, ContactChanged, Supplemented

LINES = {"town": "place", "village": "place", "venue": "venue", "topic": "topic", "when": "when"}
"""Changed field -> the line that reads it back."""


def handle(talk: Talk) -> Plan[None]:
    """Add what the message says to the case meant."""
    wish = wish_of(talk, "supplement", **correction.stated(talk))
    found = yield from meant(talk, named=False)
    if found.case:
        yield from add(talk, found.case, wish)
    else:
        status.missing(talk, found, wish, nothing="supplement.none")


def correct(talk: Talk) -> Plan[None]:
    """A no outside any form: with a better value it corrects the case talked of, bare it is asked after."""
    wish = wish_of(talk, "supplement", **correction.stated(talk))
    if len(wish.fields) > 1:
        yield from handle(talk)
    elif talk.state.recent:
        form = talk.world.forms.latest("correction")
        yield from begin(talk, CORRECTION, Frame(form.id, form.version, about=talk.state.recent[0].no))
    else:
        talk.say("correct.nothing", Choice("button.report", "我想反映个事"))


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Anything that names a better value."""
    named = correction.stated(talk).keys() - {"corrects"}
    if not named or talk.read.needs:
        return None
    return msgspec.structs.replace(frame, slots={**frame.slots, question.slot: talk.heard.message.text})


def _put(talk: Talk, _frame: Frame, question: Question, again: bool) -> None:
    """Asked once: whoever goes on to something else has nothing to correct."""
    if again:
        talk.pop()
    else:
        talk.say(question.ask, progress.HUMAN)


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    case = yield from ask(CaseByNo(frame.about or ""))
    if case is not None:
        wish = wish_of(talk, "supplement", **{**correction.stated(talk), "corrects": "yes"})
        yield from add(talk, case, wish)


CORRECTION = Behaviour(take=_take, put=_put, finish=_finish, cancelled="which.cancelled")


def add(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Keep the words, change what they set right, and say so with the number of the case."""
    if case.status in reopen.REOPENABLE and RELAPSE.search(wish.words):
        yield from reopen.again(talk, case, wish)
        return
    talk.touch(case.no)
    yield from ask(Append(case.no, Supplemented(wish.words, wish.attachments)))
    fields = correction.changes(case, wish)
    after = case
    if fields:
        after = yield from ask(Append(case.no, Changed(fields, reason="本人更正")))
    contact = yield from _contact(talk, case, wish)
    yield from _tell_staff(talk, case, after)
    _answer(talk, after, tuple(dict.fromkeys(LINES[n] for n in fields if n in LINES)), contact)


def _contact(talk: Talk, case: Case, wish: Wish) -> Plan[str]:
    """Keep a new telephone or name; returns the masked telephone, empty where it did not change."""
    phone, name = correction.phone(case, wish), correction.name(case, wish)
    if not (phone or name):
        return ""
    anonymous = False if case.anonymous else None
    yield from ask(Append(case.no, ContactChanged(name, phone, anonymous)))
    if not case.proxy and talk.person.id == case.reporter:
        talk.person = yield from ask(SavePerson(talk.person.id, name=name, phone=phone))
    if not talk.person.notice:
        yield from ask(NoticeShown(talk.person.id, NOTICE_VERSION))
        talk.say("intake.notice", private=True)
    return masked(phone or "")


def masked(phone: str) -> str:
    """Return a telephone that shows only its ends."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)


def _tell_staff(talk: Talk, before: Case, after: Case) -> Plan[None]:
    if after.unit or after.finished:
        yield from alerts.to_unit(talk, after, "alert.supplemented")
    elif correction.moved(before, after):
        yield from announce(talk, after)


def _answer(talk: Talk, case: Case, lines: tuple[str, ...], phone: str) -> None:
    read_back = [Reply(f"changed.{line}", _values(case)) for line in lines]
    if phone:
        read_back.append(Reply("changed.phone", {"phone": phone}))
    if case.finished:
        talk.say("supplement.finished", progress.HUMAN, no=case.no, state=progress.brief(case))
    elif read_back and not talk.heard.message.group:
        talk.say("supplement.changed", no=case.no, lines=tuple(read_back), private=True)
    else:
        talk.say("supplement.added", no=case.no)


def _values(case: Case) -> dict[str, Field]:
    return {
        "place": case.place,
        "venue": case.venue or "",
        "topic": case.topic or "",
        "when": case.when or "",
    }
