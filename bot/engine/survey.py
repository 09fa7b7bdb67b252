
from bot.engine import answers
from bot.engine.form_engine import Behaviour
from bot.engine.state import Frame
from bot.engine.requests import Plan
from bot.engine.talk import Talk


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    yield from ()


SURVEY = Behaviour(take=answers.take, put=answers.put, finish=_finish, cancelled="cancel.nothing")
