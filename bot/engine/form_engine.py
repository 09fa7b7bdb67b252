"""One engine for all forms: put the next question, take an answer, finish.

Rules of this file: it knows no particular form. What a kind of answer means stands in
``bot.engine.answers`` (and the answers of intake in ``bot.engine.intake``), when a question is put in
``bot.engine.conditions``, what happens at the end in ``FORMS`` of ``bot.engine.catalogue``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from bot.engine.conditions import SKIPPED, wanted
from bot.engine.requests import Plan
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Form, Question

MAX_TRIES = 2
Taken = Frame | None
"""The frame with the answer in it, or None where the message does not answer the question."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a form does beyond asking.

    ``take`` reads a message as an answer to the question that was asked; ``put`` asks a question;
    ``finish`` acts when nothing is left to ask; ``cancelled`` is the wording key said on cancel, None
    where a wish to stop is an answer that ``take`` reads. ``keep`` saves words that answer nothing
    and mean nothing else either; ``stays`` tells words that only sound like a wish to stop. A form that
    ``gives_way`` is closed by what does not answer it, if another form beneath it waits.
    """

    take: Callable[[Talk, Frame, Question], Taken]
    put: Callable[[Talk, Frame, Question, bool], None]
    finish: Callable[[Talk, Frame], Plan[None]]
    cancelled: str | None
    keep: Callable[[Talk, Frame, Question], Frame] | None = None
    stays: Callable[[Talk, Frame], bool] = lambda _talk, _frame: False
    gives_way: bool = False


def form_of(talk: Talk, frame: Frame) -> Form:
    """Return the form that a frame is pinned to."""
    return talk.world.forms.get(frame.form, frame.version)


def begin(talk: Talk, behaviour: Behaviour, frame: Frame) -> Plan[None]:
    """Open a form and put its first question, or finish at once where nothing is to be asked."""
    talk.push(frame)
    yield from advance(talk, behaviour, frame)


def step(talk: Talk, behaviour: Behaviour) -> Plan[bool]:
    """Take the message as an answer to the open form; False where it is something else."""
    frame = talk.state.top
    if frame is None or frame.asked is None:
        return False
    question = form_of(talk, frame).question(frame.asked)
    taken = behaviour.take(talk, frame, question)
    if taken is None and not _skips(talk, question):
        return False
    if taken is None:
        taken = msgspec.structs.replace(frame, slots={**frame.slots, question.slot: SKIPPED})
    yield from advance(talk, behaviour, taken)
    return True


def advance(talk: Talk, behaviour: Behaviour, frame: Frame, *, again: bool = False) -> Plan[None]:
    """Put the first question that is still wanted; finish where there is none."""
    for question in form_of(talk, frame).questions:
        if wanted(question.when, question.slot, frame):
            tries = frame.tries + 1 if frame.asked == question.slot else 0
            seen = frame.seen if question.slot in frame.seen else (*frame.seen, question.slot)
            asked = msgspec.structs.replace(frame, asked=question.slot, tries=tries, seen=seen)
            talk.swap(asked)
            behaviour.put(talk, asked, question, again and bool(tries))
            return
    talk.pop()
    yield from behaviour.finish(talk, frame)


def hold(talk: Talk, behaviour: Behaviour) -> Plan[bool]:
    """Keep words that nobody understood: the question is put once more, then it is left open."""
    frame = talk.state.top
    if frame is None or frame.asked is None or behaviour.keep is None:
        return False
    question = form_of(talk, frame).question(frame.asked)
    kept = behaviour.keep(talk, frame, question)
    if frame.tries + 1 >= MAX_TRIES and question.optional:
        kept = msgspec.structs.replace(kept, slots={**kept.slots, question.slot: SKIPPED})
    yield from advance(talk, behaviour, kept, again=True)
    return True


def remind(talk: Talk, behaviour: Behaviour) -> None:
    """Put the open question once more after a digression."""
    frame = talk.state.top
    if frame is not None and frame.asked is not None:
        behaviour.put(talk, frame, form_of(talk, frame).question(frame.asked), True)


def _skips(talk: Talk, question: Question) -> bool:
    """A wish to skip counts; "no" counts for an optional question that asks for a thing."""
    if not question.optional:
        return False
    return talk.read.intent == "skip" or talk.text in SKIP_WORDS


SKIP_WORDS = frozenset(
    (
        "跳过",
        "跳過",
        "skip",
        "Skip",
        "不说",
        "不想说",
        "不方便",
        "不知道",
        "没有",
        "下一个",
        "过",
        "略",
        "不填",
        "随便",
    )
)
