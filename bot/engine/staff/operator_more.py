"""A further need of the same caller: 再加一条：…, or simply told; where it is they have said before."""

import re

import msgspec

from bot.engine.readings import ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.staff.operator_drafts import of_point
from bot.engine.staff.operator_points import Point
from bot.engine.staff.operator_reading import read_in
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
        (read,) = yield from ask(ReadTexts((rest,)))
        new = of_point(talk, Point(talk.text, rest), read, Place())
    return msgspec.structs.replace(after, drafts=(*frame.drafts, *(_beside(frame, draft) for draft in new)))


def _beside(frame: Frame, draft: Draft) -> Draft:
    if draft.town or draft.village or frame.slots.get("source") not in ("hotline", "letter"):
        return draft
    first = frame.drafts[0]
    return msgspec.structs.replace(draft, town=first.town, village=first.village)
