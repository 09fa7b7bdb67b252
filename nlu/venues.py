"""Venues, topics and audiences from the dictionary hits of a text."""

from collections.abc import Sequence

from nlu.scanner import Hit
from nlu.understanding import Entity

_PREFIXES = ("县", "镇", "乡", "市", "新", "老", "省")
_NOT_PREFIX_AFTER = frozenset("全各本每整县镇乡")
_ROOMS = frozenset({"自习室", "自习区", "阅览室", "报告厅", "展厅", "排练厅"})
_VENUE_TAILS = ("分馆",)


def find_venues(text: str, hits: Sequence[Hit], places: Sequence[Entity]) -> list[Entity]:
    """Return venues: a house and its room joined (图书馆+自习室), with 县, 镇, 新 … before them."""
    joined: list[Hit] = []
    for hit in hits:
        if hit.kind != "venue" or _within_topic(hit, hits):
            continue
        if joined and joined[-1].end == hit.start and hit.normal in _ROOMS:
            joined[-1] = Hit(joined[-1].start, hit.end, "venue", text[joined[-1].start : hit.end])
        else:
            joined.append(hit)
    inside = [(place.start, place.end) for place in places]
    return [
        _venue(text, hit, inside)
        for hit in joined
        if not any(s <= hit.start and hit.end <= e for s, e in inside)
    ]


def _venue(text: str, hit: Hit, places: Sequence[tuple[int, int]]) -> Entity:
    start, end = hit.start, hit.end
    if any(text.startswith(tail, end) for tail in _VENUE_TAILS):
        end += 2
    prefix = text[start - 1 : start]
    free = not any(s < start <= e for s, e in places) and text[start - 2 : start - 1] not in _NOT_PREFIX_AFTER
    if prefix in _PREFIXES and free:
        start -= 1
    value = text[start:end]
    normal = hit.normal if hit.normal not in value else None
    return Entity("venue", value, start, end, normal)


def find_topics(text: str, hits: Sequence[Hit], others: Sequence[Entity]) -> list[Entity]:
    """Return topics outside all other entities."""
    return [
        Entity("topic", text[hit.start : hit.end], hit.start, hit.end)
        for hit in hits
        if hit.kind == "topic" and not _inside(hit, others)
    ]


def find_audiences(text: str, hits: Sequence[Hit], others: Sequence[Entity]) -> list[Entity]:
    """Return groups of people with their audience label as the normal form."""
    return [
        Entity("audience", text[hit.start : hit.end], hit.start, hit.end, hit.normal)
        for hit in hits
        if hit.kind == "audience" and not _inside(hit, others)
    ]


def _within_topic(venue: Hit, hits: Sequence[Hit]) -> bool:
    """广场 in 广场舞 is no venue."""
    return any(
        hit.kind == "topic"
        and hit.start <= venue.start
        and venue.end <= hit.end
        and hit.end - hit.start > venue.end - venue.start
        for hit in hits
    )


def _inside(hit: Hit, others: Sequence[Entity]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)
