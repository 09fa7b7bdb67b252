"""Rating what there is no case about, as an activity attended: it becomes one, praise or complaint."""

import re

import msgspec

from bot.engine import intake
from bot.engine.requests import Plan
from bot.engine.resident.rating import DISSATISFIED
from bot.engine.resident.taking import take_down
from bot.engine.resident.words import plain
from bot.engine.state import Draft
from bot.engine.talk import Talk

_ATTENDED = re.compile(
    r"活动|演出|晚会|讲座|课|班|展|电影|音乐会|比赛|戏|培训|手工|参加|老师|教得|讲得|唱得|演得|跳得|办得|这场|那场|听了|看了|event|concert|class|show"
)


def meant(talk: Talk) -> bool:
    """Whether the words rate something that one goes to."""
    return bool(_ATTENDED.search(plain(talk)))


def register(talk: Talk, score: str | None) -> Plan[None]:
    """Open an intake with the rating as praise or complaint."""
    yield from take_down(talk, _draft(talk, score))


def _draft(talk: Talk, score: str | None) -> Draft:
    named = {e.entity: e.value for e in talk.read.entities if e.entity in ("venue", "topic", "when")}
    kind = "complaint" if score in DISSATISFIED else "praise"
    category = "activity" if meant(talk) else talk.read.category or "service"
    return msgspec.structs.replace(intake.verbatim(talk), kind=kind, category=category, **named)
