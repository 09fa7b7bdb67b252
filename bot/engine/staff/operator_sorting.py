"""Whether a message is taken down for somebody, and to which call it belongs: the open one or another."""

from bot.engine.resident.words import overlap
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_opening import named_source, opens
from bot.engine.staff.operator_reading import pasted
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.people import Post

SAME = 0.8
"""So much of the words in common makes it the same record pasted again."""

FILES_ANY_NEED = frozenset({"operator", "grid"})
"""Posts whose every stated need is one taken down for somebody."""


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


def _may(talk: Talk, post: Post) -> bool:
    return grant(desk_of(post, talk.world.profile), "file_for_caller") == "all"


def again(talk: Talk, frame: Frame) -> bool:
    """Whether this is the record that the drafts came from, pasted once more, corrected perhaps."""
    first = frame.slots.get("record", "")
    if not frame.drafts or not (record.is_record(talk.text) or pasted(talk.text)):
        return False
    shorter, longer = sorted((len(first), len(talk.text)))
    return shorter * 2 > longer and overlap(first, talk.text) >= SAME


def another(talk: Talk, frame: Frame, *, long: bool) -> bool:
    """Whether it is a record with a matter of its own from somebody else, or that came in another way.

    One that begins like a record and names nobody is not from the caller whose name is known, nor is
    a ``long`` one that names nobody.
    """
    opening = opens(talk.text)
    if not frame.drafts or not (long or (record.is_record(talk.text) and (talk.read.needs or opening))):
        return False
    said = {"name": record.caller(talk.read), "phone": talk.read.phone}
    if opening and named_source(talk.text) not in (None, frame.slots.get("source")):
        return True
    if not any(said.values()):
        return long or (opening and any(frame.slots.get(name) for name in said))
    return any(value and value != frame.slots.get(name) for name, value in said.items())
