"""What stands behind a button: at most 64 bytes, so a longer payload goes by a token made from it.

The token is found again in the conversation as it is stored: nothing has to be remembered beside it.
"""

import hashlib
from collections.abc import Iterable

from connectors.limits import LIMITS
from storage.messages import Line

MARK = "~"
_SIZE = LIMITS["telegram"].payload or 0


def behind(payload: str) -> str:
    """Return what to put behind a button."""
    if payload and len(payload.encode()) <= _SIZE and not payload.startswith(MARK):
        return payload
    return MARK + hashlib.sha256(payload.encode()).hexdigest()[:32]


def meant(data: str, lines: Iterable[Line]) -> str | None:
    """Return the payload that was put behind a button; None for a token that no line of the conversation has."""
    if not data.startswith(MARK):
        return data
    shown = (button.payload for line in lines if line.mine for button in line.buttons)
    return next((payload for payload in shown if behind(payload) == data), None)
