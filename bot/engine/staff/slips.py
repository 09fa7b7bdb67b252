"""Slips of the opinion box and letters that staff photograph: what is on the photo becomes their words.

A photo without words is read where a reader is installed, and what was read is shown for checking; what
cannot be read is kept for its words to be typed. Residents' photos are never read, nor is one that goes
with a matter told by telephone.
"""

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.form_engine import advance, begin
from bot.engine.readings import ReadPhotos, ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.resident.words import overlap
from bot.engine.staff import operator, slip_words
from bot.engine.staff.operator_opening import named_source
from bot.engine.staff.operator_record import summary
from bot.engine.staff.operator_sorting import FILES_ANY_NEED
from bot.engine.state import Frame
from bot.engine.talk import Heard, Talk
from bot.permissions import desk_of, grant
from nlu.understanding import Understanding

UNANNOUNCED = {"operator": "box"}
"""What kind of paper it is where nobody said so; a grid member may photograph anything."""
ENOUGH = 4
"""Fewer Chinese characters, or fewer of them about a matter, are a stamp or a signboard and no slip."""
SAME = 0.6
"""So much in common makes it the slip that was typed just before its photo came."""


def turn(talk: Talk) -> Plan[bool]:
    """Put the words of a photo, or of a misread one, in the place of the message's own."""
    message = talk.heard.message
    if message.group or message.edit_of or not _files(talk):
        return False
    source = _source(talk)
    if talk.text:
        _bring_photos(talk)
        return (yield from slip_words.put_right(talk, source))
    photos = tuple(a.digest for a in message.attachments if a.kind == "photo" and a.digest)
    if not photos or not _awaits_paper(talk):
        return False
    text = yield from ask(ReadPhotos(photos, talk.person.id))
    words = slip_words.headed(source, text)
    (read,) = yield from ask(ReadTexts((words,)))
    if not _tells(text, read):
        return (yield from _unread(talk, source))
    if _typed_before(talk.state.top, text):
        return False
    talk.heard = Heard(msgspec.structs.replace(message, text=words), read)
    _bring_photos(talk)
    talk.say("slips.read", text=text, private=True)
    return (yield from slip_words.file(talk, source))


def _files(talk: Talk) -> bool:
    """Whether slips are this post's business."""
    post = talk.person.post
    if post is None or post.role not in FILES_ANY_NEED:
        return False
    return grant(desk_of(post, talk.world.profile), "file_for_caller") == "all"


def _awaits_paper(talk: Talk) -> bool:
    """A photo amid a matter that was told belongs to it; amid paper it is the next slip."""
    frame = talk.state.top
    if frame is None:
        return _source(talk) in slip_words.HEADINGS or not talk.state.recent
    paper = frame.slots.get("source") in slip_words.HEADINGS
    return frame.form == operator.FORM and (paper or not frame.drafts)


def _source(talk: Talk) -> str:
    """Return how the paper came in: as the open form says, else by who sends it."""
    frame, post = talk.state.top, talk.person.post
    if frame is not None:
        return frame.slots.get("source", "")
    return UNANNOUNCED.get(post.role, "") if post else ""


def _tells(text: str, read: Understanding) -> bool:
    written = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return written >= ENOUGH and (bool(read.needs) or len(summary(read)) >= ENOUGH)


def _typed_before(frame: Frame | None, text: str) -> bool:
    """Whether the last draft has these words and no photo yet."""
    last = frame.drafts[-1] if frame is not None and frame.drafts else None
    if last is None or last.attachments:
        return False
    return overlap("".join(last.words), text) >= SAME


def _unread(talk: Talk, source: str) -> Plan[bool]:
    """Keep the photo of a slip until its words are typed; one beside a slip that was typed goes with that."""
    frame = talk.state.top
    photos = talk.heard.message.attachments
    if frame is None and source not in slip_words.HEADINGS:
        return False
    if frame is not None and frame.drafts and not frame.drafts[-1].attachments:
        return False
    talk.say("slips.kept", private=True)
    if frame is not None and not frame.drafts:
        kept = msgspec.structs.replace(frame, photos=frame.photos + photos)
        yield from advance(talk, operator.CALL, kept)
        return True
    slots = {"source": source} | ({"contact": SKIPPED} if source in operator.WITHOUT_CALLER else {})
    form = talk.world.forms.latest(operator.FORM)
    yield from begin(talk, operator.CALL, Frame(form.id, form.version, slots, photos=photos))
    return True


def _bring_photos(talk: Talk) -> None:
    """The words that a photo waited for come with it, and may say what kind of paper it is."""
    frame = talk.state.top
    if frame is None or frame.form != operator.FORM or frame.drafts or not frame.photos:
        return
    message = talk.heard.message
    photos = frame.photos + message.attachments
    talk.heard = Heard(msgspec.structs.replace(message, attachments=photos), talk.read)
    if source := named_source(talk.text):
        talk.swap(msgspec.structs.replace(frame, slots={**frame.slots, "source": source}))
