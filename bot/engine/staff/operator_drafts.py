"""From the words of a short record, or of one point, to drafts; and to the contact of a call form."""

import re
from functools import reduce

import msgspec

from bot.engine.conditions import SKIPPED
from bot.engine.intake_absorb import absorb, draft_of, merge, verbatim
from bot.engine.resident import outside
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_places import placed
from bot.engine.staff.operator_points import Point
from bot.engine.staff.operator_referral import referred
from bot.engine.state import Draft, Frame, Taken
from bot.engine.talk import Heard, Talk
from nlu.understanding import Place, Understanding

_REPORTED = re.compile("反映|来电|说|问")
"""王大娘反映村 is no village."""
_QUESTION = re.compile("想?(?:问|咨询|打听)(?:一下)?(?!.{0,4}(?:能不能|能否|可不可以|可否))")
"""问图书馆几点开门 asks; 问能不能加开一个班 wants something."""
ENOUGH = 4
"""Words of a matter that understanding found no need in are kept if there are so many."""


def drafts(talk: Talk) -> tuple[Draft, ...]:
    """Return a draft for each need of the message; what is not understood is kept word for word."""
    needs = talk.read.needs
    if len(needs) == 1:
        return (_refined(talk, draft_of(needs[0], talk, True), None, needs[0].out_of_scope),)
    if needs:
        parts = [(draft_of(need, talk, False), need) for need in needs]
        return tuple(_refined(talk, d, (need.start, need.end), need.out_of_scope) for d, need in parts)
    about = record.summary(talk.read)
    if len(about) < ENOUGH:
        return ()
    away = talk.read.intent == "out_of_scope" and outside.find(talk, about) is not None
    return (_refined(talk, _as_said(talk), None, away),)


def of_point(talk: Talk, point: Point, read: Understanding, around: Place) -> tuple[Draft, ...]:
    """Return the one draft of a point of minutes or notes, in its own words; none where it says nothing.

    ``around`` is the place that the head of the minutes names.
    """
    message = msgspec.structs.replace(talk.heard.message, text=point.matter)
    made = drafts(Talk(Heard(message, read), talk.world, talk.person, talk.state))
    if not made:
        return ()
    draft = reduce(merge, made)
    own = placed(talk, read.place if read.place.text else around)
    speaker = point.speaker or record.caller(read) or ""
    return (
        msgspec.structs.replace(
            draft,
            words=(point.words,),
            summary=_unsaid(draft.summary, speaker),
            town=own.town,
            village=own.village,
            taken=msgspec.structs.replace(draft.taken, speaker=speaker),
        ),
    )


def _unsaid(summary: str, speaker: str) -> str:
    """The summary without the speaker before it, who is named beside it; 孙大姐家的孩子 is somebody else."""
    rest = summary.removeprefix(speaker)
    if not speaker or rest == summary or rest.startswith(tuple("的家和跟与、")):
        return summary
    rest = rest.lstrip("：:，, ")
    return rest if len(rest) >= ENOUGH else summary


def _as_said(talk: Talk) -> Draft:
    """A draft of words without a need in them: mostly a question that was asked on the telephone."""
    read = talk.read
    found = {e.entity: e.value for e in reversed(read.entities) if e.entity in ("venue", "topic")}
    draft = msgspec.structs.replace(verbatim(talk), **found)
    if read.intent != "ask_faq":
        return draft
    return msgspec.structs.replace(draft, kind="inquiry", category=read.category or "service")


def _refined(talk: Talk, draft: Draft, span: record.Span | None, away: bool) -> Draft:
    """The frame of a record lends neither summary nor time; an answer given on the spot stands apart."""
    read = talk.read
    start, end = record.matter(read, span)
    times = [e.value for e in read.entities if e.entity == "when" and start <= e.start < end]
    place = _place(talk, draft)
    answer = record.answer_in(read.text[slice(*span)] if span else read.text) or ""
    if answer:
        draft = _asked(draft, read, end)
    return msgspec.structs.replace(
        draft,
        summary=record.summary(read, span),
        kind="inquiry" if _QUESTION.match(read.text, start, end) else draft.kind,
        category="other" if away else draft.category,
        when=draft.when if draft.when in times else next(reversed(times), None),
        town=place.town,
        village=None if place.village and _REPORTED.search(place.village) else place.village,
        taken=Taken(answer=answer, refer=referred(talk, draft.words[0]) if away else ""),
    )


def _place(talk: Talk, draft: Draft) -> Place:
    """The draft's own place, its village also from a later line."""
    said, own = talk.read.place, Place(draft.town, draft.village)
    if not own.text:
        own = said
    elif not own.village and said.village and said.town in (None, own.town):
        own = Place(own.town, said.village)
    return placed(talk, own)


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
