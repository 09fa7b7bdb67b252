"""Taking a case back: asked once for the reason, then done at once; pressure goes to a supervisor alone."""

import msgspec

from bot.engine import answers
from bot.engine.form_engine import Behaviour, Taken, begin
from bot.engine.reply import Reply
from bot.engine.requests import Append, CaseByNo, NotifyPosts, OpenTask, Plan, ask
from bot.engine.resident import alerts, progress, status
from bot.engine.resident.reference import meant, names_things
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import plain
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question
from storage.case import Case
from storage.entries import Supplemented, TaskOpened, Withdrawn

KEEP, PRESSED, OTHER = "keep", "pressed", "other"
DIGRESSIONS = frozenset(("ask_faq", "human", "help", "check_points", "redeem_points", "check_status"))
MAX_REASON = 60


def handle(talk: Talk) -> Plan[None]:
    """Take back the case meant, among those still open."""
    found = yield from meant(talk, open_only=not talk.read.case_no, joined=True)
    wish = wish_of(talk, "withdraw")
    if found.case:
        yield from take_back(talk, found.case, wish)
    else:
        status.missing(talk, found, wish, nothing="withdraw.none")


def take_back(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """Ask for the reason unless it was said; what is over already is only told of."""
    if case.finished:
        yield from status.tell(talk, case, wish)
        return
    form = talk.world.forms.latest("withdrawal")
    question = form.question("reason")
    said = answers.option_of(plain(talk), question.options) if len(wish.words) > 4 else None
    slots = {"words": wish.words, "no": case.no}
    if said and said.code != KEEP:
        slots["reason"] = said.code
    yield from begin(talk, WITHDRAWAL, Frame(form.id, form.version, slots, about=case.no))


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """One of the reasons, no reason, or any words of one's own."""
    text, read = plain(talk), talk.read
    option = answers.option_of(text, question.options)
    code = option.code if option else OTHER
    if read.intent == "withdraw" and (names_things(talk) or read.case_no):
        return None
    if option is None and read.intent in ("skip", "cancel", "withdraw", "affirm"):
        return _with(frame, question, "-", "")
    if option is None and (read.intent in DIGRESSIONS or not 2 <= len(text) <= MAX_REASON):
        return None
    return _with(frame, question, code, talk.heard.message.text)


def _with(frame: Frame, question: Question, code: str, words: str) -> Frame:
    return msgspec.structs.replace(frame, slots={**frame.slots, question.slot: code, "reason_words": words})


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    case = yield from ask(CaseByNo(frame.slots["no"]))
    if case is None or case.finished:
        talk.say("withdraw.none", progress.HUMAN)
        return
    talk.touch(case.no)
    if frame.slots["reason"] == KEEP:
        talk.say("withdraw.kept", no=case.no)
        return
    if frame.slots["reason"] == PRESSED:
        yield from _report_pressure(talk, frame, case)
    others = case.headcount - 1 if case.cosigners else 0
    if others:
        yield from ask(Append(case.no, Supplemented(f"有人撤回自己的一份，原话：{_open_words(frame)}")))
        talk.say("withdraw.others", no=case.no, others=others, pressed=_pressed(frame))
        return
    yield from ask(Append(case.no, Withdrawn(_open_words(frame))))
    if case.unit:
        yield from alerts.to_unit(talk, case, "alert.withdrawn")
    talk.say("withdraw.done", progress.HUMAN, no=case.no, pressed=_pressed(frame))


def _open_words(frame: Frame) -> str:
    """The reason as it may stand in the case, where the unit reads it: nothing of any pressure."""
    if frame.slots["reason"] == PRESSED:
        return ""
    return frame.slots.get("reason_words") or frame.slots["words"]


def _pressed(frame: Frame) -> Reply | str:
    return Reply("withdraw.pressed") if frame.slots["reason"] == PRESSED else ""


def _report_pressure(talk: Talk, frame: Frame, case: Case) -> Plan[None]:
    """Somebody pressed the resident: a supervisor hears of it, confidentially, nobody else."""
    words = "\n".join(filter(None, (frame.slots["words"], frame.slots.get("reason_words"))))
    body = TaskOpened(task="pressure", words=words, contact_phone=case.contact_phone, case_no=case.no)
    task = yield from ask(OpenTask(body, talk.person.id))
    yield from ask(NotifyPosts(Reply("alert.pressure", {"id": task.id, "no": case.no}), role="supervisor"))


WITHDRAWAL = Behaviour(take=_take, put=answers.put, finish=_finish, cancelled=None)
