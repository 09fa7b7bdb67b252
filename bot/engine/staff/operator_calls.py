"""From a call record, read as a whole, to drafts: each keeps its own part of the words and no other."""

from bot.engine.readings import CallRead
from bot.engine.staff.operator_places import named, placed
from bot.engine.staff.operator_record import answer_in, fields
from bot.engine.staff.operator_referral import referred
from bot.engine.state import Draft, Taken
from bot.engine.summary import MAX_CHARS
from bot.engine.talk import Talk
from nlu.calls.record import CallCase
from nlu.understanding import Place

EVERYONE = ("everyone",)


def drafts(talk: Talk, read: CallRead) -> tuple[Draft, ...]:
    """Return a draft for each need of the record, also for what lies outside culture."""
    text, cases = talk.heard.message.text, read.record.cases
    return tuple(
        _draft(talk, case, read.places.get(case.place or "", _labelled(talk)), words)
        for case, words in zip(cases, own_words(text, cases), strict=True)
    )


def _labelled(talk: Talk) -> Place:
    """The place that a field of a work order names, for a need whose words name none."""
    text = talk.heard.message.text
    field = fields(text).get("place")
    return named(talk, text[slice(*field)].strip()) if field else Place()


def own_words(text: str, cases: tuple[CallCase, ...]) -> tuple[str, ...]:
    """Return the part of the record that is about each need; the whole of it where there is but one.

    The stretch from the first to the last clause of a need. Where another need stands in between, only
    the clauses that were taken for this one, so that no need tells what was said of another.
    """
    if len(cases) == 1:
        return (text,)
    spans = [case.spans.get("summary", (0, 0)) for case in cases]
    return tuple(
        text[start:end] if not _shared(spans, at) and start < end else case.summary
        for at, (case, (start, end)) in enumerate(zip(cases, spans, strict=True))
    )


def _shared(spans: list[tuple[int, int]], at: int) -> bool:
    start, end = spans[at]
    return any(start < e and s < end for n, (s, e) in enumerate(spans) if n != at)


def _draft(talk: Talk, case: CallCase, place: Place, words: str) -> Draft:
    where = placed(talk, place)
    message = talk.heard.message
    answer = answer_in(words) or ""
    return Draft(
        words=(words,),
        summary=case.summary[:MAX_CHARS],
        kind="inquiry" if answer and case.kind in ("request", "complaint") else case.kind,
        category=case.category,
        urgency=case.urgency,
        audience=() if case.audience == EVERYONE else case.audience,
        town=where.town,
        village=where.village,
        venue=case.venue,
        topic=case.topic,
        when=case.when,
        attachments=message.attachments,
        sources=(message.external_id,),
        taken=Taken(answer=answer, refer=referred(talk, words) if case.out_of_scope else ""),
    )
