"""An opinion box that is opened slip by slip: each slip a draft with its photo, words or not."""

import msgspec

from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk

LEAST = 4
PHOTO = "照片里的意见，字还没录"
NO_SLIP = frozenset({"skip", "human", "help", "ask_faq", "check_status", "cancel", "affirm", "deny"})
"""Words of these intents are about the filing, not what a slip says."""


def is_slip(talk: Talk, frame: Frame) -> bool:
    """Whether the message is the next slip of the box."""
    if frame.slots.get("source") != "box":
        return False
    return len(talk.text) >= LEAST and talk.read.intent not in NO_SLIP


def with_photos(talk: Talk, frame: Frame) -> Frame:
    """Keep photos that came without words: with the last draft; of a box, as the next slip where that has some."""
    last, photos = frame.drafts[-1], talk.heard.message.attachments
    if frame.slots.get("source") == "box" and last.attachments:
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, _unread(talk)))
    last = msgspec.structs.replace(last, attachments=last.attachments + photos)
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))


def photo_first(talk: Talk, frame: Frame) -> Frame:
    """Return the form with the photo of its first slip."""
    return msgspec.structs.replace(frame, drafts=(_unread(talk),))


def beside_photo(before: Frame, after: Frame) -> Frame:
    """The words that follow the photo of a slip are its words."""
    at = len(before.drafts) - 1
    if at < 0 or len(after.drafts) < at + 2 or after.drafts[at].summary != PHOTO:
        return after
    photo, said = after.drafts[at], after.drafts[at + 1]
    read = msgspec.structs.replace(
        said, attachments=photo.attachments + said.attachments, sources=photo.sources + said.sources
    )
    return msgspec.structs.replace(after, drafts=(*after.drafts[:at], read, *after.drafts[at + 2 :]))


def _unread(talk: Talk) -> Draft:
    message = talk.heard.message
    return Draft(
        words=(), summary=PHOTO, kind="suggestion", category="other", urgency="normal",
        attachments=message.attachments, sources=(message.external_id,), understood=False,
    )  # fmt: skip
