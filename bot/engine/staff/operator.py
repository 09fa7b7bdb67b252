"""The operator's filing by chat: a need taken down for a caller."""

from bot.engine import answers
from bot.engine.form_engine import Behaviour
from bot.engine.requests import Plan
from bot.engine.state import Frame
from bot.engine.talk import Talk


def turn(talk: Talk) -> Plan[bool]:
    """Begin a filing where the message files something for somebody else; False where it does not."""
    yield from ()
    return False


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    yield from ()


CALL = Behaviour(take=answers.take, put=answers.put, finish=_finish, cancelled="cancel.nothing")
