"""Taking everything a message says into an open intake form, whatever was asked."""

import msgspec

from bot.engine import intake_contact, intake_place
from bot.engine.intake_place import with_place
from bot.engine.state import Draft, Frame
from bot.engine.summary import MAX_CHARS, summarise
from bot.engine.talk import Talk
from nlu.understanding import Need

__all__ = [
    "ASKED_BESIDE", "FRESH", "absorb", "add_needs", "adding", "draft_of", "drafts_of", "merge", "seed",
    "stating", "verbatim", "with_place",
]  # fmt: skip

FRESH = ("另外", "还有", "再一个", "对了", "再说一个", "再报一个", "顺便", "除了这", "also")
"""Openings that announce another matter, not more of the same."""
ASKED_BESIDE = 0.6
"""From here on a question of the FAQ beside a need is answered and is no part of the need."""


def draft_of(need: Need, talk: Talk, whole: bool) -> Draft:
    """Make a draft of a need; ``whole`` keeps the message verbatim, else only the need's part."""
    message = talk.heard.message
    answered = talk.read.faq is not None and talk.read.faq_confidence >= ASKED_BESIDE
    span = (0, None) if whole and not answered else (need.start, need.end)
    return Draft(
        words=(message.text if whole else need.words,),
        summary=summarise(talk.read, *span),
        kind=need.kind,
        category=need.category,
        urgency=need.urgency,
        audience=need.audience,
        town=need.place.town,
        village=need.place.village,
        venue=need.venue,
        topic=need.topic,
        when=need.when,
        attachments=message.attachments,
        sources=(message.external_id,),
    )


def drafts_of(talk: Talk) -> tuple[Draft, ...]:
    """Return a draft for each need inside public culture that the message states."""
    needs = [need for need in talk.read.needs if not need.out_of_scope]
    whole = len(talk.read.needs) == 1
    return tuple(draft_of(need, talk, whole) for need in needs)


def seed(talk: Talk) -> Draft:
    """Return a draft that waits for its matter and keeps the place and the photos that came first."""
    message, place = talk.heard.message, intake_place.of_message(talk)
    return Draft(
        words=(message.text,) if message.text else (),
        summary="",
        kind="request",
        category="other",
        urgency="normal",
        town=place.town,
        village=place.village,
        attachments=message.attachments,
        sources=(message.external_id,),
    )


def verbatim(talk: Talk, *, understood: bool = True) -> Draft:
    """Return a draft that keeps the words and guesses as little as possible."""
    read, message, place = talk.read, talk.heard.message, intake_place.of_message(talk)
    return Draft(
        words=(message.text,),
        summary=summarise(read) or message.text[:MAX_CHARS] or "…",
        kind=read.kind or "request",
        category=read.category or "other",
        urgency=read.urgency or "normal",
        audience=read.audience,
        town=place.town,
        village=place.village,
        attachments=message.attachments,
        sources=(message.external_id,),
        understood=understood,
    )


def absorb(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with contact, place and photos of the message taken in."""
    return _photos(talk, intake_place.fill(talk, intake_contact.fill(talk, frame)))


def add_needs(talk: Talk, frame: Frame) -> Frame:
    """Add the needs of the message: more of the same to its draft, another matter as a new one."""
    new = drafts_of(talk)
    if not new:
        return frame
    if not any(draft.stated for draft in frame.drafts):
        return msgspec.structs.replace(frame, drafts=_share_place((_grown(frame.drafts, new[0]), *new[1:])))
    fresh = len(new) > 1 or talk.text.startswith(FRESH) or _other_matter(frame.drafts[-1], new[0])
    drafts = (*frame.drafts, *new) if fresh else (*frame.drafts[:-1], merge(frame.drafts[-1], new[0]))
    return msgspec.structs.replace(frame, drafts=_share_place(drafts))


def _grown(seeds: tuple[Draft, ...], draft: Draft) -> Draft:
    """The first draft of a form with all that came before its matter was said."""
    for old in reversed(seeds):
        draft = msgspec.structs.replace(
            draft,
            words=(*old.words, *draft.words),
            town=draft.town or old.town,
            village=draft.village or (old.village if draft.town in (None, old.town) else None),
            attachments=old.attachments + draft.attachments,
            sources=(*old.sources, *draft.sources),
        )
    return draft


def stating(frame: Frame, draft: Draft) -> Frame:
    """Return the frame with this as its first matter."""
    return msgspec.structs.replace(frame, drafts=(_grown(frame.drafts, draft),))


def adding(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with the words of the message kept in its last draft, as they are."""
    message, last = talk.heard.message, frame.drafts[-1]
    words = intake_contact.allowed(talk, frame)
    if message.text and not words:
        return frame
    more = summarise(talk.read) if sum(map(_is_word, talk.text)) > 2 else ""
    more = more if words == message.text else words
    entities = {
        e.entity: e.value for e in reversed(talk.read.entities) if e.entity in ("venue", "topic", "when")
    }
    known = {name: value for name, value in entities.items() if not getattr(last, name)}
    last = msgspec.structs.replace(
        last,
        **known,
        words=(*last.words, words),
        summary=f"{last.summary}，{more}"[:MAX_CHARS] if more and last.stated else last.summary,
        sources=(*last.sources, message.external_id),
    )
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))


def _is_word(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def merge(old: Draft, more: Draft) -> Draft:
    """Return one draft of two messages about the same matter; what was said first stays."""
    return msgspec.structs.replace(
        old,
        words=(*old.words, *more.words),
        summary=f"{old.summary}，{more.summary}"[:MAX_CHARS],
        town=old.town or more.town,
        village=old.village or more.village,
        venue=old.venue or more.venue,
        topic=old.topic or more.topic,
        when=old.when or more.when,
        audience=old.audience or more.audience,
        urgency=max(old.urgency, more.urgency, key=("normal", "pressing", "urgent").index),
        attachments=old.attachments + more.attachments,
        sources=(*old.sources, *more.sources),
    )


def _other_matter(old: Draft, new: Draft) -> bool:
    """Two drafts differ when both name what they are about and share none of it."""
    known, said = {old.topic, old.venue} - {None}, {new.topic, new.venue} - {None}
    return bool(known and said and new.topic and not known & said and old.category != new.category)


def _share_place(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """A place said for one need of a message holds for those that name none."""
    towns = [d for d in drafts if d.town or d.village]
    if not towns:
        return drafts
    first = towns[0]
    return tuple(
        d if d.town or d.village else msgspec.structs.replace(d, town=first.town, village=first.village)
        for d in drafts
    )


def _photos(talk: Talk, frame: Frame) -> Frame:
    attachments = talk.heard.message.attachments
    if (
        not attachments
        or not frame.drafts
        or talk.read.needs
        or talk.heard.message.external_id in _sources(frame)
    ):
        return frame
    last = frame.drafts[-1]
    drafts = (*frame.drafts[:-1], msgspec.structs.replace(last, attachments=last.attachments + attachments))
    return msgspec.structs.replace(frame, drafts=drafts)


def _sources(frame: Frame) -> set[str]:
    return {source for draft in frame.drafts for source in draft.sources}
