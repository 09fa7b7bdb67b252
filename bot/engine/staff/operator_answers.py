"""Answers to what the call form asks beside a correction: a place that no list knows, no telephone, a unit."""

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Taken
from bot.engine.intake import NO_PHONE
from bot.engine.intake_place import with_place
from bot.engine.staff import operator_record as record
from bot.engine.staff.labels import find_unit
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.form import Question
from nlu.understanding import Place

SHORT = 24
"""A place that no list knows is no longer than this."""
NO_PLACE = frozenset({"skip", "human", "help", "ask_faq", "check_status"})
"""What answers of these intents say is no name of a place."""


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message as the answer to the open question; None where it is about something else."""
    if question.answer == "contact" and (talk.text in NO_PHONE or talk.read.intent == "deny"):
        return msgspec.structs.replace(frame, slots={**frame.slots, "contact": SKIPPED})
    if question.answer == "place" and 2 <= len(talk.text) <= SHORT and talk.read.intent not in NO_PLACE:
        return _placed(talk, frame, question)
    if unit := unit_asked_for(talk, frame):
        return _answered_for(frame, unit)
    return frame if record.broken_phone(talk.read) else None


def unit_asked_for(talk: Talk, frame: Frame) -> str | None:
    """Return the unit that the message names, where it was asked for; a unit's name may sound like a need."""
    if frame.asked != "unit" or len(talk.text) > SHORT:
        return None
    return find_unit(talk.text, talk.world.profile)


def _placed(talk: Talk, frame: Frame, question: Question) -> Frame:
    place = Place(village=talk.text)
    named = tuple(draft if draft.village else with_place(draft, place) for draft in frame.drafts)
    return msgspec.structs.replace(frame, drafts=named, slots={**frame.slots, question.slot: talk.text})


def _answered_for(frame: Frame, unit: str) -> Frame:
    return msgspec.structs.replace(frame, drafts=tuple(_by(draft, unit) for draft in frame.drafts))


def _by(draft: Draft, unit: str) -> Draft:
    taken = msgspec.structs.replace(draft.taken, unit=draft.taken.unit or unit)
    return msgspec.structs.replace(draft, taken=taken)
