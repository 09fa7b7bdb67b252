"""Fits the models of the call parser on annotated records."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from nlu.calls.attributes import Reading, attribute_row, read_need
from nlu.calls.candidates import Candidate, place_rows, places, venue_rows, venues
from nlu.calls.features import features
from nlu.calls.intent import intent_row
from nlu.calls.labeller import NAMES, Labeller, Row
from nlu.calls.layout import read_layout
from nlu.calls.name_candidates import candidates, name_rows
from nlu.calls.pieces import Piece, piece_features
from nlu.calls.segment import MAYBE_BEGINS, cut_pieces, join, judge
from nlu.calls.summary import decisive_rows
from nlu.calls.view import View, look
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model
from nlu.text import normalise
from nlu.training.calls_callers import introductions
from nlu.training.calls_corpus import Record, owners, tags_of, verdicts_of

Sample = tuple[list[Row], list[str]]
INNER = 4
LEASTS = (MAYBE_BEGINS, 0.1, 0.4)
"""Pieces are learnt as cut with several shares; the first is that of reading."""
PENALTIES = {
    "clauses": (0.1, 0.1),
    "needs": (0.3, 1.0),
    "place": (0.0, 3.0),
    "venue": (0.0, 3.0),
    "scope": (0.0, 1.0),
    "name": (0.1, 0.3),
}
_PLAIN = (0.1, 0.3)
_ROUNDS = 120
_MADE_UP = 5
"""How often each made-up exchange about names is filled in."""


class Seen:
    """A record with everything that does not depend on the models to be fitted."""

    def __init__(self, record: Record, model: Model, gazetteer: Gazetteer) -> None:
        self.record = record
        self.view: View = look(record.transcript, model, gazetteer)
        self.rows = features(self.view)
        self.tags = tags_of(record, self.view)
        self.owners = owners(record, self.view)
        self.samples = _samples(self, model, gazetteer)


def fit(samples: Sequence[Sample], name: str) -> bytes:
    """Fit one model; returns the file of crfsuite."""
    first, second = PENALTIES.get(name, _PLAIN)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(
        {"c1": first, "c2": second, "max_iterations": _ROUNDS, "feature.possible_transitions": True}
    )
    for rows, labels in samples:
        if rows:
            trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        trainer.train(str(path))
        return path.read_bytes()


def learn(seen: Sequence[Seen]) -> dict[str, bytes]:
    """Fit all models; those that build on others learn from what these say of records they never saw."""
    models = {"clauses": fit([(one.rows, one.tags) for one in seen], "clauses")}
    unseen: dict[int, Any] = {}
    for fold in range(INNER):
        rest = [(one.rows, one.tags) for at, one in enumerate(seen) if at % INNER != fold]
        field = Labeller(fit(rest, "clauses"))
        for at in range(fold, len(seen), INNER):
            unseen[at] = field.chances(seen[at].rows), field.tag(seen[at].rows)
    judged = {at: [_judged(seen[at], *unseen[at], least) for least in LEASTS] for at in unseen}
    models["needs"] = fit([sample for at in judged for sample, _ in judged[at]], "needs")
    intents: list[Sample] = []
    for fold in range(INNER):
        rest = [sample for at in judged if at % INNER != fold for sample, _ in judged[at]]
        needs = Labeller(fit(rest, "needs"))
        for at in range(fold, len(seen), INNER):
            pieces = judged[at][0][1]
            segments = join(pieces, judge(seen[at].view, pieces, needs))
            intents.append(([intent_row(seen[at].view, segments)], [seen[at].record.gold["intent"]]))
    models["intent"] = fit(intents, "intent")
    for name in NAMES:
        if name not in models:
            samples = [sample for one in seen for sample in one.samples[name]]
            models[name] = fit(samples * 2 + _made_up(seen) if name == "name" else samples, name)
    return models


def _made_up(seen: Sequence[Seen]) -> list[Sample]:
    """Exchanges in which a caller gives a name; real records count twice beside them."""
    found: list[Sample] = []
    for text, name in introductions([one.record for one in seen], _MADE_UP):
        plain = normalise(text).text
        choices = candidates(plain)
        rows = name_rows(plain, read_layout(plain), choices)
        found += _ranked(rows, [at for at, one in enumerate(choices) if one.value == name])
    return found


def _judged(seen: Seen, chances: Any, tags: Any, least: float) -> tuple[Sample, list[Piece]]:
    pieces = cut_pieces(seen.view, chances, tags, least)
    return (piece_features(seen.view, pieces), verdicts_of(pieces, seen.owners)), pieces


def _samples(seen: Seen, model: Model, gazetteer: Gazetteer) -> dict[str, list[Sample]]:
    """What the annotated needs of one record teach of labels, places, venues and decisive clauses."""
    view = seen.view
    found: dict[str, list[Sample]] = {name: [] for name in NAMES}
    found["name"] = _names(seen)
    for number, case in enumerate(seen.record.gold["cases"]):
        clauses = [index for index, owner in enumerate(seen.owners) if owner == number]
        if not clauses:
            continue
        reading = read_need(view, clauses, model)
        row = attribute_row(view, reading, number)
        for name in ("kind", "category", "urgency"):
            if not case["out_of_scope"]:
                found[name].append(([row], [case[name]]))
        found["scope"].append(([row], ["out" if case["out_of_scope"] else "in"]))
        earlier = seen.record.gold["cases"][number - 1] if number else {"place": None, "venue": None}
        for name, rows, candidates in (
            ("place", place_rows, places(view, gazetteer)),
            ("venue", venue_rows, venues(view)),
        ):
            found[name] += _ranked(
                rows(view, reading, candidates, earlier[name]), _right(candidates, case[name], reading, view)
            )
        found["decisive"] += _decisive(view, clauses, case["must_mention"])
    return found


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
    spans = [(view.clauses[index].start, view.clauses[index].end) for index in reading.clauses]
    within = [at for at in same if any(s <= candidates[at].start < e for s, e in spans)]
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
