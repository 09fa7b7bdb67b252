"""What a message does to the drafts of a call: confirms all or some, corrects, joins, splits, adds more."""

import re
from typing import NamedTuple

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.requests import CaseByNo, CasesByShort, Plan, ask
from bot.engine.resident.cosign import joinable
from bot.engine.staff import operator_box as box
from bot.engine.staff import operator_commands as commands
from bot.engine.staff import operator_edits as edits
from bot.engine.staff import operator_more as more
from bot.engine.staff.operator_drafts import contact
from bot.engine.staff.operator_edit import Edit
from bot.engine.staff.operator_grouping import SPLIT
from bot.engine.staff.operator_opening import opens
from bot.engine.staff.operator_reading import pasted, read_in, states
from bot.engine.staff.operator_record import only_answers
from bot.engine.staff.operator_splitting import split
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.permissions import hidden

SHORT = 24
"""A few words that change contact or wishes of privacy state no need."""
_FILES = re.compile(r"(?:先|就|只)*(?:确认|入账|报|录入?|提交|登记?|入|存)(?:上|了|吧)*")
_ONLY = re.compile("只|就")
_JOIN = re.compile(
    r"(?:并|合并|合|归|加|附议)(?:到|入|进|给|在|成)?(?:编号)?\s*(?P<no>(?:WH)?\d{8}-\d{4}|\d{4})(?:里|去|吧|了)*"
    r"|(?:和|跟|与)\s*(?P<with>(?:WH)?\d{8}-\d{4}|\d{4})\s*(?:是)?(?:合?并|一回事|同一件|一件事|重复).{0,3}",
    re.IGNORECASE,
)


_NUMBERED = re.compile(r"\s*[第\d]")
_ALSO = re.compile(r"的?(?:也是|也一样|也改|也这样|一样|同样|同上|照改).{0,3}")


class Outcome(NamedTuple):
    """The form after a message. ``file`` are the drafts to be filed now where those are not all;
    ``drop`` says that the others are not wanted."""

    frame: Frame
    file: tuple[int, ...] = ()
    drop: bool = False


def amends(text: str) -> bool:
    """Whether words with a case number in them join a draft to that case."""
    return any(_JOIN.search(piece) for piece in commands.pieces(text)) and len(text) <= 2 * SHORT


def hear(talk: Talk, frame: Frame) -> Plan[Outcome | None]:
    """Return the form after the message; None where the message is no confirmation, correction or need."""
    if not frame.drafts:
        read = yield from read_in(talk, frame)
        return Outcome(read.frame) if read.frame.drafts or read.frame != frame else None
    if not (opens(talk.text) or pasted(talk.text)):
        made = yield from _corrected(talk, frame)
        if made is not None or _names_a_draft(talk, frame):
            return made
    known = contact(talk, frame)
    if known != frame and len(talk.text) <= SHORT and not opens(talk.text):
        return Outcome(known)
    if states(talk) or box.is_slip(talk, frame) or more.said(talk.text):
        return Outcome((yield from more.added(talk, known)))
    if talk.heard.message.attachments:
        return Outcome(box.with_photos(talk, known))
    return Outcome(known) if known != frame else None


def _corrected(talk: Talk, frame: Frame) -> Plan[Outcome | None]:
    said = commands.confirmed(talk.text)
    if not said.body:
        return Outcome(closed(frame)) if said.confirms else None
    known, asked = contact(talk, frame), len(talk.replies)
    some = _some(said.body, frame)
    if some is not None:
        return some
    if len(frame.drafts) == 1 and only_answers(talk.text):
        one = Edit(talk, known, (), talk.text, alone=True)
        return Outcome(closed(edits.apply(one) or known))
    reached = known != frame or (said.confirms and talk.read.phone is not None)
    pieces = yield from _by_pieces(talk, known, said.body, reached)
    made = pieces or _as_one(talk, known, said.body, reached)
    if made is None or made.file or not said.confirms or len(talk.replies) != asked:
        return made
    return Outcome(closed(made.frame))


def _some(body: str, frame: Frame) -> Outcome | None:
    """确认2, 只报第一个: which drafts to file now."""
    said = commands.command(body, len(frame.drafts))
    rest = said.text.strip("，, 。")
    every = len(said.at) == len(frame.drafts) and commands.confirmed(rest) == ("", True)
    if not said.at or not (every or _FILES.fullmatch(rest)):
        return None
    return Outcome(frame, said.at, drop=_ONLY.search(body) is not None)


