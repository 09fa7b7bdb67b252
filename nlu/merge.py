"""Joins the entities of rules and of a model into one list without overlaps."""

import re
from collections.abc import Iterable, Sequence

from nlu.facts import Facts
from nlu.understanding import Entity
from nlu.wordlists import word_table

_RULES_ONLY = frozenset({"phone", "case_no"})
_SHORTEST = 2
_DATES = frozenset(
    ("年底", "月底", "年初", "月初", "年前", "节前", "开春", "国庆", "元旦", "春节", "中秋", "端午", "重阳",
     "五一", "六一", "明天", "后天", "明年", "周末", "腊月", "正月", "寒假", "暑假")
)  # fmt: skip
_INSTEAD = re.compile(r"不是[^。！？]{1,12}[，,、 ]?(?:而?是|要的?是|应该是)$")
"""What follows is the right one of two: 不是电影，是吕剧."""
_OURS = frozenset("俺我们咱本")
_VILLAGE = frozenset("村庄")
_NO_NAME = _OURS | frozenset("全各")
_FILLERS = frozenset("嗯呃啊哦额")
_FAR = frozenset(word_table("places")["far"])


def merge_entities(facts: Facts, spans: Sequence[Entity]) -> list[Entity]:
    """Return all entities by position; facts beat the model, the longer span beats the shorter.

    Topics of the word list widen those of the model; by themselves they are often not what is meant.
    """
    certain = [*facts.cases.entities, *facts.phones.entities]
    certain += [entity for entity in facts.places.entities if entity.normal]
    unseen = [entity for entity in facts.places.entities if not entity.normal]
    guesses = [
        rest
        for span in (_after_own(facts.text.text, span) for span in spans)
        if span.entity not in _RULES_ONLY and (rest := _beside(span, certain)) and not _rejected(rest, facts)
    ]
    venues = [_after_own(facts.text.text, venue) for venue in facts.venues]
    times = [time for time in facts.times if not spans or _is_time(time, spans)]
    rules = [*unseen, *facts.people.entities, *venues, *times, *facts.audiences]
    rules += _wider(facts.topics, guesses)
    rules += [topic for topic in facts.topics if _INSTEAD.search(facts.text.text[: topic.start])]
    known = {(rule.entity, rule.start, rule.end): rule for rule in rules}  # these have a normal form
    chosen = list(certain)
    for entity in sorted([*guesses, *rules], key=lambda entity: entity.start - entity.end):
        if not _overlaps(entity, chosen):
            chosen.append(known.get((entity.entity, entity.start, entity.end), entity))
    return sorted(chosen, key=lambda entity: entity.start)


def _after_own(text: str, span: Entity) -> Entity:
    """Return a venue without the 村 of 俺村, which is no part of the name, or an 嗯 before it."""
    ours = span.value[:1] in _VILLAGE and text[span.start - 1 : span.start] in _OURS
    own = span.entity == "venue" and (ours or span.value[:1] in _FILLERS)
    if not own or span.end - span.start <= _SHORTEST:
        return span
    return Entity(span.entity, span.value[1:], span.start + 1, span.end, span.normal)


def _is_time(time: Entity, spans: Sequence[Entity]) -> bool:
    """Short words (晚上, 冬天) often only paint the scene; they need a word of the model."""
    return time.end - time.start > _SHORTEST or time.value in _DATES or _overlaps(time, spans)


def _wider(topics: Sequence[Entity], guesses: Sequence[Entity]) -> list[Entity]:
    """Words of the list around a shorter topic of the model: 无障碍坡道 around 坡道."""
    found = [guess for guess in guesses if guess.entity == "topic"]
    return [topic for topic in topics if any(topic.start <= g.start and g.end <= topic.end for g in found)]


def _beside(span: Entity, certain: Sequence[Entity]) -> Entity | None:
    """Return the span without a certain entity at its start; None where they overlap otherwise."""
    for other in certain:
        if span.start < other.end and other.start < span.end:
            start = other.end
            if span.entity == "place" or span.start < other.start or span.end - start < _SHORTEST:
                return None
            span = Entity(span.entity, span.value[start - span.start :], start, span.end, span.normal)
    return span


def _rejected(span: Entity, facts: Facts) -> bool:
    """Our village and the whole village (俺庄, 全村) are no names, nor is a city far off or a place taken back."""
    if span.entity != "place":
        return False
    if span.value in _FAR:
        return True
    unnamed = len(span.value) == _SHORTEST and span.value[0] in _NO_NAME and span.value[1] in _VILLAGE
    return unnamed or any(span.start < end and start < span.end for start, end in facts.places.rejected)


def _overlaps(entity: Entity, others: Iterable[Entity]) -> bool:
    return any(entity.start < other.end and other.start < entity.end for other in others)
