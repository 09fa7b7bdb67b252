"""Fits the two models that find the needs of a record: which clauses tell, and what each piece of them is."""

import tempfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pycrfsuite

from nlu.calls.attributes import attribute_row, read_need
from nlu.calls.features import features
from nlu.calls.labeller import Labeller, Row
from nlu.calls.piece import Piece
from nlu.calls.pieces import piece_features
from nlu.calls.segment import MAYBE_BEGINS, Needs, cut_pieces, join, judge
from nlu.calls.view import View, look
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model
from nlu.training.calls_corpus import Record, owners, tags_of, verdicts_of

Sample = tuple[list[Row], list[str]]
INNER = 4
LEASTS = (MAYBE_BEGINS, 0.1, 0.4)
"""Pieces of real records are learnt as cut with several shares; the first is that of reading."""
REAL = 3
"""How often a real record counts beside the composed ones."""
PENALTIES = {
    "clauses": (0.1, 0.1),
    "needs": (0.3, 1.0),
    "place": (0.0, 10.0),
    "venue": (0.0, 8.0),
    "when": (0.0, 4.0),
    "kind": (0.0, 3.0),
    "scope": (0.0, 1.0),
    "name": (0.1, 0.3),
    "number": (0.02, 1.0),
}
SEEN = {"venue": 3, "kind": 3, "place": 3, "when": 3, "scope": 3 * REAL}
"""Features seen less often are left out; no L1 penalty does it for these, and they made two thirds of the files."""
_PLAIN = (0.1, 0.3)
_ROUNDS = 120


class Cut:
    """A record cut into clauses that are tagged with what they belong to."""

    def __init__(self, record: Record, model: Model, gazetteer: Gazetteer) -> None:
        self.record = record
        self.view: View = look(record.transcript, model, gazetteer)
        self.rows = features(self.view)
        self.tags = tags_of(record, self.view)
        self.owners = owners(record, self.view)

    def scope(self, model: Model) -> list[Sample]:
        """Whether each need is a matter of others."""
        found: list[Sample] = []
        for number, case in enumerate(self.record.gold["cases"]):
            clauses = [index for index, owner in enumerate(self.owners) if owner == number]
            if clauses:
                row = attribute_row(self.view, read_need(self.view, clauses, model), number)
                found.append(([row], ["out" if case["out_of_scope"] else "in"]))
        return found


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


def learn_needs(seen: Sequence[Cut], made: Sequence[Cut]) -> tuple[dict[str, bytes], list[Needs]]:
    """Fit both models on real and composed records.

    The second learns from what the first says of records it never saw. Also returns the needs of the real
    records as read by models that never saw these.
    """
    folds = _folds(seen, made)
    models = {"clauses": fit(list(chain(*map(_tagged, folds))), "clauses")}
    judged: list[list[Sample]] = []
    pieces: dict[str, list[Piece]] = {}
    for at, fold in enumerate(folds):
        rest = chain(*(_tagged(other) for number, other in enumerate(folds) if number != at))
        field = Labeller(fit(list(rest), "clauses"))
        judged.append([sample for one, real in fold for sample in _judged(one, real, field, pieces)])
    models["needs"] = fit(list(chain(*judged)), "needs")
    needs = [
        Labeller(fit(list(chain(*(one for number, one in enumerate(judged) if number != at))), "needs"))
        for at in range(INNER)
    ]
    return models, [
        join(pieces[one.record.id], judge(one.view, pieces[one.record.id], needs[at % INNER]))
        for at, one in enumerate(seen)
    ]


def _folds(seen: Sequence[Cut], made: Sequence[Cut]) -> list[list[tuple[Cut, bool]]]:
    """Parts of the records, each with whether it is real; composed ones go with the record of their frame."""
    fold = {one.record.id: at % INNER for at, one in enumerate(seen)}
    folds: list[list[tuple[Cut, bool]]] = [[] for _ in range(INNER)]
    for one in seen:
        folds[fold[one.record.id]].append((one, True))
    for one in made:
        folds[fold[one.record.id.rpartition("+")[0]]].append((one, False))
    return folds


def _tagged(fold: Sequence[tuple[Cut, bool]]) -> list[Sample]:
    return [(one.rows, one.tags) for one, real in fold for _ in range(REAL if real else 1)]


def _judged(one: Cut, real: bool, field: Labeller, pieces: dict[str, list[Piece]]) -> list[Sample]:
    """What one record teaches of its pieces; those of a real one are kept as cut for reading."""
    chances, tags = field.chances(one.rows), field.tag(one.rows)
    found: list[Sample] = []
    for least in LEASTS if real else LEASTS[:1]:
        cut = cut_pieces(one.view, chances, tags, least)
        found.append((piece_features(one.view, cut), verdicts_of(cut, one.owners)))
        pieces.setdefault(one.record.id, cut)
    return found * REAL if real else found
