"""The same person says the same again."""

from bot.engine.requests import Plan
from bot.engine.talk import Talk


def same_case(talk: Talk) -> Plan[bool]:
    """To come."""
    yield from ()
    return False
