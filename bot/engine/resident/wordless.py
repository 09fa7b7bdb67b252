"""Messages without a word: a photo, a voice nobody could make out, a position, or nothing at all."""

from bot.engine import catalogue
from bot.engine.form_engine import remind, step
from bot.engine.requests import Plan
from bot.engine.resident import submit, supplement, unclear
from bot.engine.talk import Talk

_MARKS = "。.…,，、!！~～ -—_；;：:"
"""Dots and dashes by themselves say nothing."""


def received(talk: Talk) -> Plan[bool]:
    """Keep what came along with the open form or the case talked of; else ask what it is about."""
    if talk.text.strip(_MARKS):
        return False
    if not talk.heard.message.attachments:
        unclear.empty(talk)
        _remind(talk)
    elif not (yield from _answers(talk)):
        _remind(talk)
        if not talk.replies:
            yield from supplement.handle(talk) if talk.state.recent else submit.handle(talk)
    return True


def _answers(talk: Talk) -> Plan[bool]:
    frame = talk.state.top
    return frame is not None and (yield from step(talk, catalogue.FORMS[frame.form]))


def _remind(talk: Talk) -> None:
    """Put the open question again; a form that nobody needs any more closes itself."""
    if talk.state.top is not None:
        remind(talk, catalogue.FORMS[talk.state.top.form])
