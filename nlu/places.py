"""Towns and villages: the one meant among all that a text mentions, known or not."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.gazetteer import Gazetteer
from nlu.scanner import Hit
from nlu.understanding import Entity, Place
from nlu.unseen_places import Mention, find_unseen
from nlu.wordlists import word_table

_WORDS = word_table("places")
_ENDINGS = frozenset(_WORDS["name_endings"])
_BEFORE = {key.removeprefix("before_"): words for key, words in _WORDS.items() if key.startswith("before_")}
_AFTER = {key.removeprefix("after_"): words for key, words in _WORDS.items() if key.startswith("after_")}
_OWN = re.compile("(?:" + "|".join(_WORDS["own"]) + r")(?:是|在|这|那|的|老家)?\Z")
_OTHERS = re.compile("(?:" + "|".join(_WORDS["others"]) + r")\Z")
_TAKEN_BACK = re.compile(
    r"[\s，,。.…！!—、-]*(?:哦|噢|喔|呃|啊|哎|唉|嗯|诶|额|不)*[\s，,。.…！!—、-]*"
    r"(?:不对|不是|说错|错了|口误|写错|打错|讲错|记错|我是说|应该是|应是|改成|改为|更正为?)"
)
_REPLACED_BY = re.compile(r"(?:改成|改为|改到|换成|搬到|应该是|应为|更正为)[\s：:，,“\"]*\Z")
_DENIED = re.compile(
    r"(?<!是)(?:不是|不在|并非|不叫|别写成?|不属于|写成了?|听成了?|"
    r"记成了?|当成了?|不归)[\s“\"]*\Z"
)
_RHETORICAL = re.compile(r"(?:是不是|要不是|可不是|还不是|不是说)[\s“\"]*\Z")
_LONGER = re.compile(
    "["
    + "".join(_WORDS["name_endings"])
    + r"](?![\u4e00-\u9fff]{0,2}(?:村|社区))|[东西南北中前后上下]村|[路街]|"
    r"大[街道]"
)
_REST_OF_NAME = re.compile(r"[子家东西南北前后上下官]{1,2}(?:村|社区)|(?:小区|花园)")
_CONTEXT = 8
_KINDS = frozenset({"town", "village", "bare_town", "bare_village"})


class Places(NamedTuple):
    """The places that hold after corrections, the one the text is about, and what is no place.

    ``rejected`` are spans of corrected names and of names that mean something else here (a bridge).
    """

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    place: Place
    rejected: tuple[tuple[int, int], ...]


def find_places(text: str, hits: Sequence[Hit], gazetteer: Gazetteer) -> Places:
    """Return the places that remain after corrections; ``hits`` come from the gazetteer's scanner."""
    seen = _known(text, hits)
    mentions = sorted(seen + find_unseen(text, seen, hits, gazetteer), key=lambda mention: mention.start)
    kept = _without_corrected(text, mentions)
    entities = tuple(_entity(text, mention) for mention in kept)
    rejected = [(hit.start, hit.end) for hit in hits if hit.kind in _KINDS]
    rejected += [(mention.start, mention.end) for mention in mentions]
    rejected = [span for span in rejected if not any(m.start < span[1] and span[0] < m.end for m in kept)]
    return Places(tuple(kept), entities, choose_place(text, kept, gazetteer), tuple(rejected))


def choose_place(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Place:
    """Return the town and village that the mentions come to, the speaker's own first."""
    village = _best(text, [mention for mention in mentions if mention.village])
    towns = [mention for mention in mentions if mention.town]
    if village is None or village.village is None:
        town = _best(text, towns)
        return Place(town.town) if town else Place()
    beside = next((town for town in reversed(towns) if 0 <= village.start - town.end <= 1), None)
    if beside:
        return Place(beside.town, village.village)
    home = [town for town in towns if town.town and gazetteer.has_village(town.town, village.village)]
    known = gazetteer.town_of(village.village)
    chosen = _best(text, home) or (None if known else _best(text, towns))
    return Place(chosen.town if chosen else known, village.village)


def _known(text: str, hits: Sequence[Hit]) -> list[Mention]:
    found: list[Mention] = []
    for hit in sorted((hit for hit in hits if hit.kind in _KINDS), key=lambda hit: (hit.start, -hit.end)):
        if found and hit.start < found[-1].end:
            continue
        previous = found[-1] if found else None
        if (hit.kind == "bare_town" and not _is_town(text, hit)) or (
            hit.kind == "bare_village" and not _is_village(text, hit, previous)
        ):
            continue
        is_town = hit.kind.endswith("town")
        found.append(
            Mention(hit.start, hit.end, hit.normal if is_town else None, None if is_town else hit.normal)
        )
    return found


def _is_town(text: str, hit: Hit) -> bool:
    word, after = text[hit.start : hit.end], text[hit.end : hit.end + 1]
    if any(text.endswith(mark, 0, hit.start) for mark in _BEFORE.get(word, ())):
        return False
    return after not in _AFTER.get(word, ()) and not _longer_name(text, hit.end)


def _is_village(text: str, hit: Hit, previous: Mention | None) -> bool:
    """A village name without 村 needs a town before it, a home cue or a telling end."""
    if not _is_town(text, hit) or _REST_OF_NAME.match(text, hit.end):
        return False
    follows_town = previous is not None and previous.town is not None and hit.start - previous.end <= 1
    own = _OWN.search(text, max(0, hit.start - _CONTEXT), hit.start) is not None
    telling = hit.end - hit.start > 2 and text[hit.end - 1] in _ENDINGS
    return follows_town or own or telling


def _longer_name(text: str, end: int) -> bool:
    """东里 in 东里店 or 东里东村 is part of a longer name."""
    return _LONGER.match(text, end) is not None


def _without_corrected(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    dropped: set[int] = set()
    for index, mention in enumerate(mentions):
        if _is_denied(text, mention.start):
            dropped.add(index)
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and _same_level(mention, following):
            between = text[mention.end : following.start]
            taken_back = _TAKEN_BACK.match(between) and not _is_denied(text, following.start)
            if taken_back or _REPLACED_BY.search(between):
                dropped.add(index)
    return [mention for index, mention in enumerate(mentions) if index not in dropped]


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - _CONTEXT) : start]
    return _DENIED.search(before) is not None and _RHETORICAL.search(before) is None


def _same_level(one: Mention, other: Mention) -> bool:
    return (one.town is None) == (other.town is None)


def _best(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """The speaker's own place wins, then the first that is not somebody else's."""
    if not mentions:
        return None
    return max(mentions, key=lambda mention: (_ownness(text, mention.start), -mention.start))


def _ownness(text: str, start: int) -> int:
    before = text[max(0, start - _CONTEXT) : start]
    return (_OWN.search(before) is not None) - (_OTHERS.search(before) is not None)


def _entity(text: str, mention: Mention) -> Entity:
    value = text[mention.start : mention.end]
    normal = (mention.town or mention.village) if mention.known else None
    return Entity("place", value, mention.start, mention.end, normal)
