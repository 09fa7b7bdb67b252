"""Rating a result: the score is kept, a bad one with its reason goes back to be put right."""

import msgspec

from bot.engine import answers
from bot.engine.form_engine import Behaviour, Taken, begin
from bot.engine.requests import Append, CaseByNo, Plan, ask
from bot.engine.resident import attended, progress, reopen, status, urge, which
from bot.engine.resident.rating import DISSATISFIED, explicit, gives_reason, leads, score_of
from bot.engine.resident.reference import Meant, about, meant, names_things, own_cases, query_code
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import plain
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question
from storage.case import Case
from storage.entries import Evaluated, Noted

RATEABLE = frozenset(("resolved", "public_review", "answered", "rectifying", "closed", "archived"))
"""Statuses in which there is a result to rate, also once more."""
BARE_UP_TO = 12
SURE = 0.7
ONE_WORD = 2
RATING_MOODS = frozenset(("evaluate", "affirm", "deny", "thanks", "submit_need", "supplement", "cosign"))
DIGRESSIONS = frozenset(
    (
        "ask_faq",
        "human",
        "help",
        "check_points",
        "redeem_points",
        "delete_data",
        "check_status",
        "unsubscribe",
        "withdraw",
    )
)


def handle(talk: Talk) -> Plan[None]:
    """Rate the case that awaits it; an attended activity becomes a case of its own."""
    score = score_of(plain(talk), waited=True)
    wish = wish_of(talk, "evaluate", score=score or "")
    if talk.read.case_no or query_code(talk):
        yield from _rate(talk, (yield from meant(talk)), wish)
        return
    waiting = yield from _waiting(talk)
    fitting = [c for c in waiting if about(c, talk)]
    if not fitting and (attended.meant(talk) or (names_things(talk) and score)):
        yield from attended.register(talk, score)
        return
    found = fitting or waiting
    yield from _rate(talk, Meant(found[0]) if len(found) == 1 else Meant(several=tuple(found)), wish)


def bare(talk: Talk) -> Plan[bool]:
    """A bare 满意, 5, 行 or thumb rates the one case that awaits it; anything else passes."""
    score = _bare_score(talk)
    if score is None:
        return False
    waiting = [c for c in (yield from own_cases(talk)) if progress.awaits_rating(c)]
    if not waiting and len(talk.text) <= ONE_WORD:
        waiting = yield from _just_rated(talk)
    if len(waiting) != 1 or (names_things(talk) and not about(waiting[0], talk)):
        return False
    yield from rate(talk, waiting[0], wish_of(talk, "evaluate", score=score))
    return True


def _just_rated(talk: Talk) -> Plan[list[Case]]:
    """The case rated a moment ago: a digit said twice is not a new matter."""
    last = talk.state.recent[0].no if talk.state.recent else ""
    case = yield from ask(CaseByNo(last))
    return [case] if case and case.score and case.reporter == talk.person.id else []


def _bare_score(talk: Talk) -> str | None:
    text = plain(talk)
    if talk.state.top is not None or talk.read.case_no:
        return None
    if talk.read.intent not in RATING_MOODS and talk.read.confidence > SURE:
        return None
    if talk.read.intent == "submit_need" and not explicit(text):
        return None
    return score_of(text, waited=True) if len(text) <= BARE_UP_TO or leads(text) else None


def _waiting(talk: Talk) -> Plan[list[Case]]:
    """Cases that await a rating; where none does, the newest that has been rated before."""
    own = yield from own_cases(talk)
    waiting = [c for c in own if progress.awaits_rating(c)]
    return waiting or [c for c in own if c.status in RATEABLE][:1]


def _rate(talk: Talk, found: Meant, wish: Wish) -> Plan[None]:
    if found.case:
        yield from rate(talk, found.case, wish)
    elif found.several:
        which.offer(talk, found.several, wish)
    elif found.foreign:
        status.missing(talk, found, wish)
    else:
        talk.say("evaluate.none", status.REPORT, progress.HUMAN)


def rate(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Take a score for a case; without one, or with a bad one, ask on."""
    if case.status not in RATEABLE:
        stand = yield from progress.stand(talk, case)
        talk.say("evaluate.early", *progress.choices(case), no=case.no, stand=stand)
        return
    talk.touch(case.no)
    score = wish.fields.get("score")
    if score in DISSATISFIED and case.status == "rectifying":
        yield from urge.press(talk, case, wish)
        return
    if score and score == case.score and not progress.awaits_rating(case):
        talk.say("evaluate.already", no=case.no)
        return
    yield from _open_form(talk, case, wish)


def _open_form(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    score = wish.fields.get("score")
    slots = {"no": case.no, "score": score} if score else {"no": case.no}
    if score in DISSATISFIED and gives_reason(wish.words):
        slots["reason"] = wish.words
    elif score in DISSATISFIED:
        yield from ask(Append(case.no, Noted("反映人回了“不满意”，正在问原因")))
    form = talk.world.forms.latest("evaluation")
    yield from begin(talk, EVALUATION, Frame(form.id, form.version, slots, about=case.no))


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:
    if question.slot == "score":
        score = score_of(plain(talk), waited=True)
        return _filled(frame, score=score) if score else None
    if talk.read.intent in ("skip", "cancel"):
        return _filled(frame, reason="-")
    score = score_of(plain(talk)) if talk.read.intent == "evaluate" else None
    if score and score not in DISSATISFIED and len(talk.text) <= BARE_UP_TO:
        return _filled(frame, score=score, reason="-")
    if talk.read.intent in DIGRESSIONS and talk.read.confidence > 0.5:
        return None
    return _filled(frame, reason=talk.heard.message.text) if talk.text else None


def _filled(frame: Frame, **slots: str) -> Frame:
    return msgspec.structs.replace(frame, slots={**frame.slots, **slots})


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    case = yield from ask(CaseByNo(frame.slots["no"]))
    if case is None:
        return
    talk.touch(case.no)
    score, reason = frame.slots["score"], frame.slots.get("reason", "-")
    case = yield from ask(Append(case.no, Evaluated(score, "" if reason == "-" else reason)))
    if score in DISSATISFIED:
        yield from _put_right(talk, case)
    else:
        talk.say(f"evaluate.thanks_{score}", no=case.no)


def _put_right(talk: Talk, case: Case) -> Plan[None]:
    due = yield from reopen.rectify(talk, case, "群众评价不满意", "alert.rectify")
    if due is None:
        talk.say("evaluate.to_supervisor", progress.HUMAN, no=case.no)
        return
    progress.say_until(talk, "evaluate.put_right", case, due)


EVALUATION = Behaviour(take=_take, put=answers.put, finish=_finish, cancelled=None)
