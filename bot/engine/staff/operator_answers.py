"""What a message does to the call being filed: confirms, corrects, adds to it, or gives what was missing."""

import re

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Taken
from bot.engine.intake import NO_PHONE
from bot.engine.intake_place import with_place
from bot.engine.resident import outside
from bot.engine.resident.danger import NUMBERS
from bot.engine.staff import operator_edits as edits
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_drafts import contact, drafts, outside_words, take_in
from bot.engine.staff.operator_opening import opens
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question
from nlu.understanding import Place

CONFIRM = frozenset((
    "确认", "入账", "对", "对的", "提交", "录入", "保存", "登记", "没问题", "无误", "可以", "好", "好的",
    "行", "是", "就这样", "入库", "没错", "嗯", "入", "存", "录", "记上", "入了吧", "入吧", "存吧", "录吧", "记上吧",
    "存上", "存档", "ok", "okay", "y", "yes",
))  # fmt: skip
SHORT = 24
"""A place that no list knows is no longer than this."""
NO_PLACE = frozenset({"skip", "human", "help", "ask_faq", "check_status"})
"""What answers of these intents say is no name of a place."""


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message into the call form; None where it is about something else."""
    said = len(talk.replies)
    if not frame.drafts:
        after = first(talk, frame)
    elif _confirms(talk):
        return _closed(frame)
    elif answer := record.answer_in(talk.text):
        return _closed(msgspec.structs.replace(frame, slots={**frame.slots, "answer": answer}))
    else:
        known = contact(talk, frame)
        corrected = edits.apply(talk, known)
        after = corrected or _more(talk, frame, known, question)
        if corrected is not None:
            return after
    heard = after != frame or len(talk.replies) > said or record.broken_phone(talk.read)
    return after if heard else None


def first(talk: Talk, frame: Frame) -> Frame:
    """Return the form with the record in it; danger and matters outside culture are answered at once."""
    _warn(talk)
    return take_in(talk, frame)


def _warn(talk: Talk) -> None:
    if number := NUMBERS.get(talk.read.danger or ""):
        talk.say("operator.danger", number=number)
    for words in outside_words(talk):
        referral = outside.find(talk, words)
        who = referral.who if referral else "12345"
        talk.say("operator.outside", summary=words, who=who, phone=(referral and referral.phone) or "12345")


def _confirms(talk: Talk) -> bool:
    said = [word for word in re.split(r"[，,。.！!、\s]+", talk.text) if word]
    return bool(said) and all(word.casefold() in CONFIRM for word in said)


def _closed(frame: Frame) -> Frame:
    """Confirmed: what is still missing stays out."""
    slots = {"place": SKIPPED, "contact": SKIPPED, **frame.slots, "confirm": "yes"}
    return msgspec.structs.replace(frame, slots=slots)


def _more(talk: Talk, before: Frame, frame: Frame, question: Question) -> Frame:
    """Another need of the same call, a photo, "no telephone", or a place that no list knows.

    A few words that change contact or wishes of privacy (``before`` against ``frame``) state no need.
    """
    attachments = talk.heard.message.attachments
    if frame != before and len(talk.text) <= SHORT and not opens(talk.text):
        return frame
    if talk.read.needs or opens(talk.text):
        _warn(talk)
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, *drafts(talk)))
    if attachments:
        last = frame.drafts[-1]
        last = msgspec.structs.replace(last, attachments=last.attachments + attachments)
        return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))
    if question.answer == "contact" and (talk.text in NO_PHONE or talk.read.intent == "deny"):
        return msgspec.structs.replace(frame, slots={**frame.slots, "contact": SKIPPED})
    if question.answer == "place" and 2 <= len(talk.text) <= SHORT and talk.read.intent not in NO_PLACE:
        return _placed(talk, frame, question)
    return frame


def _placed(talk: Talk, frame: Frame, question: Question) -> Frame:
    place = Place(village=talk.text)
    named = tuple(draft if draft.village else with_place(draft, place) for draft in frame.drafts)
    return msgspec.structs.replace(frame, drafts=named, slots={**frame.slots, question.slot: talk.text})
