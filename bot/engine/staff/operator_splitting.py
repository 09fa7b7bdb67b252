"""One draft that holds two matters, taken apart where its words pause."""

import re

import msgspec

from bot.engine.readings import ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.staff.operator_drafts import of_point
from bot.engine.staff.operator_points import Point
from bot.engine.state import Draft
from bot.engine.talk import Talk
from nlu.understanding import Place

LEAST = 4
"""A part has at least so many characters."""
_PAUSES = (
    re.compile(r"[。；;！!？?\n]+"),
    re.compile(r"[，,]?\s*(?=另外|还有|再就是|再一个|同时|二是|第二|其次|并且|顺便)"),
    re.compile(r"[，,]\s*(?:也|又|还)?(?=想|要|希望|建议|请|问|盼|能不能)"),
    re.compile(r"[，,]"),
)
"""From the clearest pause to any."""


def split(talk: Talk, draft: Draft) -> Plan[tuple[Draft, ...]]:
    """Return the drafts that a draft falls into; none where its words do not pause."""
    text = (
        draft.words[0]
        if len(draft.words) == 1 and len(draft.words[0]) <= 2 * len(draft.summary)
        else draft.summary
    )
    words = _parts(text)
    if len(words) < 2:
        return ()
    readings = yield from ask(ReadTexts(words))
    around = Place(draft.town, draft.village)
    made = [
        of_point(talk, Point(part, part), read, around) for part, read in zip(words, readings, strict=True)
    ]
    return tuple(_kept(draft, new) for parts in made for new in parts)


def _parts(text: str) -> tuple[str, ...]:
    for pause in _PAUSES:
        parts = tuple(part.strip() for part in pause.split(text) if len(part.strip()) >= LEAST)
        if len(parts) > 1:
            return parts
    return ()


def _kept(old: Draft, new: Draft) -> Draft:
    """Photos, who spoke and what was said to whom of the whole stay with each part."""
    taken = msgspec.structs.replace(
        old.taken, refer=new.taken.refer, merged=(), like="", joins="", apart=False
    )
    return msgspec.structs.replace(new, attachments=old.attachments, sources=old.sources, taken=taken)
