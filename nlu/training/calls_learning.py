"""Fits the models of the call parser on annotated records."""

from collections.abc import Sequence

from nlu.calls.attributes import Reading, attribute_row, read_need
from nlu.calls.candidates import Candidate, venues
from nlu.calls.clauses import spans_of
from nlu.calls.encoder import Encoder
from nlu.calls.intent import intent_row
from nlu.calls.labeller import NAMES, RELABELLED, Row
from nlu.calls.layout import Layout, read_layout
from nlu.calls.moments import moment_rows, moments
from nlu.calls.name_candidates import candidates
from nlu.calls.name_features import name_rows
from nlu.calls.number_features import number_rows
from nlu.calls.numbers import numbers
from nlu.calls.summary import decisive_rows
from nlu.calls.venue_features import chain_labels, near, venue_chain
from nlu.calls.view import View
from nlu.calls.whereabouts import NO_PLACE, nowhere, place_rows, places
from nlu.gazetteer import Gazetteer
from nlu.phones import Phones, find_phones
from nlu.prediction import Model
from nlu.text import normalise
from nlu.training.calls_callers import introductions
from nlu.training.calls_corpus import Record
from nlu.training.calls_needs import Heard, Sample, fit, learn_needs
from nlu.training.calls_numbers import exchanges

_MADE_UP = 5
"""How often each made-up exchange about names is filled in."""
_EXCHANGES = 6000
_NUMBERS_REAL = 3
"""How many exchanges about numbers are made up, and how often a real record counts beside them."""


class Seen(Heard):
    """A record with everything that does not depend on the models to be fitted."""

    def __init__(self, record: Record, model: Model, gazetteer: Gazetteer, encoder: Encoder) -> None:
        super().__init__(record, model, gazetteer, encoder)
        self.samples = _samples(self, model, gazetteer)


def learn(seen: Sequence[Seen]) -> dict[str, bytes]:
    """Fit all models on records."""
    models, segments = learn_needs(seen)
    models["intent"] = fit(
        [
            ([intent_row(one.view, needs)], [one.record.gold["intent"]])
            for one, needs in zip(seen, segments, strict=True)
        ],
        "intent",
    )
    for name in NAMES:
        if name not in models:
            samples = [sample for one in seen for sample in one.samples[name]]
            if name == "name":
                samples = samples * 2 + _made_up(seen)
            if name == "number":
                samples = samples * _NUMBERS_REAL + _made_up_numbers(seen)
            models[name] = fit(samples, name)
    return models


def _made_up_numbers(seen: Sequence[Seen]) -> list[Sample]:
    """Exchanges in which several numbers are told; one whose number is not read whole teaches nothing."""
    found: list[Sample] = []
    for text, number in exchanges([one.record for one in seen], _EXCHANGES):
        plain = normalise(text).text
        samples = _numbers(plain, read_layout(plain), find_phones(plain), number)
        if number is None or any(labels == ["1"] for _, labels in samples):
            found += samples
    return found


def _numbers(text: str, layout: Layout, phones: Phones, number: str | None) -> list[Sample]:
    choices = numbers(text, layout, phones)
    rows = number_rows(text, layout, choices, phones.chosen)
    return _ranked(rows, [at for at, said in enumerate(choices) if said[0].normal == number])


def _made_up(seen: Sequence[Seen]) -> list[Sample]:
    """Exchanges in which a caller gives a name; real records count twice beside them."""
    found: list[Sample] = []
    for text, name in introductions([one.record for one in seen], _MADE_UP):
        plain = normalise(text).text
        choices = candidates(plain)
        rows = name_rows(plain, read_layout(plain), choices)
        found += _ranked(rows, [at for at, one in enumerate(choices) if one.value == name])
    return found


