"""The mark behind a link to the bot (``t.me/<bot>?start=<mark>``): the place whose poster was scanned.

Anybody can write such a link, so what it says counts only where it is a place of this locality.
"""

import base64
import binascii

LONGEST = 64
"""Characters, of A-Z a-z 0-9 _ and -, that Telegram lets through."""


class TooLongError(ValueError):
    """The name of the place is too long for a link."""


def mark(place: str) -> str:
    """Return the mark of a place; raises TooLongError beyond 16 Chinese characters."""
    made = base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    if len(made) > LONGEST:
        raise TooLongError(place)
    return made


def place(made: str) -> str:
    """Return what a mark says; "" where it says nothing."""
    try:
        return base64.b64decode(made + "=" * (-len(made) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def link(bot: str, where: str) -> str:
    """Return the address that opens the chat with the bot ``bot`` (username without @) at a place."""
    return f"https://t.me/{bot}?start={mark(where)}"
