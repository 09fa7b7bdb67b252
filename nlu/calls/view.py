"""Everything that is read off a record before it is decided what belongs together."""

from typing import NamedTuple

from nlu.calls.clauses import Clause, cut
from nlu.calls.layout import Layout, read_layout
from nlu.case_numbers import CaseNumbers, find_case_numbers
from nlu.gazetteer import Gazetteer
from nlu.phones import Phones, find_phones
from nlu.places import Places, find_places
from nlu.prediction import Model, Prediction
from nlu.scanner import Hit
from nlu.text import Normalised, normalise
from nlu.times import find_times
from nlu.understanding import Entity
from nlu.venues import find_audiences, find_topics, find_venues

_SILENT = frozenset({"operator", "other", "phone", "caller_id", "name"})
_SAYS_SOMETHING = 3


class View(NamedTuple):
    """All offsets count ``words.text``; ``said`` has a prediction for each clause that says something."""

    words: Normalised
    layout: Layout
    clauses: list[Clause]
    said: list[Prediction | None]
    hits: list[list[Hit]]
    all_hits: list[Hit]
    cases: CaseNumbers
    phones: Phones
    places: Places
    venues: list[Entity]
    topics: list[Entity]
    times: list[Entity]
    audiences: list[Entity]

    @property
    def text(self) -> str:
        """Return the normalised text."""
        return self.words.text


class Laid(NamedTuple):
    """A record normalised, laid out and cut into clauses: the little that the encoder needs."""

    words: Normalised
    layout: Layout
    clauses: list[Clause]


def lay(text: str) -> Laid:
    """Lay out one record of any length."""
    words = normalise(text)
    layout = read_layout(words.text)
    return Laid(words, layout, cut(words.text, layout))


def look(text: str, model: Model, gazetteer: Gazetteer) -> View:
    """Read one record of any length by rules and by the model clause for clause."""
    return look_at(lay(text), model, gazetteer)


def look_at(laid: Laid, model: Model, gazetteer: Gazetteer) -> View:
    """Do so with one that is laid out already."""
    words, layout, clauses = laid
    plain = words.text
    hits = gazetteer.scanner.scan(plain)
    cases = find_case_numbers(plain)
    phones = find_phones(plain, [(entity.start, entity.end) for entity in cases.entities])
    places = find_places(plain, hits, gazetteer)
    venues = find_venues(plain, hits, places.entities)
    taken = [*cases.entities, *phones.entities, *places.entities, *venues]
    return View(
        words=words,
        layout=layout,
        clauses=clauses,
        said=[_predict(plain, clause, model) for clause in clauses],
        hits=_by_clause(clauses, hits),
        all_hits=hits,
        cases=cases,
        phones=phones,
        places=places,
        venues=venues,
        topics=find_topics(plain, hits, taken),
        times=find_times(plain),
        audiences=find_audiences(plain, hits, taken),
    )


def _predict(text: str, clause: Clause, model: Model) -> Prediction | None:
    if clause.who in _SILENT or clause.end - clause.start < _SAYS_SOMETHING:
        return None
    return model.predict(text[clause.start : clause.end])


def _by_clause(clauses: list[Clause], hits: list[Hit]) -> list[list[Hit]]:
    found: list[list[Hit]] = []
    first = 0
    for clause in clauses:
        while first < len(hits) and hits[first].start < clause.start:
            first += 1
        last = first
        while last < len(hits) and hits[last].start < clause.end:
            last += 1
        found.append(hits[first:last])
    return found
