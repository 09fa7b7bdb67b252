"""From the words of a record to drafts and contact of a call form."""

import re

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.intake_absorb import absorb, drafts_of, verbatim
from bot.engine.resident import outside
from bot.engine.staff import operator_record as record
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from nlu.understanding import Place, Understanding

_REPORTED = re.compile("反映|来电|说|问")
"""王大娘反映村 is no village."""
_QUESTION = re.compile("想?(?:问|咨询|打听)(?:一下)?(?!.{0,4}(?:能不能|能否|可不可以|可否))")
"""问图书馆几点开门 asks; 问能不能加开一个班 wants something."""
ENOUGH = 4
"""Words of a matter that understanding found no need in are kept if there are so many."""


def take_in(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with the needs and the contact of a record in it."""
    frame = contact(talk, frame, named=True)
    return msgspec.structs.replace(frame, drafts=(*frame.drafts, *drafts(talk)))


def drafts(talk: Talk) -> tuple[Draft, ...]:
    """Return a draft for each need of the message; what is not understood is kept word for word."""
    if talk.read.needs:
        needs = [need for need in talk.read.needs if not need.out_of_scope]
        spans = [(need.start, need.end) if len(talk.read.needs) > 1 else None for need in needs]
        return tuple(_refined(talk, draft, span) for draft, span in zip(drafts_of(talk), spans, strict=True))
    if outside_words(talk) or len(record.summary(talk.read)) < ENOUGH:
        return ()
    return (_refined(talk, _as_said(talk), None),)


def outside_words(talk: Talk) -> tuple[str, ...]:
    """Return the words of each matter that lies outside public culture."""
    if talk.read.needs:
        return tuple(need.words for need in talk.read.needs if need.out_of_scope)
    about = record.summary(talk.read)
    referred = talk.read.intent == "out_of_scope" and outside.find(talk, about) is not None
    return (about,) if referred else ()


def _as_said(talk: Talk) -> Draft:
    """A draft of words without a need in them: mostly a question that was asked on the telephone."""
    read = talk.read
    found = {e.entity: e.value for e in reversed(read.entities) if e.entity in ("venue", "topic")}
    draft = msgspec.structs.replace(verbatim(talk), **found)
    if read.intent != "ask_faq":
        return draft
    return msgspec.structs.replace(draft, kind="inquiry", category=read.category or "service")


def _refined(talk: Talk, draft: Draft, span: record.Span | None) -> Draft:
    """The whole record stays with each draft; its frame lends neither summary nor time."""
    read = talk.read
    start, end = record.matter(read, span)
    times = [e.value for e in read.entities if e.entity == "when" and start <= e.start < end]
    place = _place(talk, draft)
    if record.answer_in(read.text):
        draft = _asked(draft, read, end)
    return msgspec.structs.replace(
        draft,
        words=(talk.heard.message.text,),
        summary=record.summary(read, span),
        kind="inquiry" if _QUESTION.match(read.text, start, end) else draft.kind,
        when=draft.when if draft.when in times else next(reversed(times), None),
        town=place.town,
        village=None if place.village and _REPORTED.search(place.village) else place.village,
    )


def _place(talk: Talk, draft: Draft) -> Place:
    """The draft's own place, its village also from a later line; a grid member's town where none is named."""
    said, own = talk.read.place, Place(draft.town, draft.village)
    if not own.text:
        own = said
    elif not own.village and said.village and said.town in (None, own.town):
        own = Place(own.town, said.village)
    post = talk.person.post
    town = post.town if post is not None and post.role == "grid" else None
    return Place(own.town or town, own.village)


def _asked(draft: Draft, read: Understanding, end: int) -> Draft:
    """What was answered on the spot was a question, and the answer names neither its thing nor its venue."""
    said = [e for e in read.entities if e.end <= end]
    answered = {e.value for e in read.entities if e.start >= end} - {e.value for e in said}
    kept = {
        name: next((e.value for e in said if e.entity == name), None)
        for name in ("venue", "topic")
        if getattr(draft, name) in answered
    }
    kind = "inquiry" if draft.kind in ("request", "complaint") else draft.kind
    return msgspec.structs.replace(draft, kind=kind, **kept)


def contact(talk: Talk, frame: Frame, *, named: bool = False) -> Frame:
    """Take telephone, wishes of privacy and (from a record) the name of the caller in."""
    bare = absorb(talk, msgspec.structs.replace(frame, drafts=()))
    slots = dict(bare.slots)
    if record.leaves_no_phone(talk.read) and not slots.get("phone"):
        slots["contact"] = SKIPPED
    name = record.caller(talk.read) if named else None
    if name and not (slots.get("anonymous") or slots.get("minor")):
        slots["name"] = name
    return msgspec.structs.replace(frame, slots=slots)
