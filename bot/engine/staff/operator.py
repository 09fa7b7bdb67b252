"""The operator's filing by chat: needs taken down for a caller, shown, corrected, filed when confirmed."""

import re

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Behaviour, Taken, advance, begin, remind, step
from bot.engine.intake import NO_PHONE
from bot.engine.intake_absorb import with_place
from bot.engine.requests import Plan
from bot.engine.resident import outside
from bot.engine.resident.danger import NUMBERS
from bot.engine.staff import operator_edits as edits
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_drafts import contact, drafts, take_in
from bot.engine.staff.operator_finish import finish
from bot.engine.staff.operator_words import put
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from config.form import Question
from nlu.understanding import Place
from storage.people import Post

FORM, CANCELLED = "call", "operator.cancelled"
CONFIRM = frozenset(
    (
        "确认",
        "入账",
        "对",
        "对的",
        "提交",
        "录入",
        "保存",
        "登记",
        "没问题",
        "无误",
        "可以",
        "好",
        "好的",
        "行",
        "是",
        "就这样",
        "入库",
    )
)
CANCEL = frozenset(("取消", "不录了", "作废", "不登记了", "算了", "不要了", "放弃"))
FILES_ANY_NEED = frozenset({"operator", "grid"})
"""Posts whose every stated need is one taken down for somebody."""
SHORT = 24
NO_PLACE = frozenset({"skip", "human", "help", "ask_faq", "check_status"})
"""What answers of these intents say is no name of a place."""


def turn(talk: Talk) -> Plan[bool]:
    """Take the message for a call: into the one being filed, or as a new one. False where it is neither."""
    frame = talk.state.top
    if frame is not None and frame.form == FORM:
        return (yield from _go_on(talk, frame))
    if not _files(talk):
        return False
    yield from _start(talk)
    return True


def _files(talk: Talk) -> bool:
    """Whether the message files something for somebody else."""
    post, read = talk.person.post, talk.read
    if post is None or talk.heard.message.edit_of or not _may(talk, post):
        return False
    if record.is_record(talk.text):
        return True
    if talk.state.top is not None or read.case_no or read.intent != "submit_need" or not read.needs:
        return False
    return post.role in FILES_ANY_NEED or record.speaks_of_another(talk.text)


def _may(talk: Talk, post: Post) -> bool:
    return grant(desk_of(post, talk.world.profile), "file_for_caller") == "all"


def _start(talk: Talk) -> Plan[None]:
    """Open a call form with what the record says; what is outside culture is referred."""
    post = talk.person.post
    form = talk.world.forms.latest(FORM)
    slots = {"source": record.source_of(talk.text, post.role if post else "")}
    answer = edits.answer_in(talk.text)
    frame = take_in(talk, Frame(form.id, form.version, slots | ({"answer": answer} if answer else {})))
    _warn(talk)
    if not frame.drafts and any(need.out_of_scope for need in talk.read.needs):
        return
    yield from begin(talk, CALL, frame)


def _warn(talk: Talk) -> None:
    if number := NUMBERS.get(talk.read.danger or ""):
        talk.say("operator.danger", number=number)
    for need in talk.read.needs:
        if need.out_of_scope:
            referral = outside.find(talk, need.words)
            who, phone = (referral.who, referral.phone) if referral else ("12345", "12345")
            talk.say("operator.outside", summary=need.words, who=who, phone=phone or "12345")


def _go_on(talk: Talk, frame: Frame) -> Plan[bool]:
    """Answers and corrections of the call being filed; another call waits its turn on top of it."""
    if talk.text.strip("。.！! ") in CANCEL or (talk.read.intent == "cancel" and len(talk.text) <= SHORT):
        talk.pop()
        talk.say(CANCELLED)
        _return(talk)
        return True
    if edited := talk.heard.message.edit_of:
        return (yield from _reread(talk, frame, edited))
    if frame.drafts and _another_call(talk, frame):
        talk.say("operator.parked")
        yield from _start(talk)
        return True
    return (yield from step(talk, CALL))


def _another_call(talk: Talk, frame: Frame) -> bool:
    """A record with a matter of its own from somebody else."""
    if not (record.is_record(talk.text) and talk.read.needs):
        return False
    name, phone = record.caller(talk.read), talk.read.phone
    other_name = bool(name) and name != frame.slots.get("name")
    return other_name or bool(phone and phone != frame.slots.get("phone"))


def _reread(talk: Talk, frame: Frame, edited: str) -> Plan[bool]:
    """A record edited on the platform is read afresh."""
    kept = tuple(draft for draft in frame.drafts if edited not in draft.sources)
    if len(kept) == len(frame.drafts):
        return False
    yield from advance(talk, CALL, take_in(talk, msgspec.structs.replace(frame, drafts=kept)))
    return True


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message into the call form; None where it is about something else."""
    if not frame.drafts:
        taken = take_in(talk, frame)
        return taken if taken != frame else None
    if _confirms(talk):
        return _closed(frame)
    if answer := edits.answer_in(talk.text):
        return _closed(msgspec.structs.replace(frame, slots={**frame.slots, "answer": answer}))
    said = len(talk.replies)
    after = edits.apply(talk, contact(talk, frame))
    if after == frame:
        after = _more(talk, frame, question)
    return after if after != frame or len(talk.replies) > said or record.broken_phone(talk.read) else None


def _confirms(talk: Talk) -> bool:
    said = [word for word in re.split(r"[，,。.！!、\s]+", talk.text) if word]
    return bool(said) and all(word in CONFIRM for word in said)


def _closed(frame: Frame) -> Frame:
    """Confirmed: what is still missing stays out."""
    slots = {"place": SKIPPED, "contact": SKIPPED, **frame.slots, "confirm": "yes"}
    return msgspec.structs.replace(frame, slots=slots)


def _more(talk: Talk, frame: Frame, question: Question) -> Frame:
    """Another need of the same call, a photo, a place that no list knows, or "no telephone"."""
    message = talk.heard.message
    if talk.read.needs:
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, *drafts(talk)))
    if message.attachments:
        last = frame.drafts[-1]
        last = msgspec.structs.replace(last, attachments=last.attachments + message.attachments)
        return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))
    if question.answer == "contact" and (talk.text in NO_PHONE or talk.read.intent == "deny"):
        return msgspec.structs.replace(frame, slots={**frame.slots, "contact": SKIPPED})
    if question.answer == "place" and _is_place_name(talk):
        named = tuple(d if d.village else with_place(d, Place(village=talk.text)) for d in frame.drafts)
        return msgspec.structs.replace(frame, drafts=named, slots={**frame.slots, question.slot: talk.text})
    return frame


def _is_place_name(talk: Talk) -> bool:
    return 2 <= len(talk.text) <= SHORT and talk.read.intent not in NO_PLACE


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    yield from finish(talk, frame)
    _return(talk)


def _return(talk: Talk) -> None:
    """Put the call that waited beneath in front again."""
    if talk.state.top is not None and talk.state.top.form == FORM:
        remind(talk, CALL)


CALL = Behaviour(take=take, put=put, finish=_finish, cancelled=CANCELLED)
