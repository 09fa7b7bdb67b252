"""Taking everything a message says into an open intake form, whatever was asked."""

import msgspec

from bot.engine.state import Draft, Frame
from bot.engine.summary import MAX_CHARS, summarise
from bot.engine.talk import Talk
from nlu.phones import tail_correction
from nlu.understanding import Need, Place, Understanding

FRESH = ("另外", "还有", "再一个", "对了", "再说一个", "再报一个", "顺便", "除了这", "also")
"""Openings that announce another matter, not more of the same."""


def draft_of(need: Need, talk: Talk, whole: bool) -> Draft:
    """Make a draft of a need; ``whole`` keeps the message verbatim, else only the need's part."""
    message = talk.heard.message
    span = (0, None) if whole else (need.start, need.end)
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


def absorb(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with contact, place and details of the message taken in."""
    frame = _contact(talk, frame)
    frame = _place(talk, frame)
    frame = _details(talk, frame)
    return _photos(talk, frame)


def add_needs(talk: Talk, frame: Frame) -> Frame:
    """Add the needs of the message: more of the same to its draft, another matter as a new one."""
    new = drafts_of(talk)
    if not new:
        return frame
    if not frame.drafts:
        return msgspec.structs.replace(frame, drafts=_share_place(new))
    fresh = len(new) > 1 or talk.text.startswith(FRESH) or _other_matter(frame.drafts[-1], new[0])
    drafts = (*frame.drafts, *new) if fresh else (*frame.drafts[:-1], merge(frame.drafts[-1], new[0]))
    return msgspec.structs.replace(frame, drafts=_share_place(drafts))


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


def _contact(talk: Talk, frame: Frame) -> Frame:
    read, slots = talk.read, dict(frame.slots)
    tail = tail_correction(talk.text) if slots.get("phone") else None
    if tail and not (read.phone and len(read.phone) >= 10):
        slots["phone"] = slots["phone"][: -len(tail[0])] + tail[0]
    elif read.phone and "phone_incomplete" not in read.signals:
        slots["phone"] = read.phone
        slots.pop("anonymous", None)
        slots.pop("contact", None)
    if read.person:
        slots["name"] = read.person
    for signal in ("anonymous", "confidential", "proxy", "minor"):
        if signal in read.signals:
            slots[signal] = "yes"
    if "refuse_contact" in read.signals and not read.phone:
        slots["contact"] = "-"
    if slots.get("anonymous") or slots.get("minor"):
        slots.pop("phone", None)
        slots.pop("name", None)
    return msgspec.structs.replace(frame, slots=slots)


def _place(talk: Talk, frame: Frame) -> Frame:
    place = talk.read.place
    if not (place.town or place.village) or talk.read.needs:
        return frame
    known = any(d.town or d.village for d in frame.drafts)
    drafts = tuple(
        with_place(d, place) if corrects(talk.read) or not known or not (d.town and d.village) else d
        for d in frame.drafts
    )
    return msgspec.structs.replace(frame, drafts=drafts)


def with_place(draft: Draft, place: Place) -> Draft:
    """Return the draft moved; a new town keeps the village unless a new village is named too."""
    return msgspec.structs.replace(draft, town=place.town or draft.town, village=place.village or draft.village)


def corrects(read: Understanding) -> bool:
    """Whether a message sets something right."""
    return read.intent == "deny" or "correction" in read.signals


def _details(talk: Talk, frame: Frame) -> Frame:
    """Venue, topic and time of a correction replace those of the only (or last) draft."""
    if not frame.drafts or not corrects(talk.read):
        return frame
    found = {e.entity: e.value for e in talk.read.entities if e.entity in ("venue", "topic", "when")}
    if not found:
        return frame
    last = msgspec.structs.replace(
        frame.drafts[-1], **found, words=(*frame.drafts[-1].words, talk.heard.message.text)
    )
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last))


def _photos(talk: Talk, frame: Frame) -> Frame:
    attachments = talk.heard.message.attachments
    if not attachments or not frame.drafts or talk.read.needs:
        return frame
    last = frame.drafts[-1]
    drafts = (*frame.drafts[:-1], msgspec.structs.replace(last, attachments=last.attachments + attachments))
    return msgspec.structs.replace(frame, drafts=drafts)


