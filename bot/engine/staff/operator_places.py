"""Where a matter taken down is: a grid member's own town where none is named, places said in a correction."""

import re

from bot.engine.staff.labels import find_town
from bot.engine.talk import Talk
from nlu.understanding import Place

_VILLAGE = re.compile(r"[^，,。\s]{1,10}(?:村|社区|庄|居|小区|屯|街)$")


def placed(talk: Talk, place: Place) -> Place:
    """Return the place, in the grid member's own town where it names none."""
    post = talk.person.post
    town = post.town if post is not None and post.role == "grid" else None
    return Place(place.town or town, place.village)


def named(talk: Talk, words: str) -> Place:
    """Return the place that the words of a correction name: a known one, else the words as they are."""
    read = talk.read.place
    if read.text and any(name and name[:2] in words for name in (read.village, read.town)):
        return read
    town = find_town(words, talk.world.profile)
    if town is None:
        return Place(village=words)
    said = max((name for name in (town.name, *town.aliases) if name in words), key=len)
    rest = words.split(said, 1)[1].strip()
    known = [v.name for v in town.villages if rest and any(name in rest for name in (v.name, *v.aliases))]
    return Place(town.name, known[0] if known else rest if _VILLAGE.match(rest) else None)
