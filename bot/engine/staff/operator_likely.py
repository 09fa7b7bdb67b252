"""The open case that a draft most likely repeats: shown with its number, joined or not as the operator says."""

from datetime import timedelta

import msgspec

from bot.engine.requests import Plan, Similar, ask
from bot.engine.resident.cosign import joinable
from bot.engine.resident.words import also_called, overlap
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from bot.permissions import hidden
from storage.case import Case

LIKELY = 40
"""From so many percent on a case is worth showing."""


def compare(talk: Talk, frame: Frame) -> Plan[Frame]:
    """Return the form with the likeliest open case beside each draft that nothing was decided about."""
    drafts: tuple[Draft, ...] = ()
    for draft in frame.drafts:
        drafts += ((yield from _compared(talk, draft)),)
    return msgspec.structs.replace(frame, drafts=drafts)


def _compared(talk: Talk, draft: Draft) -> Plan[Draft]:
    taken = draft.taken
    if taken.refer or taken.joins or taken.apart:
        return draft
    since = talk.world.now - timedelta(days=talk.world.profile.limits.similar_days.value)
    cases: list[Case] = []
    if draft.topic or draft.venue:
        # of any category: what one clerk took for service another took for a facility
        asked = Similar(draft.town, draft.village, None, draft.topic, draft.venue, since)
        cases = yield from ask(asked)
    post = talk.person.post
    seen = [c for c in cases if joinable(c) and post and not hidden(post, c, talk.world.profile)]
    alike = max(((likeness(draft, case), case.no) for case in seen), default=(0, ""))
    percent, no = alike if alike[0] >= LIKELY else (0, "")
    return msgspec.structs.replace(draft, taken=msgspec.structs.replace(taken, like=no, alike=percent))


def likeness(draft: Draft, case: Case) -> int:
    """Return how alike they are in percent: half by venue and thing, half by the words."""
    named = [
        _same(one, other)
        for one, other in ((draft.venue, case.venue), (draft.topic, case.topic))
        if one and other
    ]
    thing = sum(named) / len(named) if named else 0.0
    return round(50 * thing + 50 * overlap(draft.summary, case.summary))


def _same(one: str, other: str) -> float:
    return 1.0 if one == other else 0.8 if one in other or other in one or other in also_called(one) else 0.0
