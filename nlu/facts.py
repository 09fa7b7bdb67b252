"""Everything that rules and word lists know about one text, before any model is asked."""

import msgspec

from nlu.case_numbers import CaseNumbers, find_case_numbers
from nlu.danger import find_danger
from nlu.gazetteer import Gazetteer
from nlu.people import People, find_people
from nlu.phones import Phones, find_phones
from nlu.places import Places, find_places
from nlu.scanner import Hit
from nlu.segments import Parts, split_needs
from nlu.signals import find_signals
from nlu.text import Normalised, normalise
from nlu.times import find_times
from nlu.understanding import Entity
from nlu.venues import find_audiences, find_topics, find_venues


class Facts(msgspec.Struct, frozen=True):
    """What is certain about one text; all offsets count the normalised text.

    ``danger`` is (kind, position).
    """

    text: Normalised
    hits: list[Hit]
    cases: CaseNumbers
    phones: Phones
    places: Places
    people: People
    times: list[Entity]
    venues: list[Entity]
    topics: list[Entity]
    audiences: list[Entity]
    parts: Parts
    signals: frozenset[str]
    danger: tuple[str, int] | None

    @property
    def queries(self) -> tuple[str, ...]:
        """Return the whole text, then the words of each part where there are several."""
        return (self.text.text, *(self.parts.texts if self.parts.is_split else ()))


def read_facts(text: str, gazetteer: Gazetteer) -> Facts:
    """Read one text of any length by rules alone."""
    normalised = normalise(text)
    words = normalised.text
    hits = gazetteer.scanner.scan(words)
    cases = find_case_numbers(words)
    phones = find_phones(words, [(entity.start, entity.end) for entity in cases.entities])
    places = find_places(words, hits, gazetteer)
    venues = find_venues(words, hits, places.entities)
    times = find_times(words)
    taken = [*cases.entities, *phones.entities, *places.entities, *venues]
    people = find_people(words, phones.entities, [(entity.start, entity.end) for entity in (*taken, *times)])
    taken += people.entities
    return Facts(
        text=normalised,
        hits=hits,
        cases=cases,
        phones=phones,
        places=places,
        people=people,
        times=_outside(times, taken),
        venues=venues,
        topics=find_topics(words, hits, taken),
        audiences=find_audiences(words, hits, taken),
        parts=split_needs(words, hits),
        signals=find_signals(normalised, hits, phone_incomplete=phones.incomplete),
        danger=find_danger(words),
    )


def _outside(entities: list[Entity], taken: list[Entity]) -> list[Entity]:
    return [
        entity
        for entity in entities
        if not any(entity.start < other.end and other.start < entity.end for other in taken)
    ]
