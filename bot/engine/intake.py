"""Intake: from a resident's words to confirmed cases."""

import msgspec

from bot.engine.form_engine import Behaviour, Taken, begin
from bot.engine.intake_absorb import absorb, add_needs, corrects, drafts_of, with_place
from bot.engine.intake_finish import finish
from bot.engine.intake_words import put
from bot.engine.requests import Plan
from bot.engine.state import Draft, Frame
from bot.engine.summary import summarise
from bot.engine.talk import Talk
from config.form import Question
from nlu.understanding import Place

CONTROL = frozenset(
    {"cancel", "human", "help", "check_status", "ask_faq", "unsubscribe", "delete_data", "check_points", "redeem_points"}
)
SHORT = 24
"""An answer to "where?" or "what?" up to this many characters is taken at its word."""


def start(talk: Talk) -> Plan[None]:
    """Open an intake with whatever the message already says."""
    form = talk.world.forms.latest("intake")
    frame = Frame(form=form.id, version=form.version, drafts=())
    known = {"phone": talk.person.phone or "", "name": talk.person.name or ""}
    frame = msgspec.structs.replace(frame, slots={k: v for k, v in known.items() if v})
    frame = absorb(talk, add_needs(talk, frame))
    yield from begin(talk, INTAKE, frame)


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message into the form; None where it is about something else."""
    kept = absorb(talk, frame)
    kept = add_needs(talk, kept) if _states_need(talk, question) else kept
    answered = _ANSWERS[question.answer](talk, kept, question)
    if answered is not None:
        return answered
    return kept if kept != frame else None


def _states_need(talk: Talk, question: Question) -> bool:
    read = talk.read
    if not read.needs or read.intent in CONTROL:
        return False
    return question.answer in ("matter", "contact", "confirm") or read.intent == "submit_need"


def _matter(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Any words that are no command say what the matter is, if need be word for word."""
    if frame.drafts:
        return frame
    read = talk.read
    if read.intent in CONTROL or (len(talk.text) < 2 and not talk.heard.message.attachments):
        return None
    if read.intent in ("greet", "thanks", "bye", "affirm", "deny", "skip", "abuse", "out_of_scope"):
        return None
    return msgspec.structs.replace(frame, drafts=(verbatim(talk),))


def verbatim(talk: Talk, *, understood: bool = True) -> Draft:
    """Return a draft that keeps the words and guesses as little as possible."""
    read, message = talk.read, talk.heard.message
    return Draft(
        words=(message.text,),
        summary=summarise(read),
        kind=read.kind or "request",
        category=read.category or "other",
        urgency=read.urgency or "normal",
        audience=read.audience,
        town=read.place.town,
        village=read.place.village,
        attachments=message.attachments,
        sources=(message.external_id,),
        understood=understood,
    )


def _place(talk: Talk, frame: Frame, question: Question) -> Taken:
    """A place by gazetteer was absorbed already; a short unknown name is taken as a village."""
    read = talk.read
    if read.place.town or read.place.village:
        return frame
    venue = next((e.value for e in read.entities if e.entity == "venue"), None)
    if venue and not read.needs:
        drafts = tuple(d if d.venue else msgspec.structs.replace(d, venue=venue) for d in frame.drafts)
        return msgspec.structs.replace(frame, drafts=drafts, slots={**frame.slots, question.slot: venue})
    label = next((a.label for a in talk.heard.message.attachments if a.kind == "location" and a.label), "")
    name = label or talk.text
    if _is_command(talk) or not 2 <= len(name) <= SHORT or (read.needs and not label) or "？" in name or "?" in name:
        return None
    drafts = tuple(d if d.village else with_place(d, Place(village=name)) for d in frame.drafts)
    return msgspec.structs.replace(frame, drafts=drafts, slots={**frame.slots, question.slot: name})


def _is_command(talk: Talk) -> bool:
    plain = ("affirm", "deny", "skip", "greet", "thanks", "bye", "abuse", "out_of_scope")
    return talk.read.intent in CONTROL or (talk.read.intent in plain and talk.read.confidence > 0.5)


def _contact(talk: Talk, frame: Frame, question: Question) -> Taken:
    if any(frame.slots.get(s) for s in ("phone", "anonymous", "contact", "minor")):
        return frame
    if talk.read.intent == "deny" or talk.text in NO_PHONE:
        return msgspec.structs.replace(frame, slots={**frame.slots, "contact": "-"})
    return None


NO_PHONE = frozenset(("不留", "不留电话", "不给", "算了不留了", "没电话", "没有电话", "没手机", "不用电话", "不想留"))


def _confirm(talk: Talk, frame: Frame, question: Question) -> Taken:
    if talk.read.intent == "affirm" and not corrects(talk.read):
        return msgspec.structs.replace(frame, slots={**frame.slots, "confirm": "yes"})
    return None


_ANSWERS = {"matter": _matter, "place": _place, "contact": _contact, "confirm": _confirm}

INTAKE = Behaviour(take=take, put=put, finish=finish, cancelled="intake.cancelled")

__all__ = ["INTAKE", "drafts_of", "start", "verbatim"]
