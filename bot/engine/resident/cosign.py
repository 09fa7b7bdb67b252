"""Placeholder of cosign."""

from bot.engine.requests import Plan
from bot.engine.talk import Talk


def handle(talk: Talk) -> Plan[None]:
    """To come."""
    talk.say("bye")
    yield from ()
