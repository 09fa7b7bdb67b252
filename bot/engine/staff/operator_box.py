"""An opinion box that is opened slip by slip, and photos that go with what was told."""

import msgspec

from bot.engine.state import Frame
from bot.engine.talk import Talk

LEAST = 4
NO_SLIP = frozenset({"skip", "human", "help", "ask_faq", "check_status", "cancel", "affirm", "deny"})
"""Words of these intents are about the filing, not what a slip says."""


def is_slip(talk: Talk, frame: Frame) -> bool:
    """Whether the message is the next slip of the box."""
    if frame.slots.get("source") != "box":
        return False
    return len(talk.text) >= LEAST and talk.read.intent not in NO_SLIP


def with_photos(talk: Talk, frame: Frame) -> Frame:
    """Keep photos that came without words with the draft before them."""
    last = frame.drafts[-1]
    last = msgspec.structs.replace(last, attachments=last.attachments + talk.heard.message.attachments)
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))
