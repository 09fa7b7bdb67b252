"""The operator's filing by chat: needs taken down for a caller, shown, corrected, filed when confirmed."""

import msgspec

from bot.engine import learning
from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import Behaviour, advance, begin, remind, step
from bot.engine.reply import Reply
from bot.engine.requests import Plan
from bot.engine.resident.danger import NUMBERS
from bot.engine.resident.words import overlap
from bot.engine.staff import operator_orders as orders
from bot.engine.staff import operator_record as record
from bot.engine.staff import operator_status as status
from bot.engine.staff.operator_answers import take
from bot.engine.staff.operator_finish import file, finish
from bot.engine.staff.operator_hearing import Outcome, amends, hear
from bot.engine.staff.operator_likely import compare
from bot.engine.staff.operator_opening import named_source, opens, source_of
from bot.engine.staff.operator_reading import pasted, read_in
from bot.engine.staff.operator_words import put
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.people import Post

FORM, CANCELLED = "call", "operator.cancelled"
CANCEL = frozenset(("取消", "不录了", "作废", "不登记了", "算了", "不要了", "放弃", "全删了", "重来"))
FILES_ANY_NEED = frozenset({"operator", "grid"})
"""Posts whose every stated need is one taken down for somebody."""
WITHOUT_CALLER = frozenset({"inspection", "box", "meeting"})
"""Ways in which nobody calls; no telephone is asked for."""
SHORT = 24
"""A wish to stop is no longer than this."""
ASIDE = frozenset({"ask_faq", "check_status", "human", "help"})
"""What may be asked in the middle of a filing."""
SAME = 0.8
"""So much of the words in common makes it the same record pasted again."""


def turn(talk: Talk) -> Plan[bool]:
    """Take the message for a call: into the one being filed, or as a new one. False where it is neither."""
    frame = talk.state.top
    if frame is not None and frame.form == FORM:
        return (yield from _go_on(talk, frame))
    if not files(talk):
        return False
    yield from _start(talk)
    return True


def files(talk: Talk) -> bool:
    """Whether the message files something for somebody else."""
    post, read = talk.person.post, talk.read
    if post is None or talk.heard.message.edit_of or not _may(talk, post):
        return False
    if record.is_record(talk.text) or plainly_pasted(talk):
        return True
    if talk.state.top is not None or read.case_no or read.intent != "submit_need" or not read.needs:
        return False
    return post.role in FILES_ANY_NEED or record.speaks_of_another(talk.text)


def plainly_pasted(talk: Talk) -> bool:
    """Whether somebody whose work it is pasted a long record, with or without a label."""
    post = talk.person.post
    return post is not None and post.role in FILES_ANY_NEED and pasted(talk.text)


def corrects(talk: Talk) -> bool:
    """Whether the message joins a draft of the open call to a case, and is no command about that case."""
    return talk.state.top is not None and talk.state.top.form == FORM and amends(talk.text)


def _may(talk: Talk, post: Post) -> bool:
    return grant(desk_of(post, talk.world.profile), "file_for_caller") == "all"


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
    if talk.text.strip("。.！! ") in CANCEL or (talk.read.intent == "cancel" and len(talk.text) <= SHORT):
        talk.pop()
        talk.say(CANCELLED)
        _return(talk)
        return True
    if edited := talk.heard.message.edit_of:
        return (yield from _reread(talk, frame, edited))
    if frame.drafts and _again(talk, frame):
        yield from _show(talk, msgspec.structs.replace(frame, drafts=()), afresh=True)
        return True
    if frame.drafts and _another_call(talk, frame):
        yield from _beside(talk)
        return True
    heard = yield from hear(talk, frame)
    if heard is not None:
        yield from _after(talk, frame, heard)
        return True
    if (yield from step(talk, CALL)):
        return True
    if talk.read.intent in ASIDE or talk.read.case_no:
        return False
    talk.say("operator.unclear")
    remind(talk, CALL)
    return True


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


def _again(talk: Talk, frame: Frame) -> bool:
    """The record that the drafts came from, pasted once more, corrected perhaps: the drafts are made anew."""
    first = frame.slots.get("record", "")
    if not (record.is_record(talk.text) or pasted(talk.text)) or len(frame.drafts) < 1:
        return False
    one, other = sorted((len(first), len(talk.text)))
    return one * 2 > other and overlap(first, talk.text) >= SAME


def _another_call(talk: Talk, frame: Frame) -> bool:
    """A record with a matter of its own from somebody else, or that came in another way.

    One that begins like a record and names nobody is not from the caller whose name is known.
    """
    opening, long = opens(talk.text), plainly_pasted(talk)
    if not long and not (record.is_record(talk.text) and (talk.read.needs or opening)):
        return False
    said = {"name": record.caller(talk.read), "phone": talk.read.phone}
    if opening and named_source(talk.text) not in (None, frame.slots.get("source")):
        return True
    if not any(said.values()):
        return long or (opening and any(frame.slots.get(name) for name in said))
    return any(value and value != frame.slots.get(name) for name, value in said.items())


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