def _samples(seen: Seen, model: Model, gazetteer: Gazetteer) -> dict[str, list[Sample]]:
    """What the annotated needs of one record teach of labels, places, venues and decisive clauses."""
    view = seen.view
    found: dict[str, list[Sample]] = {name: [] for name in NAMES}
    found["name"] = _names(seen)
    found["number"] = _numbers(view.text, view.layout, view.phones, seen.record.gold["contact_phone"])
    for number, case in enumerate(seen.record.gold["cases"]):
        clauses = [index for index, owner in enumerate(seen.owners) if owner == number]
        if not clauses:
            continue
        reading = read_need(view, clauses, model)
        row = attribute_row(view, reading, number)
        found["scope"].append(([row], ["out" if case["out_of_scope"] else "in"]))
        for name in RELABELLED:
            if not case["out_of_scope"]:
                found[name].append(([row], [case[name]]))
        last = seen.record.gold["cases"][number - 1] if number else {"place": None, "venue": None}
        earlier = {"place": (last["place"] or NO_PLACE) if number else None, "venue": last["venue"]}
        choices = places(view, gazetteer)
        right = _right(choices, case["place"], reading, view)
        found["place"] += _ranked(place_rows(view, reading, choices, earlier["place"]), right)
        none = nowhere(view, reading, choices, earlier["place"])
        found["place"].append(([none], ["0" if case["place"] else "1"]))
        found["venue"] += _venue(view, reading, case["venue"], earlier["venue"])
        times = moments(view, reading)
        right = [at for at, one in enumerate(times) if one.value == normalise(case["when"] or "").text]
        found["when"] += _ranked(moment_rows(view, reading, times), right)
        found["decisive"] += _decisive(view, clauses, case["must_mention"])
    return found


def _venue(view: View, reading: Reading, gold: str | None, before: str | None) -> list[Sample]:
    """The chain of the venues of one need; one whose venue is no candidate teaches nothing."""
    choices = near(view, reading, venues(view))
    right = _right(choices, gold, reading, view)
    if gold and not right:
        return []
    rows = venue_chain(view, reading, choices, before)
    return [(rows, chain_labels(len(rows), right[0] if right else len(rows) - 1))]


def _names(seen: Seen) -> list[Sample]:
    view = seen.view
    choices = candidates(view.text)
    taken = [(entity.start, entity.end) for entity in (*view.places.entities, *view.venues)]
    rows = name_rows(view.text, view.layout, choices, taken)
    called = seen.record.gold["contact_name"]
    return _ranked(rows, [at for at, one in enumerate(choices) if one.value == called])


def _ranked(rows: Sequence[Row], right: Sequence[int]) -> list[Sample]:
    return [([row], ["1" if at in right else "0"]) for at, row in enumerate(rows)]


def _right(candidates: Sequence[Candidate], gold: str | None, reading: Reading, view: View) -> list[int]:
    """The candidates that are the annotated value: the same words, within the need if they are there."""
    if gold is None:
        return []
    same = [at for at, one in enumerate(candidates) if one.value == gold]
    if not same:
        near = [at for at, one in enumerate(candidates) if one.value in gold or gold in one.value]
        most = max((_share(candidates[at].value, gold) for at in near), default=0.0)
        same = [at for at in near if _share(candidates[at].value, gold) == most and most >= 0.5]
    spans = spans_of(view.clauses, reading.clauses)
    within = [
        at
        for at in same
        if any(
            s < end <= e
            for s, e in spans
            for _, end in candidates[at].said or ((0, candidates[at].start + 1),)
        )
    ]
    return within or same


def _share(one: str, other: str) -> float:
    return min(len(one), len(other)) / max(len(one), len(other))


def _decisive(view: View, clauses: Sequence[int], nouns: Sequence[str]) -> list[Sample]:
    missing = set(nouns)
    labels = []
    for index in clauses:
        words = view.words.original[
            slice(*view.words.span(view.clauses[index].start, view.clauses[index].end))
        ]
        here = {noun for noun in missing if noun in words}
        labels.append("1" if here else "0")
        missing -= here
    return [([row], [label]) for row, label in zip(decisive_rows(view, clauses), labels, strict=True)]
