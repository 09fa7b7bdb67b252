"""Corrections of drafts piece by piece: each is made, or the operator is told that it was not."""

import re
from dataclasses import replace
from typing import NamedTuple

from bot.engine.requests import CaseByNo, CasesByShort, Plan, ask
from bot.engine.resident.cosign import joinable
from bot.engine.staff import operator_commands as commands
from bot.engine.staff import operator_edits as edits
from bot.engine.staff.operator_edit import Edit
from bot.engine.staff.operator_grouping import MERGE, SPLIT
from bot.engine.staff.operator_splitting import split
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.permissions import hidden

FILES = re.compile(r"(?:先|就|只)*(?:确认|入账|报|录入?|提交|登记?|入|存)(?:上|了|吧)*")
JOIN = re.compile(
    r"(?:并|合并|合|归|加|附议)(?:到|入|进|给|在|成)?(?:编号)?\s*(?P<no>(?:WH)?\d{8}-\d{4}|\d{4})(?:里|去|吧|了)*"
    r"|(?:和|跟|与)\s*(?P<with>(?:WH)?\d{8}-\d{4}|\d{4})\s*(?:是)?(?:合?并|一回事|同一件|一件事|重复).{0,3}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*[第\d]")
_ALSO = re.compile(r"的?(?:也是|也一样|也改|也这样|一样|同样|同上|照改).{0,3}")
_ASIDE = re.compile(
    r".{0,10}(?:不是|错了|不对|写错|记错|听错|说错).*|(?:谢谢|麻烦|辛苦|不好意思|对不起|其[他它余]|另外|还有|哦|嗯).{0,6}"
)
"""The first half of a correction, or courtesy: nothing that could be left undone."""
_HALF = re.compile(r"不是.{1,12}|(?:而|应该|应当)?是.{1,12}")
"""Half of 第二个不是象棋，是围棋."""
_DIGITS = re.compile(r"\d{3}")


class Outcome(NamedTuple):
    """The form after a message. ``file`` are the drafts to be filed now where those are not all;
    ``drop`` says that the others are not wanted."""

    frame: Frame
    file: tuple[int, ...] = ()
    drop: bool = False


class _Taken(NamedTuple):
    """What became of the pieces of a message so far."""

    frame: Frame
    at: tuple[int, ...] = ()
    last: str = ""
    chosen: tuple[Draft, ...] = ()
    missing: tuple[int, ...] = ()
    astray: bool = False
    failed: tuple[str, ...] = ()
    done: int = 0
    named: bool = False


def corrected(talk: Talk, frame: Frame, body: str, reached: bool) -> Plan[Outcome | None]:
    """Return the form with the corrections made; None where the words make none.

    A draft that there is not, and words that were not understood beside others that were, are told.
    """
    said, taken = len(talk.replies), _Taken(frame)
    pieces = commands.pieces(body)
    for text in pieces:
        whole = Edit(talk, taken.frame, (), text, alone=len(pieces) == 1, reached=reached)
        taken = yield from _piece(whole, taken)
    if taken.failed and not taken.missing:
        replies = talk.replies[said:]
        del talk.replies[said:]
        one = _as_one(talk, frame, body, reached)
        if not taken.done or (one is None and not taken.named):
            return one
        if one and taken.done == 1 and one.frame != taken.frame:  # its value reaches over the pause
            return one
        talk.replies[said:] = replies
    _tell(talk, len(frame.drafts), taken, reached)
    drafts = enumerate(taken.frame.drafts)
    return Outcome(taken.frame, tuple(n for n, draft in drafts if draft in taken.chosen))


def _piece(edit: Edit, taken: _Taken) -> Plan[_Taken]:
    """Take one piece in.

    Without a number it goes on with the last drafts; 2的也是 says the last words again.
    """
    drafts = edit.frame.drafts
    absent = commands.absent(edit.text, len(drafts))
    if absent.numbers and _commanded(replace(edit, at=(0,), text=absent.text)):
        return taken._replace(missing=(*taken.missing, *absent.numbers), astray=True)
    named, words = commands.command(edit.text, len(drafts))
    if not named:
        named, words = commands.named_by(edit.text, [draft.summary for draft in drafts])
    words = taken.last if taken.last and named and _ALSO.fullmatch(words) else words
    if taken.astray and not named and _commanded(replace(edit, at=(0,))):
        return taken
    at = named or taken.at
    taken = taken._replace(at=at, last=words, astray=False, named=taken.named or bool(named))
    if named and FILES.fullmatch(words):
        return taken._replace(chosen=(*taken.chosen, *(drafts[n] for n in named)), done=taken.done + 1)
    one = replace(edit, at=at, text=words)
    made = (yield from _joined(one)) or (yield from _split(one)) or edits.apply(one)
    if made is None:
        return taken._replace(failed=(*taken.failed, edit.text))
    at = at if len(made.drafts) == len(drafts) else ()
    return taken._replace(frame=made, at=at, done=taken.done + 1)


def _tell(talk: Talk, count: int, taken: _Taken, reached: bool) -> None:
    """Say which numbers no draft has, and which words were left undone."""
    if taken.missing:
        numbers, there = (
            "、".join(map(str, sorted(set(said)))) for said in (taken.missing, range(1, count + 1))
        )
        talk.say("operator.no_such_draft", number=numbers, there=there)
    for words in taken.failed:
        if not _ASIDE.fullmatch(words) and not (reached and _DIGITS.search(words)):
            talk.say("operator.not_done", text=words)


def _commanded(edit: Edit) -> bool:
    """Whether the words would do something to the draft; nothing is done or said."""
    said, words = len(edit.talk.replies), edit.text.strip("吧了。 ")
    known = any(pattern.fullmatch(words) for pattern in (FILES, JOIN, MERGE, SPLIT, _HALF))
    known = known or edits.apply(edit) is not None
    del edit.talk.replies[said:]
    return known


def _as_one(talk: Talk, frame: Frame, body: str, reached: bool) -> Outcome | None:
    """One correction with pauses in it: 第二个不是象棋，是围棋; none where a later piece names a draft itself."""
    count = len(frame.drafts)
    later = [piece for piece in commands.pieces(body)[1:] if _NUMBERED.match(piece)]
    if any(commands.command(piece, count).at for piece in later):
        return None
    at, words = commands.command(body, count)
    made = edits.apply(Edit(talk, frame, at, words, alone=True, reached=reached))
    return Outcome(made) if made is not None else None


def _joined(edit: Edit) -> Plan[Frame | None]:
    """1并到0007: to the case that was shown, or to another open one."""
    match = JOIN.fullmatch(edit.text.strip())
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
