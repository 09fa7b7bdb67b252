"""What was read off a photographed slip, and putting right what was misread: a word of it, or all of it."""

import re
from itertools import takewhile
from typing import NamedTuple

import msgspec

from bot.engine.form_engine import advance
from bot.engine.intake_place import with_place
from bot.engine.readings import ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.staff import operator
from bot.engine.state import Draft, Frame
from bot.engine.talk import Heard, Talk

HEADINGS = {"box": "【意见箱照片】\n", "letter": "【来信照片】\n"}
"""Put before what was read, so that the kept words say where they are from."""
OTHER = "【照片】\n"
_HEADED = re.compile("|".join(re.escape(heading) for heading in (*HEADINGS.values(), OTHER)))
_ALL = re.compile(
    r"(?:照片|纸条?|信)上?的?(?:原文|原话|字|话)(?:应该|应当)?(?:写的)?(?:是|改成|改为)[：:，,\s]*(?P<text>.{4,})",
    re.DOTALL,
)
_PART = tuple(
    map(
        re.compile,
        (
            r"(?:把|不是)?(?P<old>.{1,20}?)[，,\s]*(?:改|换)[成为](?P<new>.{1,40})",
            r"不是(?P<old>.{1,20}?)[，,\s]*(?:而是|应该是|应是|是)(?P<new>.{1,40})",
            r"(?P<old>.{1,20}?)[，,\s]*(?:应该是|应当是|应为|应是)(?P<new>.{1,40})",
        ),
    )
)
_MARKS = "「」『』“”\"'《》。.！! "
_LABEL = re.compile(
    r"第.*|最后.*|地[点址方]|位置|时间|场[馆所]|主题|内容|摘要|标题|姓?名字?|称呼|.{2}人|电话|类[型别]|程度|急缓"
)
"""These name a field of the draft, whatever the slip says."""
_FIELDS = ("venue", "topic", "when", "village")


class Misread(NamedTuple):
    """What stands in the words of a slip, and what should."""

    old: str
    new: str


def headed(source: str, text: str) -> str:
    """Return the words of a photo as they are kept."""
    return HEADINGS.get(source, OTHER) + text


def file(talk: Talk, source: str) -> Plan[bool]:
    """File what was read as any record; each need of a letter keeps the mark that it was read off a photo."""
    done = yield from operator.turn(talk)
    frame, own = talk.state.top, talk.heard.message.external_id
    if frame is not None and frame.form == operator.FORM:
        drafts = tuple(_marked(draft, source) if own in draft.sources else draft for draft in frame.drafts)
        talk.swap(msgspec.structs.replace(frame, drafts=drafts))
    return done


def _marked(draft: Draft, source: str) -> Draft:
    words = "".join(draft.words[:1])
    if not words or _HEADED.match(words):
        return draft
    return msgspec.structs.replace(draft, words=(headed(source, words), *draft.words[1:]))


def put_right(talk: Talk, source: str) -> Plan[bool]:
    """Correct a slip of the open call: a word of it, or all, which is then read again like an edited record."""
    frame = talk.state.top
    slips = _slips(frame)
    if frame is None or not slips:
        return False
    whole = _ALL.fullmatch(talk.text)
    if whole is not None:
        yield from _anew(talk, frame.drafts[slips[-1]], headed(source, whole["text"].strip()))
        return (yield from file(talk, source))
    for at in reversed(slips):
        misread = _misread(talk.text, frame.drafts[at].words)
        if misread is not None:
            yield from _mend(talk, frame, at, misread)
            return True
    return False


def _slips(frame: Frame | None) -> list[int]:
    """Return which drafts of the open call are from photographed paper; the needs of one letter share it."""
    if frame is None or frame.form != operator.FORM:
        return []
    paper = frame.slots.get("source") in HEADINGS
    photos = {
        source
        for draft in frame.drafts
        if (paper and draft.attachments) or _HEADED.match("".join(draft.words[:1]))
        for source in draft.sources
    }
    return [at for at, draft in enumerate(frame.drafts) if photos & set(draft.sources)]


def _misread(text: str, words: tuple[str, ...]) -> Misread | None:
    """Return what a message sets right in these words, None where they do not hold it."""
    body = _HEADED.sub("", "".join(words))
    for pattern in _PART:
        match = pattern.fullmatch(text.rstrip(_MARKS))
        if match is None:
            continue
        old, new = match["old"].strip(_MARKS), match["new"].strip(_MARKS)
        plain = len(old) > 1 or body.count(old) == 1
        if old and new and plain and old in body and not _LABEL.fullmatch(old):
            return Misread(old, new)
    return None


def _anew(talk: Talk, slip: Draft, words: str) -> Plan[None]:
    """Take the words for those of the last photo, as if that message had been edited."""
    (read,) = yield from ask(ReadTexts((words,)))
    message = msgspec.structs.replace(
        talk.heard.message, text=words, attachments=slip.attachments, edit_of=slip.sources[-1]
    )
    talk.heard = Heard(message, read)


def _mend(talk: Talk, frame: Frame, at: int, misread: Misread) -> Plan[None]:
    """The words change, and with them place and telephone; labels stay as they were set."""
    draft = frame.drafts[at]
    words = tuple(_replaced(part, misread) for part in draft.words)
    before, after = yield from ask(ReadTexts(("\n".join(draft.words), "\n".join(words))))
    values = {
        name: _follows(value, "".join(words), misread) for name in _FIELDS if (value := getattr(draft, name))
    }
    summary = _replaced(draft.summary, misread)
    draft = msgspec.structs.replace(draft, **values, words=words, summary=summary)
    if after.place.text and after.place != before.place:
        draft = with_place(draft, after.place)
    slots = dict(frame.slots)
    if slots.get("name"):
        slots["name"] = _replaced(slots["name"], misread)
    if after.phone and after.phone != before.phone:
        slots["phone"] = after.phone
    yield from advance(
        talk, operator.CALL, msgspec.structs.replace(frame, drafts=_with(frame, at, draft), slots=slots)
    )


def _replaced(text: str, misread: Misread) -> str:
    heading = _HEADED.match(text)
    start = heading.end() if heading else 0
    return text[:start] + text[start:].replace(misread.old, misread.new)


def _follows(value: str, words: str, misread: Misread) -> str:
    """A value that is no longer in the words goes with them: 看吕剧 corrected to 看豫剧 is about 豫剧."""
    if value in words:
        return value
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*misread, strict=False)))
    old, new = misread.old[same:], misread.new[same:]
    found = next((pair for pair in (misread, Misread(old, new)) if pair.old and pair.old in value), None)
    return value.replace(*found) if found else value


def _with(frame: Frame, at: int, draft: Draft) -> tuple[Draft, ...]:
    return (*frame.drafts[:at], draft, *frame.drafts[at + 1 :])
