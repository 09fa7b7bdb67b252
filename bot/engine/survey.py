"""The satisfaction survey: begun by answering an invitation, one item at a time, each answer kept at once."""

from datetime import timedelta

import msgspec

from bot.engine import intake
from bot.engine.form_engine import Behaviour, Taken, advance, begin, form_of, remind
from bot.engine.reply import Choice, Reply
from bot.engine.requests import CampaignFor, FinishSurvey, Opt, Plan, SaveAnswer, ask
from bot.engine.resident import changing
from bot.engine.state import Frame
from bot.engine.survey_answers import SKIPPED_CODE, answer, digresses
from bot.engine.talk import Talk
from config.form import Form, Question
from storage.entries import SurveyAnswered
from storage.people import Invited

FORM = "survey"
SKIP = Choice("button.skip", "跳过")
BEGIN = frozenset(("开始", "开始答", "开始答题", "答题", "做问卷", "填问卷", "参加", "我参加", "愿意答"))
RESUME = frozenset(("接着答", "继续答", "继续", "接着", "咱接着答", "接着来", "继续吧", "接着答吧", "开始"))
ACCEPT = frozenset(("好", "好的", "行", "中", "可以", "1", "嗯", "愿意", "好嘞", "来吧", "答", "yes", "ok"))
"""A yes that means the survey only while the invitation is fresh and nothing else was asked."""
FRESH = timedelta(days=3)
STOP = frozenset((
    "停", "停止", "不想答了", "不答了", "不想填了", "不填了", "算了", "先不答了", "不做了", "不想做了",
    "到这吧", "结束", "退出", "取消",
))  # fmt: skip
UNSUBSCRIBE = frozenset(("退订", "td", "TD", "别再发了", "别给我发了"))


def turn(talk: Talk) -> Plan[bool]:
    """Take an answer to the open survey or to an invitation; False where the message is neither."""
    frame, text = talk.state.top, talk.text.strip("。.！!～~ ")
    if frame is not None:
        return (yield from _open(talk, frame, text)) if frame.form == FORM else False
    if talk.heard.message.group or talk.person.post or text not in BEGIN | RESUME | ACCEPT:
        return False
    invited = yield from ask(CampaignFor(talk.person.id))
    if invited is None or not _accepts(talk, invited, text):
        return False
    yield from _start(talk, invited)
    return True


def _accepts(talk: Talk, invited: Invited, text: str) -> bool:
    form = talk.world.forms.get(invited.campaign.form, int(invited.campaign.version))
    if all(question.slot in invited.answered for question in form.questions):
        return False
    fresh = talk.world.now - invited.campaign.started_at <= FRESH
    return text in BEGIN | RESUME or (fresh and not invited.answered and not invited.ended)


def _start(talk: Talk, invited: Invited) -> Plan[None]:
    """Begin, or go on where somebody stopped; answers given are not asked for again."""
    wave = invited.campaign
    frame = Frame(wave.form, int(wave.version), dict(invited.answered), about=wave.id)
    key = "survey.resume" if invited.answered else "survey.begin"
    talk.say(key, total=len(form_of(talk, frame).questions), private=True)
    yield from begin(talk, SURVEY, frame)


def _open(talk: Talk, frame: Frame, text: str) -> Plan[bool]:
    if text in UNSUBSCRIBE or (talk.read.intent == "unsubscribe" and not changing.doubtful(talk)):
        yield from ask(Opt(talk.person.id, "survey", out=True))
        yield from _stop(talk, frame, "survey.unsubscribed")
    elif text in STOP or (talk.read.intent == "cancel" and talk.read.confidence >= 0.5):
        yield from _stop(talk, frame, "survey.stopped")
    elif text in RESUME:
        remind(talk, SURVEY)
    else:
        return (yield from _answer(talk, frame))
    return True


def _stop(talk: Talk, frame: Frame, key: str) -> Plan[None]:
    talk.pop()
    yield from ask(FinishSurvey(frame.about or "", talk.person.id, completed=False))
    talk.say(key, private=True)


def _answer(talk: Talk, frame: Frame) -> Plan[bool]:
    """Keep the answer and go on; what answers nothing and is nothing else is asked once more."""
    question = form_of(talk, frame).question(frame.asked or "")
    said = answer(talk, question)
    if said is None and (talk.read.needs or digresses(talk) or frame.tries > 1):
        return False
    if said is None:
        talk.say("survey.unclear", private=True)
        yield from advance(talk, SURVEY, frame)
        return True
    code, words = said
    yield from ask(SaveAnswer(frame.about or "", SurveyAnswered(talk.person.id, question.slot, code, words)))
    slots = {**frame.slots, question.slot: code}
    yield from advance(talk, SURVEY, msgspec.structs.replace(frame, slots=slots))
    return True


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:  # noqa: ARG001 - answers are kept by turn
    return None


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    """Ask one item with how far one is; after a digression say that we go on."""
    questions = form_of(talk, frame).questions
    lines = tuple(
        Reply("form.option", {"index": n, "title": option.title})
        for n, option in enumerate(question.options, 1)
    )
    choices = tuple(Choice("button.option", o.title, {"title": o.title}) for o in question.options)
    talk.say(
        "survey.question", *choices, SKIP, lead=Reply("survey.resume") if again else "",
        index=questions.index(question) + 1, total=len(questions), question=Reply(question.ask),
        options=lines, private=True,
    )  # fmt: skip


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    """Thank; a need in the free words becomes a case of its own after one confirmation."""
    yield from ask(FinishSurvey(frame.about or "", talk.person.id, completed=True))
    talk.say("survey.done", private=True)
    if not any(not need.out_of_scope for need in talk.read.needs) or frame.slots.get("wish") == SKIPPED_CODE:
        return
    talk.say("survey.need_noted", private=True)
    yield from intake.start(talk)
    if talk.state.top is not None:
        opened = talk.state.top
        talk.swap(msgspec.structs.replace(opened, slots={**opened.slots, "source": "survey"}))


def invitation(form: Form) -> Reply:
    """Return what residents are sent when a wave starts."""
    choices = (Choice("button.start_survey", "开始"), Choice("button.unsubscribe", "退订"))
    return Reply("survey.invitation", {"total": len(form.questions)}, choices)


SURVEY = Behaviour(take=_take, put=put, finish=_finish, cancelled="survey.stopped")
