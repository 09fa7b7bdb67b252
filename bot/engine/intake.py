"""Intake: from a resident's words to confirmed cases."""

import msgspec

from bot.engine import intake_contact, intake_place
from bot.engine.form_engine import MAX_TRIES, Behaviour, Taken, advance, begin
from bot.engine.intake_absorb import absorb, add_needs, adding, drafts_of, seed, stating, verbatim
from bot.engine.intake_answers import ANSWERS, ASKS, NO_PHONE, SURE, is_command, only_data, refuses
from bot.engine.intake_correct import correct, corrects, dropped, relocates
from bot.engine.intake_finish import finish
from bot.engine.intake_words import put
from bot.engine.requests import Plan
from bot.engine.resident import outside
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question

__all__ = ["INTAKE", "NO_PHONE", "drafts_of", "hasten", "start", "verbatim"]

MORE = frozenset(("supplement", "cosign"))
"""Intents that, inside an open form and with no case named, tell more of the same matter."""
AN_ACT = 8
"""A yes, a no, a greeting of up to this many characters says nothing worth keeping."""
AFTER_THE_PLACE = frozenset(("contact", "confirm"))
"""Kinds of question to which a place said by itself is no answer but sets the place right."""
PLACE_ONLY = 14
"""A message this short that names a place or venue answers "where?" and states no need."""


def start(talk: Talk) -> Plan[None]:
    """Open an intake with whatever the message already says; in a group it is written down at once."""
    form = talk.world.forms.latest("intake")
    known = {"phone": talk.person.phone or "", "name": talk.person.name or ""}
    frame = Frame(form=form.id, version=form.version, slots={k: v for k, v in known.items() if v})
    frame = absorb(talk, _opening(talk, frame))
    if not talk.heard.message.group:
        yield from begin(talk, INTAKE, frame)
    elif _is_stated(frame):
        yield from finish(talk, frame)
    else:
        talk.say("group.start_private")


def hasten(talk: Talk) -> Plan[None]:
    """Take danger into the open intake: all that was said so far is written down without more ado."""
    frame = talk.state.top
    if frame is not None:
        yield from advance(talk, INTAKE, absorb(talk, _opening(talk, frame)))


def _opening(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with the needs of the message; danger is kept even where no need was read."""
    if talk.read.danger:
        frame = msgspec.structs.replace(frame, slots={**frame.slots, "danger": "yes"})
    if drafts_of(talk):
        return add_needs(talk, frame)
    if talk.read.danger:
        return _in_danger(talk, frame)
    place = intake_place.of_message(talk)
    if place.town or place.village or talk.heard.message.attachments:
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, seed(talk)))
    return frame


def _in_danger(talk: Talk, frame: Frame) -> Frame:
    """Danger that no need was read from: told of the matter at hand, or a matter of its own."""
    if not _is_stated(frame):
        return stating(frame, msgspec.structs.replace(verbatim(talk), urgency="urgent"))
    frame = adding(talk, frame)
    last = msgspec.structs.replace(frame.drafts[-1], urgency="urgent")
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message into the form, None where it is about something else; a child is not named."""
    taken = _take(talk, frame, question)
    return intake_contact.forgetting(talk, taken) if taken and taken.slots.get("minor") else taken


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:
    frame = _without(frame, "confirm")
    fewer = dropped(talk, frame)
    if fewer is not None:
        return fewer
    kept = absorb(talk, frame)
    if _corrects(talk, frame, question):
        kept = correct(talk, kept)
        _say_moved(talk, frame, kept, question)
    elif _states_need(talk, question):
        outside.beside(talk)
        kept = add_needs(talk, kept)
    if kept != frame and question.answer == "confirm":
        return kept
    answered = ANSWERS[question.answer](talk, kept, question)
    if answered is not None:
        return answered
    if kept == frame and _is_stated(frame) and talk.read.intent in MORE and not talk.read.case_no:
        kept = adding(talk, frame)
    return kept if kept != frame else None


def _without(frame: Frame, slot: str) -> Frame:
    return msgspec.structs.replace(frame, slots={k: v for k, v in frame.slots.items() if k != slot})


def _is_stated(frame: Frame) -> bool:
    return any(draft.stated for draft in frame.drafts)


def _corrects(talk: Talk, frame: Frame, question: Question) -> bool:
    declines = question.answer == "contact" and refuses(talk)
    moves = question.answer in AFTER_THE_PLACE and only_data(talk) and relocates(talk, frame)
    rereads = question.answer == "confirm" and not talk.read.needs
    return _is_stated(frame) and (corrects(talk) or rereads or moves) and not declines


def _states_need(talk: Talk, question: Question) -> bool:
    read = talk.read
    if not drafts_of(talk) or (read.intent in ASKS and read.confidence >= SURE):
        return False
    if question.answer != "place":
        return True
    if intake_place.plainly_named(talk.text):
        return False
    named = any(e.entity in ("place", "venue") for e in read.entities)
    return read.intent == "submit_need" and not (named and len(talk.text) <= PLACE_ONLY)


def _say_moved(talk: Talk, old: Frame, new: Frame, question: Question) -> None:
    """Say a place that was set right where no read-back shows it yet."""
    places = {(d.town or "") + (d.village or "") for d in new.drafts}
    if question.answer == "contact" and places != {(d.town or "") + (d.village or "") for d in old.drafts}:
        talk.say("intake.place_changed", place="、".join(sorted(places)))


def keep(talk: Talk, frame: Frame, _question: Question) -> Frame:
    """Save words that nobody understood: with the matter, or as the matter when asked in vain."""
    kept = _kept(talk, frame)
    return intake_contact.forgetting(talk, kept) if kept.slots.get("minor") else kept


def _kept(talk: Talk, frame: Frame) -> Frame:
    if _is_stated(frame):
        return frame if is_command(talk) and len(talk.text) <= AN_ACT else adding(talk, frame)
    if frame.tries + 1 < MAX_TRIES:
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, seed(talk)))
    return stating(frame, verbatim(talk, understood=False))


def stays(talk: Talk, frame: Frame) -> bool:
    """Words that sound like a wish to stop but decline a telephone or take one of several needs out."""
    declines = frame.asked == "contact" and ("留" in talk.text or refuses(talk))
    return declines or dropped(talk, frame) is not None


INTAKE = Behaviour(take=take, put=put, finish=finish, cancelled="intake.cancelled", keep=keep, stays=stays)
