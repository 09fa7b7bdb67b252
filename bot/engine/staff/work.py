"""Placeholder."""

from bot.engine.requests import Plan
from bot.engine.talk import Talk


def staff_turn(talk: Talk) -> Plan[bool]:
    """To come."""
    yield from ()
    return False
