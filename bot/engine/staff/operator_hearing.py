"""What a message does to the drafts of a call: confirms all or some, corrects, joins, splits, adds more."""

import re

import msgspec

from bot.engine.conditions import SKIPPED, wanted
from bot.engine.requests import Plan
from bot.engine.staff import operator_box as box
from bot.engine.staff import operator_commands as commands
from bot.engine.staff import operator_edits as edits
from bot.engine.staff import operator_more as more
from bot.engine.staff import operator_pieces as pieces
from bot.engine.staff.operator_drafts import contact
from bot.engine.staff.operator_edit import Edit
from bot.engine.staff.operator_opening import opens
from bot.engine.staff.operator_reading import pasted, read_in, states
from bot.engine.staff.operator_record import only_answers
from bot.engine.state import Frame
from bot.engine.talk import Talk

SHORT = 24
"""A few words that change contact or wishes of privacy state no need."""
_ONLY = re.compile("只|就")


def amends(text: str) -> bool:
    """Whether words with a case number in them join a draft to that case."""
    return any(pieces.JOIN.search(piece) for piece in commands.pieces(text)) and len(text) <= 2 * SHORT


def hear(talk: Talk, frame: Frame) -> Plan[pieces.Outcome | None]:
    """Return the form after the message; None where the message is no confirmation, correction or need."""
    if not frame.drafts:
        read = yield from read_in(talk, frame)
        return pieces.Outcome(read.frame) if read.frame.drafts or read.frame != frame else None
    if not (opens(talk.text) or pasted(talk.text) or more.said(talk.text)):
        made = yield from _corrected(talk, frame)
        if made is not None or _names_a_draft(talk, frame):
            return made
    known = contact(talk, frame)
    if known != frame and len(talk.text) <= SHORT and not opens(talk.text):
        return pieces.Outcome(known)
    if states(talk) or box.is_slip(talk, frame) or more.said(talk.text):
        return pieces.Outcome((yield from more.added(talk, known)))
    if talk.heard.message.attachments:
        return pieces.Outcome(box.with_photos(talk, known))
    return pieces.Outcome(known) if known != frame else None


def _corrected(talk: Talk, frame: Frame) -> Plan[pieces.Outcome | None]:
    said = commands.confirmed(talk.text)
    if not said.body:
        return pieces.Outcome(closed(frame)) if said.confirms else None
    known, asked = contact(talk, frame), len(talk.replies)
    some = _some(said.body, frame)
    if some is not None:
        return some
    if len(frame.drafts) == 1 and only_answers(talk.text):
        one = Edit(talk, known, (), talk.text, alone=True)
        return pieces.Outcome(closed(edits.apply(one) or known))
    reached = known != frame or (said.confirms and talk.read.phone is not None)
    made = yield from pieces.corrected(talk, known, said.body, reached)
    if made is None or made.file or not said.confirms or len(talk.replies) != asked:
        return made
    return pieces.Outcome(closed(made.frame))


def _some(body: str, frame: Frame) -> pieces.Outcome | None:
    """确认2, 只报第一个: which drafts to file now."""
    said = commands.command(body, len(frame.drafts))
    rest = said.text.strip("，, 。")
    every = len(said.at) == len(frame.drafts) and commands.confirmed(rest) == ("", True)
    if not said.at or not (every or pieces.FILES.fullmatch(rest)):
        return None
    return pieces.Outcome(frame, said.at, drop=_ONLY.search(body) is not None)


def _names_a_draft(talk: Talk, frame: Frame) -> bool:
    """Whether a few words that were not understood begin with the number of a draft: they are no need."""
    said = commands.command(talk.text, len(frame.drafts))
    return len(talk.text) <= SHORT and bool(said.at) and talk.text.endswith(said.text)


def withheld(talk: Talk, heard: pieces.Outcome) -> Frame | None:
    """Return the form that asks for the unit of a finding that was to be filed; None where none lacks it.

    Nothing is filed before. Where nothing else is wanted, the answer files.
    """
    chosen = tuple(heard.frame.drafts[n] for n in heard.file)
    alone = msgspec.structs.replace(heard.frame, drafts=chosen)
    if not wanted("unit_unknown", "unit", alone):
        return None
    left = len(heard.frame.drafts) - len(chosen)
    if left and not heard.drop:
        return heard.frame
    if left:
        talk.say("operator.dropped", count=left)
    return closed(alone)


def closed(frame: Frame) -> Frame:
    """Confirmed: what is still missing stays out."""
    slots = {"place": SKIPPED, "contact": SKIPPED, **frame.slots, "confirm": "yes"}
    return msgspec.structs.replace(frame, slots=slots)
