"""One turn: the order in which a message is looked at.

0. chatter in a group is not answered at all;
1. staff act first, if the speaker holds a post and the message is work; a message without words is kept;
2. danger to life is answered before anything else, and written down at once;
3. a wish for a person is granted at any turn, the first time;
4. an edit corrects what it edits;
5. the open form takes its answer;
6. a bare case number asks for it, a bare score rates the one case that awaits it;
7. else the intent decides, and the open form's question is put again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from bot.engine import catalogue, survey
from bot.engine.form_engine import advance, hold, remind, step
from bot.engine.reply import Reply
from bot.engine.requests import Plan
from bot.engine.resident import danger, edits, evaluate, human, invitation, repeat, status, submit, unclear
from bot.engine.resident.intents import INTENTS, Handler
from bot.engine.staff import operator, work
from bot.engine.state import State
from bot.engine.talk import Heard, Talk, World
from storage.people import Person

CONFIDENT = 0.4
"""Below this probability an intent that would change something is not acted on unasked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn comes to: the state to keep and the replies to send."""

    state: State
    replies: tuple[Reply, ...]


def turn(state: State, heard: Heard, world: World, person: Person) -> Plan[Outcome]:
    """Handle one message. Pure: everything from outside comes in as an argument or a request."""
    talk = Talk(heard, world, person, _language(state, heard))
    yield from _respond(talk)
    return Outcome(talk.state, tuple(talk.replies))


def _respond(talk: Talk) -> Plan[None]:
    for look in LOOKS:
        if (yield from look(talk)):
            return
    yield from _by_intent(talk)


def _form(talk: Talk) -> Plan[bool]:
    """Give the message to the open form; wishes to stop close it."""
    frame = talk.state.top
    if frame is None:
        return False
    behaviour, depth = catalogue.FORMS[frame.form], len(talk.state.frames)
    if behaviour.cancelled and _cancels(talk):
        talk.pop()
        talk.say(behaviour.cancelled)
        _return(talk, depth)
        return True
    taken = yield from step(talk, behaviour)
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
    yield from _handler(talk)(talk)
    frame = talk.state.top
    if frame is None or len(talk.state.frames) > depth:
        return
    behaviour = catalogue.FORMS[frame.form]
    if len(talk.replies) == said:
        yield from advance(talk, behaviour, frame)
    elif depth:
        remind(talk, behaviour)


def _handler(talk: Talk) -> Handler:
    """The handler of the intent; a need beside anything else comes first (taxonomy rule 6)."""
    if talk.state.top is None and submit.opens(talk.text):
        return submit.handle
    if talk.read.needs and talk.state.top is None and talk.read.intent in BESIDE_A_NEED:
        return INTENTS["submit_need"]
    return INTENTS.get(talk.read.intent, unclear.register)


BESIDE_A_NEED = frozenset(("submit_need", "greet", "thanks", "bye", "abuse", "out_of_scope", "affirm", "deny"))


def _language(state: State, heard: Heard) -> State:
    """Answer in the language of the last message that had enough words to tell."""
    if "english" in heard.read.signals:
        return msgspec.structs.replace(state, language="en")
    if len(heard.text) >= 4:
        return msgspec.structs.replace(state, language="zh")
    return state


LOOKS: tuple[Callable[[Talk], Plan[bool]], ...] = (
    invitation.redeem,
    work.staff_turn,
    operator.turn,
    danger.warn,
    human.asked,
    edits.apply,
    survey.turn,
    _form,
    status.bare_number,
    evaluate.bare,
    repeat.relapsed,
)
"""Looked at in this order; the first that answers True has dealt with the message."""
