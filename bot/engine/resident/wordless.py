"""Messages without a word: a photo, a voice nobody could make out, a position, or nothing at all."""

from bot.engine import catalogue
from bot.engine.form_engine import remind, step
from bot.engine.requests import Plan
from bot.engine.resident import submit, supplement, unclear
from bot.engine.talk import Talk


def received(talk: Talk) -> Plan[bool]:
    """Keep what came along with the open form or the case talked of; else ask what it is about."""
    if talk.text:
        return False
    if not talk.heard.message.attachments:
        unclear.empty(talk)
    elif talk.state.top is None:
        yield from supplement.handle(talk) if talk.state.recent else submit.handle(talk)
        return True
    elif (yield from _answers(talk)):
        return True
    if talk.state.top is not None:
        remind(talk, catalogue.FORMS[talk.state.top.form])
    return True


def _answers(talk: Talk) -> Plan[bool]:
    frame = talk.state.top
    return frame is not None and (yield from step(talk, catalogue.FORMS[frame.form]))
