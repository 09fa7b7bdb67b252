"""One turn: the order in which a message is looked at.

0. chatter in a group is not answered at all; a vote is counted; a file that was not taken is told of before
   anything else;
1. staff act first, if the speaker holds a post and the message is work; a message without words is kept;
2. danger to life is answered before anything else, and written down at once;
3. a wish for a person is granted at any turn, the first time;
4. an edit corrects what it edits;
5. the open form takes its answer; a question about what was meant makes way for the form beneath it;
6. a bare case number asks for it, a bare score rates the one case that awaits it;
7. else the intent decides, and the open form's question is put again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from bot.engine import catalogue, learning, survey, survey_launch
from bot.engine.form_engine import Behaviour, advance, hold, remind, step
from bot.engine.intake_answers import only_data
from bot.engine.reply import Reply
from bot.engine.requests import Plan
from bot.engine.resident import (
    ballot,
    changing,
    danger,
    doubt,
    edits,
    evaluate,
    groups,
    human,
    invitation,
    relapse,
    repeat,
    status,
    submit,
    unclear,
    unkept,
    wordless,
)
from bot.engine.resident.intents import INTENTS, Handler
from bot.engine.staff import operator, slips, work
from bot.engine.state import State
from bot.engine.talk import Heard, Talk, World
from storage.people import Person

CONFIDENT = 0.4
"""Below this probability an intent that would change something is not acted on unasked."""
DIGRESSES = 0.5
"""From here on a message in the middle of a form is believed to be about something else."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn comes to: the state to keep and the replies to send."""

    state: State
    replies: tuple[Reply, ...]


def turn(state: State, heard: Heard, world: World, person: Person) -> Plan[Outcome]:
    """Handle one message. Pure: everything from outside comes in as an argument or a request."""
    talk = Talk(heard, world, person, _language(state, heard))
    yield from _respond(talk)
    return Outcome(talk.state, (*unkept.notes(talk), *talk.replies))


def _respond(talk: Talk) -> Plan[None]:
    for look in LOOKS:
        if (yield from look(talk)):
            learning.go_on(talk)
            return
    yield from _by_intent(talk)
    learning.remember(talk)


def _form(talk: Talk) -> Plan[bool]:
    """Give the message to the open form; wishes to stop close it."""
    frame = talk.state.top
    if frame is None:
        return False
    behaviour, depth = catalogue.FORMS[frame.form], len(talk.state.frames)
    if behaviour.cancelled and _cancels(talk) and not behaviour.stays(talk, frame):
        talk.pop()
        talk.say(behaviour.cancelled)
        _return(talk, depth)
        return True
    taken = yield from step(talk, behaviour)
    if not taken and behaviour.gives_way and depth > 1:
        talk.pop()
        return (yield from survey.turn(talk)) or (yield from _form(talk))
    _return(talk, depth)
    return taken


def _return(talk: Talk, depth: int) -> None:
    """Where a form was closed, put the question of the one beneath it again."""
    below = talk.state.top
    if below is not None and len(talk.state.frames) < depth:
        remind(talk, catalogue.FORMS[below.form])


def _cancels(talk: Talk) -> bool:
    return talk.read.intent == "cancel" and talk.read.confidence >= CONFIDENT


def _by_intent(talk: Talk) -> Plan[None]:
    depth, said = len(talk.state.frames), len(talk.replies)
    asked = talk.state.top.asked if talk.state.top else None
    if not _digresses(talk) and (yield from hold(talk, _top(talk))):
        yield from learning.unheard(talk, asked)
        return
    yield from _handler(talk)(talk)
    frame = talk.state.top
    if frame is None or len(talk.state.frames) > depth:
        return
    behaviour = catalogue.FORMS[frame.form]
    if len(talk.replies) == said:
        yield from advance(talk, behaviour, frame)
    elif depth:
        remind(talk, behaviour)


def _digresses(talk: Talk) -> bool:
    """Whether a message that the open form did not take is about something else.

    A bare yes or no is not, nor is "me too" or "one more thing" that names no case.
    """
    read = talk.read
    if talk.state.top is None or read.needs or read.case_no:
        return True
    return read.confidence >= DIGRESSES and read.intent not in BARE


def _top(talk: Talk) -> Behaviour:
    return catalogue.FORMS[talk.state.frames[-1].form]


def _handler(talk: Talk) -> Handler:
    """The handler of the intent; a few other readings come before it, most of them where no form is open."""
    for applies, handler in READINGS if talk.state.top is None else AMID_FORM:
        if applies(talk):
            return handler
    return INTENTS.get(talk.read.intent, unclear.register)


def _need_beside(talk: Talk) -> bool:
    """A need beside anything else comes first (taxonomy rule 6)."""
    return bool(talk.read.needs) and talk.read.intent in BESIDE_A_NEED


def _asks_beside(talk: Talk) -> bool:
    return talk.read.intent == "check_status" and status.asks_beside(talk)


def _introduces(talk: Talk) -> bool:
    return only_data(talk) and not _about_a_case(talk)


def _is_unclear(talk: Talk) -> bool:
    return not _tells(talk) and doubt.is_lost(talk.read)


def _about_a_case(talk: Talk) -> bool:
    """我们荆山社区也想要 holds little more than a place, and yet it is no introduction."""
    return talk.read.intent in ABOUT_CASES and talk.read.confidence >= DIGRESSES


def _tells(talk: Talk) -> bool:
    """Whether a message says enough to act on the best guess: a need, or which case it is about."""
    return bool(talk.read.needs or talk.read.case_no)


ABOUT_CASES = frozenset(("cosign", "check_status", "urge", "withdraw", "evaluate", "delete_data"))
BARE = frozenset(("affirm", "deny", "skip", "cosign", "supplement"))
BESIDE_A_NEED = frozenset(
    ("submit_need", "greet", "thanks", "bye", "abuse", "out_of_scope", "affirm", "deny")
)


def _language(state: State, heard: Heard) -> State:
    """Answer in the language of the last message that had enough words to tell; a pressed button has none
    of the speaker's own."""
    if heard.message.payload is not None:
        return state
    if "english" in heard.read.signals:
        return msgspec.structs.replace(state, language="en")
    if sum("\u4e00" <= char <= "\u9fff" for char in heard.text) >= 2:
        return msgspec.structs.replace(state, language="zh")
    return state


LOOKS: tuple[Callable[[Talk], Plan[bool]], ...] = (
    groups.overheard,
    ballot.cast,
    groups.settle,
    unkept.alone,
    invitation.redeem,
    survey_launch.turn,
    work.staff_turn,
    invitation.explain,
    slips.turn,
    operator.turn,
    wordless.received,
    danger.warn,
    human.asked,
    edits.apply,
    learning.denied,
    survey.turn,
    _form,
    status.bare_number,
    evaluate.bare,
    relapse.bare,
    repeat.relapsed,
)
"""Looked at in this order; the first that answers True has dealt with the message."""

AMID_FORM: tuple[tuple[Callable[[Talk], bool], Handler], ...] = ((changing.doubtful, doubt.ask),)
"""Readings that win over the intent also where a form is open that did not take the message."""

READINGS: tuple[tuple[Callable[[Talk], bool], Handler], ...] = (
    (lambda talk: submit.opens(talk.text), submit.handle),
    (_need_beside, submit.handle),
    (_asks_beside, submit.handle),
    (_introduces, submit.introduce),
    (doubt.doubts, doubt.ask),
    (_is_unclear, unclear.register),
    *AMID_FORM,
)
"""Readings of a message that no form waits for; the first that applies wins over the intent."""
