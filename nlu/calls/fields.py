"""The fields of one need: labels, place, venue, topic, time, audience, each with its span."""

from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.attributes import Reading, attribute_row
from nlu.calls.candidates import Candidate, venues, with_sort
from nlu.calls.clauses import spans_of
from nlu.calls.encoder import Senses
from nlu.calls.labeller import RELABELLED, Labeller, Labellers, Row
from nlu.calls.moments import moment_rows, moments
from nlu.calls.record import CallCase, Spans
from nlu.calls.summary import summarise
from nlu.calls.venue_features import likeliest, near, venue_chain
from nlu.calls.view import View
from nlu.calls.weighed import SHARES, with_sense
from nlu.calls.whereabouts import NO_PLACE, nowhere, of_form, place_rows, places
from nlu.gazetteer import Gazetteer
from nlu.prediction import Ranking
from nlu.understanding import Entity
from nlu.urgency import weighed

_LEAST = {"place": 0.13, "when": 0.3}
"""From these chances on the likeliest candidate is taken: most needs have one."""
_DOUBT = 1.75
_USUAL = 0.35
"""How much the chance of having none raises what the likeliest must reach, and that chance of most needs."""
_AUDIENCE_SURE, _AUDIENCE_NAMED = 0.5, 0.4
_EVERYONE = ("everyone",)


class Named(NamedTuple):
    """The places and venues that a call names."""

    places: Sequence[Candidate]
    venues: Sequence[Candidate]


class Means(NamedTuple):
    """What the reading of a need takes; ``hidden`` are spans of names and numbers of the call."""

    labellers: Labellers
    named: Named
    hidden: Sequence[tuple[int, int]]
    senses: Senses


def named_in(view: View, gazetteer: Gazetteer) -> Named:
    """Gather what the needs of a call choose from."""
    return Named(places(view, gazetteer), venues(view))


def case_of(
    view: View, reading: Reading, number: int, means: Means, earlier: CallCase | None = None
) -> CallCase:
    """Return the case of one need; ``number`` counts them from 0, ``earlier`` is the one before."""
    labellers = means.labellers
    row = attribute_row(view, reading, number)
    rankings = reading.said.attributes | {name: labellers[name].rank(row) for name in (*RELABELLED, "scope")}
    labels = {name: likeliest_label(name, ranking, reading, means) for name, ranking in rankings.items()}
    before = (earlier.place or NO_PLACE) if earlier else None
    place = where(view, reading, means.named.places, labellers["place"], before)
    venue = which(view, reading, means.named.venues, labellers["venue"], earlier.venue if earlier else None)
    topic = _topic(view, reading, venue)
    times = [Candidate(one.value, one.start, one.end, "when") for one in moments(view, reading)]
    rows = moment_rows(view, reading, moments(view, reading))
    when = best(times, rows, labellers["when"], _LEAST["when"])
    summary, summary_span = summarise(view, reading.clauses, labellers["decisive"], means.hidden)
    spans: Spans = {"summary": summary_span}
    for name, found in (("place", place), ("venue", venue), ("topic", topic), ("when", when)):
        if found:
            spans[name] = view.words.span(found.start, found.end)
    if place and place.end2 > 0:
        spans["town"] = view.words.span(place.start2, place.end2)
    outside = labels["scope"] == "out"
    return CallCase(
        kind=labels["kind"],
        category="other" if outside else labels["category"],
        urgency=labels["urgency"],
        place=_original(view, place),
        venue=_original(view, venue),
        topic=_original(view, topic),
        audience=_audience(view, reading),
        when=_original(view, when),
        summary=summary,
        out_of_scope=outside,
        spans=spans,
    )


def likeliest_label(name: str, ranking: Ranking, reading: Reading, means: Means) -> str:
    """Return a label of a need; where the encoder says something of it too, both are weighed."""
    chances = dict(weighed(ranking) if name == "urgency" else ranking)
    if name in SHARES:
        chances = with_sense(name, chances, reading.clauses, means.senses)
    return max(chances, key=lambda label: chances[label])


def where(
    view: View, reading: Reading, candidates: Sequence[Candidate], labeller: Labeller, before: str | None
) -> Candidate | None:
    """Return the place of a need; ``before`` as in ``place_rows``."""
    none = labeller.chances_of("1", [nowhere(view, reading, candidates, before)])[0]
    rows = place_rows(view, reading, candidates, before)
    likely = best(candidates, rows, labeller, _LEAST["place"] + _DOUBT * (none - _USUAL))
    return likely or of_form(view, candidates)


def which(
    view: View, reading: Reading, candidates: Sequence[Candidate], labeller: Labeller, before: str | None
) -> Candidate | None:
    """Return the venue of a need; ``before`` is that of the need before."""
    choices = near(view, reading, candidates)
    rows = venue_chain(view, reading, choices, before)
    found = likeliest(choices, labeller.chances_of("1", rows))
    return with_sort(view, found, candidates)


def best(
    candidates: Sequence[Candidate], rows: Sequence[Row], labeller: Labeller, least: float
) -> Candidate | None:
    """Return the likeliest candidate if its chance is at least ``least``."""
    chances = [labeller.chances_of("1", [row])[0] for row in rows]
    at = max(range(len(chances)), key=lambda place: chances[place], default=None)
    return candidates[at] if at is not None and chances[at] >= least else None


def _original(view: View, found: Candidate | None) -> str | None:
    if found is None:
        return None
    start, end = view.words.span(found.start, found.end)
    town = ""
    if found.end2 > 0:
        town = view.words.original[slice(*view.words.span(found.start2, found.end2))]
    return town + view.words.original[start:end]


def _within(reading: Reading, view: View, entities: Sequence[Entity]) -> list[Entity]:
    spans = spans_of(view.clauses, reading.clauses)
    return [e for e in entities if any(start <= e.start and e.end <= end for start, end in spans)]


def _topic(view: View, reading: Reading, venue: Candidate | None) -> Candidate | None:
    """The model's topic first, the longest word of the list around it, else the first of the list."""
    told = [
        Entity("topic", span.value, clause.start + span.start, clause.start + span.end)
        for index in reading.clauses
        if (said := view.said[index])
        for clause in (view.clauses[index],)
        for span in said.spans
        if span.entity == "topic"
    ]
    listed = [topic for topic in _within(reading, view, view.topics) if topic.end - topic.start > 1]
    free = [
        entity
        for entity in (*told, *listed)
        if venue is None or not (entity.start < venue.end and venue.start < entity.end)
    ]
    chosen = next(iter(free), None)
    if chosen is None:
        return None
    wider = [e for e in free if e.start <= chosen.start and chosen.end <= e.end]
    chosen = max(wider, key=lambda e: e.end - e.start)
    return Candidate(chosen.value, chosen.start, chosen.end, "topic")


def _audience(view: View, reading: Reading) -> tuple[str, ...]:
    named = {entity.normal for entity in _within(reading, view, view.audiences)}
    labels = [
        label
        for label, sure in reading.said.audience
        if label != "everyone" and (sure >= _AUDIENCE_SURE or (label in named and sure >= _AUDIENCE_NAMED))
    ]
    return tuple(labels) or _EVERYONE
