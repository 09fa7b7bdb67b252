"""What is outside culture, in a record taken down: whom it goes to. It is filed all the same, as referred."""

from bot.engine.resident import outside
from bot.engine.talk import Talk

NOBODY_KNOWN = "12345"


def referred(talk: Talk, words: str) -> str:
    """Return who looks after the matter of these words, with a number to ring."""
    found = outside.find(talk, words)
    return f"{found.who} {found.phone or NOBODY_KNOWN}" if found else NOBODY_KNOWN
