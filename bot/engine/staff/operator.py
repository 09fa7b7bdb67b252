"""The operator's filing by chat: needs taken down for a caller, shown, corrected, filed when confirmed."""

import msgspec

from bot.engine import learning
from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Behaviour, advance, begin, remind, step
from bot.engine.reply import Reply
from bot.engine.requests import Plan
from bot.engine.resident.danger import NUMBERS
from bot.engine.staff import operator_orders as orders
from bot.engine.staff import operator_status as status
from bot.engine.staff.operator_answers import take, unit_asked_for
from bot.engine.staff.operator_commands import absent, command
from bot.engine.staff.operator_finish import file, finish
from bot.engine.staff.operator_hearing import amends, hear, withheld
from bot.engine.staff.operator_likely import compare
from bot.engine.staff.operator_opening import source_of
from bot.engine.staff.operator_pieces import Outcome
from bot.engine.staff.operator_reading import read_in
from bot.engine.staff.operator_sorting import again, another, files, plainly_pasted
from bot.engine.staff.operator_words import put
from bot.engine.state import Frame
from bot.engine.talk import Talk

FORM, CANCELLED = "call", "operator.cancelled"
CANCEL = frozenset(("取消", "不录了", "作废", "不登记了", "算了", "不要了", "放弃", "全删了", "重来"))
WITHOUT_CALLER = frozenset({"inspection", "box", "meeting"})
"""Ways in which nobody calls; no telephone is asked for."""
SHORT = 24
"""A wish to stop is no longer than this."""
ASIDE = frozenset({"ask_faq", "check_status", "human", "help"})
"""What may be asked in the middle of a filing."""


def turn(talk: Talk) -> Plan[bool]:
    """Take the message for a call: into the one being filed, or as a new one. False where it is neither."""
    frame = talk.state.top
    if frame is not None and frame.form == FORM:
        return (yield from _go_on(talk, frame))
    if not files(talk):
        return False
    yield from _start(talk)
    return True


def corrects(talk: Talk) -> bool:
    """Whether the message joins a draft of the open call to a case, and is no command about that case."""
    return talk.state.top is not None and talk.state.top.form == FORM and amends(talk.text)


def _start(talk: Talk) -> Plan[None]:
    """Open a call form with what the record says, unless all of it was filed before or only asked."""
    post = talk.person.post
    assert post is not None
    number = orders.number_in(talk.text)
    if number and (filed := (yield from orders.filed(number))):
        orders.say_filed(talk, number, filed)
        return
    form = talk.world.forms.latest(FORM)
    slots = {"source": source_of(talk.text, post.role)} | ({"order": number} if number else {})
    if slots["source"] in WITHOUT_CALLER:
        slots["contact"] = SKIPPED
    read = yield from read_in(talk, Frame(form.id, form.version, slots))
    if read.asks is not None:
        yield from status.tell(talk, post, read.asks)
        return
    _warn(talk)
    frame = read.frame
    if not frame.drafts:
        frame = msgspec.structs.replace(frame, photos=talk.heard.message.attachments)
    yield from begin(talk, CALL, (yield from compare(talk, frame)))


def _warn(talk: Talk) -> None:
    if number := NUMBERS.get(talk.read.danger or ""):
        talk.say("operator.danger", number=number)


def _go_on(talk: Talk, frame: Frame) -> Plan[bool]:
    """Answers and corrections of the call being filed; another call waits its turn on top of it."""
    if edited := talk.heard.message.edit_of:
        return (yield from _reread(talk, frame, edited))
    for look in (_cancelled, _afresh, _another, _heard, _answered):
        if (yield from look(talk, frame)):
            return True
    if talk.read.intent in ASIDE or talk.read.case_no:
        return False
    talk.say("operator.unclear")
    remind(talk, CALL)
    return True


def _cancelled(talk: Talk, frame: Frame) -> Plan[bool]:
    """A wish to stop; 3不报了 and 取消第二个 are about a draft, also where there is none of that number."""
    count = len(frame.drafts)
    wished = talk.read.intent == "cancel" and len(talk.text) <= SHORT
    wished = wished and not command(talk.text, count).at and not absent(talk.text, count).numbers
    if not wished and talk.text.strip("。.！! ") not in CANCEL:
        return False
    talk.pop()
    talk.say(CANCELLED)
    _return(talk)
    yield from ()
    return True


def _afresh(talk: Talk, frame: Frame) -> Plan[bool]:
    """The same record once more: its drafts are made anew."""
    if not again(talk, frame):
        return False
    yield from _show(talk, msgspec.structs.replace(frame, drafts=()), afresh=True)
    return True


def _another(talk: Talk, frame: Frame) -> Plan[bool]:
    if not another(talk, frame, long=plainly_pasted(talk)):
        return False
    yield from _beside(talk)
    return True


def _heard(talk: Talk, frame: Frame) -> Plan[bool]:
    heard = None if unit_asked_for(talk, frame) else (yield from hear(talk, frame))
    if heard is None:
        return False
    yield from _after(talk, frame, heard)
    return True


def _answered(talk: Talk, _frame: Frame) -> Plan[bool]:
    return (yield from step(talk, CALL))


def _beside(talk: Talk) -> Plan[None]:
    """Another call on top of the one that is open; one that only asks something leaves that as it is."""
    depth, said = len(talk.state.frames), len(talk.replies)
    yield from _start(talk)
    if len(talk.state.frames) > depth:
        talk.replies.insert(said, Reply("operator.parked"))
    else:
        remind(talk, CALL)


def _after(talk: Talk, before: Frame, heard: Outcome) -> Plan[None]:
    """File what is to be filed now, show the rest."""
    if (held := withheld(talk, heard)) is not None:
        yield from _show(talk, held)
        return
    if heard.file and (heard.drop or len(heard.file) == len(heard.frame.drafts)):
        talk.pop()
        left = yield from file(talk, heard.frame, heard.file)
        if left.drafts:
            talk.say("operator.dropped", count=len(left.drafts))
        _return(talk)
        return
    frame = heard.frame
    if heard.file:
        frame = yield from file(talk, frame, heard.file)
    if len(frame.drafts) > len(before.drafts):
        _warn(talk)
    yield from _show(talk, frame)
    yield from learning.relabelled(talk, before)


def _show(talk: Talk, frame: Frame, *, afresh: bool = False) -> Plan[None]:
    if afresh:
        frame = (yield from read_in(talk, frame)).frame
    yield from advance(talk, CALL, (yield from compare(talk, frame)))


def _reread(talk: Talk, frame: Frame, edited: str) -> Plan[bool]:
    """A record edited on the platform is read afresh."""
    kept = tuple(draft for draft in frame.drafts if edited not in draft.sources)
    if len(kept) == len(frame.drafts):
        return False
    yield from _show(talk, msgspec.structs.replace(frame, drafts=kept), afresh=True)
    return True


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    yield from finish(talk, frame)
    _return(talk)


def _return(talk: Talk) -> None:
    """Put the call that waited beneath in front again."""
    if talk.state.top is not None and talk.state.top.form == FORM:
        remind(talk, CALL)


CALL = Behaviour(take=take, put=put, finish=_finish, cancelled=CANCELLED)