def _by_pieces(talk: Talk, frame: Frame, body: str, reached: bool) -> Plan[Outcome | None]:
    """Make each correction; None where a piece is none.

    Without a number a piece goes on with the last drafts; 2的也是 says the last words again.
    """
    pieces, said = commands.pieces(body), len(talk.replies)
    at: tuple[int, ...] = ()
    last, chosen = "", list[Draft]()
    for text in pieces:
        named, words = commands.command(text, len(frame.drafts))
        if not named:
            named, words = commands.named_by(text, [draft.summary for draft in frame.drafts])
        at = named or at
        words = last if last and named and _ALSO.fullmatch(words) else words
        last = words
        if named and _FILES.fullmatch(words):
            chosen += [frame.drafts[n] for n in named]
            continue
        edit = Edit(talk, frame, at, words, alone=len(pieces) == 1, reached=reached)
        made = (yield from _joined(edit)) or (yield from _split(edit)) or edits.apply(edit)
        if made is None:
            del talk.replies[said:]
            return None
        if len(made.drafts) != len(frame.drafts):
            at = ()
        frame = made
    return Outcome(frame, tuple(n for n, draft in enumerate(frame.drafts) if draft in chosen))


def _as_one(talk: Talk, frame: Frame, body: str, reached: bool) -> Outcome | None:
    """One correction with pauses in it: 第二个不是象棋，是围棋; none where a later piece names a draft itself."""
    count = len(frame.drafts)
    later = [piece for piece in commands.pieces(body)[1:] if _NUMBERED.match(piece)]
    if any(commands.command(piece, count).at for piece in later):
        return None
    at, words = commands.command(body, count)
    made = edits.apply(Edit(talk, frame, at, words, alone=True, reached=reached))
    return Outcome(made) if made is not None else None


def _names_a_draft(talk: Talk, frame: Frame) -> bool:
    """Whether a few words that were not understood begin with the number of a draft: they are no need."""
    said = commands.command(talk.text, len(frame.drafts))
    return len(talk.text) <= SHORT and bool(said.at) and talk.text.endswith(said.text)


def _joined(edit: Edit) -> Plan[Frame | None]:
    """1并到0007: to the case that was shown, or to another open one."""
    match = _JOIN.fullmatch(edit.text.strip())
    if match is None:
        return None
    number = (match["no"] or match["with"]).upper()
    shown = [n for n, d in enumerate(edit.frame.drafts) if d.taken.like.endswith(number[-4:])]
    found = yield from _case(edit, number)
    if found is None:
        edit.talk.say("operator.no_such_case", number=number)
        return edit.frame
    return edit.retaken(edit.target(only=shown), joins=found, like="", apart=False)


def _case(edit: Edit, number: str) -> Plan[str | None]:
    """Return the full number of the one open case that others may join."""
    liked = [d.taken.like for d in edit.frame.drafts if d.taken.like.endswith(number)]
    if liked:
        return liked[0]
    if len(number) > 4:
        case = yield from ask(CaseByNo(number if number.startswith("WH") else f"WH{number}"))
        cases = [case] if case else []
    else:
        cases = yield from ask(CasesByShort(number))
    post, profile = edit.talk.person.post, edit.talk.world.profile
    seen = [c for c in cases if joinable(c) and post and not hidden(post, c, profile)]
    return seen[0].no if len(seen) == 1 else None


def _split(edit: Edit) -> Plan[Frame | None]:
    """第二个拆开: what was put together before, else sentence by sentence."""
    if not SPLIT.fullmatch(edit.text):
        return None
    restored = edits.apply(edit)
    if restored is not None:
        return restored
    at = edit.target()
    if at is None or len(at) != 1:
        return edit.frame
    parts: tuple[Draft, ...] = yield from split(edit.talk, edit.frame.drafts[at[0]])
    if len(parts) < 2:
        edit.talk.say("operator.one_matter", index=at[0] + 1)
        return edit.frame
    drafts = edit.frame.drafts
    return edit.with_drafts((*drafts[: at[0]], *parts, *drafts[at[0] + 1 :]))


def closed(frame: Frame) -> Frame:
    """Confirmed: what is still missing stays out."""
    slots = {"place": SKIPPED, "contact": SKIPPED, **frame.slots, "confirm": "yes"}
    return msgspec.structs.replace(frame, slots=slots)
