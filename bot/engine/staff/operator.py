"""The operator's filing by chat: needs taken down for a caller, shown, corrected, filed when confirmed."""

import msgspec

from bot.engine import learning
from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Behaviour, advance, begin, remind, step
from bot.engine.requests import Plan
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_answers import first, take
from bot.engine.staff.operator_drafts import outside_words, take_in
from bot.engine.staff.operator_finish import finish
from bot.engine.staff.operator_opening import named_source, opens, source_of
from bot.engine.staff.operator_words import put
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.people import Post

FORM, CANCELLED = "call", "operator.cancelled"
CANCEL = frozenset(("取消", "不录了", "作废", "不登记了", "算了", "不要了", "放弃"))
FILES_ANY_NEED = frozenset({"operator", "grid"})
"""Posts whose every stated need is one taken down for somebody."""
WITHOUT_CALLER = frozenset({"inspection"})
"""Ways in which nobody calls: what those who inspect have seen themselves; no telephone is asked for."""
SHORT = 24
"""A wish to stop is no longer than this."""
ASIDE = frozenset({"ask_faq", "check_status", "human", "help"})
"""What may be asked in the middle of a filing."""


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
    slots = {"source": source_of(talk.text, post.role if post else "")}
    if slots["source"] in WITHOUT_CALLER:
        slots["contact"] = SKIPPED
    answer = record.answer_in(talk.text)
    frame = first(talk, Frame(form.id, form.version, slots | ({"answer": answer} if answer else {})))
    if frame.drafts or not outside_words(talk):
        yield from begin(talk, CALL, frame)


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
    if (yield from step(talk, CALL)):
        yield from learning.relabelled(talk, frame)
        return True
    if talk.read.intent in ASIDE or talk.read.case_no:
        return False
    talk.say("operator.unclear")
    remind(talk, CALL)
    return True


def _another_call(talk: Talk, frame: Frame) -> bool:
    """A record with a matter of its own from somebody else, or that came in another way.

    One that begins like a record and names nobody is not from the caller whose name is known.
    """
    opening = opens(talk.text)
    if not (record.is_record(talk.text) and (talk.read.needs or opening)):
        return False
    said = {"name": record.caller(talk.read), "phone": talk.read.phone}
    if opening and named_source(talk.text) not in (None, frame.slots.get("source")):
        return True
    if not any(said.values()):
        return opening and any(frame.slots.get(name) for name in said)
    return any(value and value != frame.slots.get(name) for name, value in said.items())


def _reread(talk: Talk, frame: Frame, edited: str) -> Plan[bool]:
    """A record edited on the platform is read afresh."""
    kept = tuple(draft for draft in frame.drafts if edited not in draft.sources)
    if len(kept) == len(frame.drafts):
        return False
    yield from advance(talk, CALL, take_in(talk, msgspec.structs.replace(frame, drafts=kept)))
    return True


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    yield from finish(talk, frame)
    _return(talk)


def _return(talk: Talk) -> None:
    """Put the call that waited beneath in front again."""
    if talk.state.top is not None and talk.state.top.form == FORM:
        remind(talk, CALL)


CALL = Behaviour(take=take, put=put, finish=_finish, cancelled=CANCELLED)
