"""What somebody wants done with a case, kept as it was said until it is clear which case."""

import msgspec

from bot.engine.talk import Talk
from storage.messages import Attachment


class Wish(msgspec.Struct, frozen=True):
    """A deed (``status``, ``urge`` …), the words that asked for it, and values found in them."""

    deed: str
    words: str
    fields: dict[str, str] = {}
    attachments: tuple[Attachment, ...] = ()


def wish_of(talk: Talk, deed: str, **fields: str) -> Wish:
    """Return the wish that the present message states."""
    message = talk.heard.message
    return Wish(deed, message.text, fields, message.attachments)
