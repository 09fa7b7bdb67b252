"""A further need of the same caller: 再加一条：…, or simply told; where it is they have said before."""

import re

import msgspec

from bot.engine.readings import ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.staff.operator_drafts import of_point
from bot.engine.staff.operator_points import POINTED, Point, point
from bot.engine.staff.operator_reading import answerable, charged, read_in
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from nlu.understanding import Place

_MORE = re.compile(
    r"(?:再|还|另外|另)(?:给我|帮我)?(?:加|添|补|记|录|登|报|有|提)上?(?:一|了)?(?:下|条|个|件|项|点)?(?:事情?)?[：:，,\s]+(?=.{4})"
)


def said(text: str) -> bool:
    """Whether the words announce a further need."""
    return _MORE.match(text) is not None


def added(talk: Talk, frame: Frame) -> Plan[Frame]:
    """Return the form with the needs of the message; one that names no place is where the first one is."""
    opening = _MORE.match(talk.text)
    if opening is None:
        after = (yield from read_in(talk, frame)).frame
        new = after.drafts[len(frame.drafts) :]
    else:
        after, rest = frame, talk.text[opening.end() :]
        told = point(rest, rest) if frame.slots.get("source") in POINTED else Point(rest, rest)
        (read,) = yield from ask(ReadTexts((told.matter,)))
        made = of_point(talk, told._replace(words=talk.text), read, Place())
        new = answerable(talk, frame, tuple(charged(talk, draft, told) for draft in made))
    return msgspec.structs.replace(after, drafts=(*frame.drafts, *(_beside(frame, draft) for draft in new)))


def _beside(frame: Frame, draft: Draft) -> Draft:
    if draft.town or draft.village or frame.slots.get("source") not in ("hotline", "letter"):
        return draft
    first = frame.drafts[0]
    return msgspec.structs.replace(draft, town=first.town, village=first.village)
