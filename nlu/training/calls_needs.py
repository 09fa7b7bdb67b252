"""Fits the two models that find the needs of a record: which clauses tell, and what each piece of them is."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pycrfsuite

from nlu.calls.encoder import Encoder
from nlu.calls.features import features
from nlu.calls.labeller import Labeller, Row
from nlu.calls.piece import Piece
from nlu.calls.pieces import piece_features
from nlu.calls.segment import MAYBE_BEGINS, Needs, cut_pieces, join, judge
from nlu.calls.sensed import with_heard
from nlu.calls.view import View, look
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model
from nlu.training.calls_corpus import Record, owners, tags_of, verdicts_of

Sample = tuple[list[Row], list[str]]
One = TypeVar("One")
INNER = 4
LEASTS = (MAYBE_BEGINS, 0.1, 0.4)
"""Pieces are learnt as cut with several shares; the first is that of reading."""
PENALTIES = {
    "clauses": (0.1, 0.1),
    "needs": (0.3, 1.0),
    "place": (0.0, 10.0),
    "venue": (0.0, 8.0),
    "when": (0.0, 4.0),
    "kind": (0.0, 3.0),
    "urgency": (0.0, 3.0),
    "scope": (0.0, 1.0),
    "name": (0.1, 0.3),
    "number": (0.02, 1.0),
}
SEEN = {"venue": 3, "kind": 3, "urgency": 3, "place": 3, "when": 3, "scope": 3}
"""Features seen less often are left out; no L1 penalty does it for these, and they made two thirds of the files."""
_PLAIN = (0.1, 0.3)
_ROUNDS = 120


class Cut:
    """A record cut into clauses that are tagged with what they belong to."""

    def __init__(self, record: Record, model: Model, gazetteer: Gazetteer) -> None:
        self.record = record
        self.view: View = look(record.transcript, model, gazetteer)
        self.tags = tags_of(record, self.view)
        self.owners = owners(record, self.view)


class Heard(Cut):
    """A record with what an encoder that was not taught on it says of its clauses."""

    def __init__(self, record: Record, model: Model, gazetteer: Gazetteer, encoder: Encoder) -> None:
        super().__init__(record, model, gazetteer)
        self.senses = encoder.senses(self.view.text, self.view.clauses)
        self.rows = with_heard(features(self.view), self.senses)


def fit(samples: Sequence[Sample], name: str) -> bytes:
    """Fit one model; returns the file of crfsuite."""
    first, second = PENALTIES.get(name, _PLAIN)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(
        {
            "c1": first,
            "c2": second,
            "max_iterations": _ROUNDS,
            "feature.minfreq": SEEN.get(name, 0),
            "feature.possible_transitions": True,
        }
    )
    for rows, labels in samples:
        if rows:
            trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        trainer.train(str(path))
        return path.read_bytes()


def learn_needs(seen: Sequence[Heard]) -> tuple[dict[str, bytes], list[Needs]]:
    """Fit both models.

    The second learns from what the first says of records it never saw. Also returns the needs of the
    records as read by models that never saw these.
    """
    folds = [seen[at::INNER] for at in range(INNER)]
    models = {"clauses": fit(_tagged(seen), "clauses")}
    judged: list[list[Sample]] = []
    pieces: dict[str, list[Piece]] = {}
    for at, fold in enumerate(folds):
        field = Labeller(fit(_tagged(_without(folds, at)), "clauses"))
        judged.append([sample for one in fold for sample in _judged(one, field, pieces)])
    models["needs"] = fit(list(chain(*judged)), "needs")
    needs = [Labeller(fit(list(_without(judged, at)), "needs")) for at in range(INNER)]
    return models, [
        join(own := pieces[one.record.id], judge(one.view, own, needs[at % INNER], one.senses))
        for at, one in enumerate(seen)
    ]


def _without(folds: Sequence[Sequence[One]], fold: int) -> Iterator[One]:
    return (one for at, others in enumerate(folds) if at != fold for one in others)


def _tagged(seen: Iterable[Heard]) -> list[Sample]:
    return [(one.rows, one.tags) for one in seen]


def _judged(one: Heard, field: Labeller, pieces: dict[str, list[Piece]]) -> Iterator[Sample]:
    """What one record teaches of its pieces; ``pieces`` keeps them as cut for reading."""
    chances, tags = field.chances(one.rows), field.tag(one.rows)
    for least in LEASTS:
        cut = cut_pieces(one.view, chances, tags, least)
        pieces.setdefault(one.record.id, cut)
        yield piece_features(one.view, cut, one.senses), verdicts_of(cut, one.owners)
