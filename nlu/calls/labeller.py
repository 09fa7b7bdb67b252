"""One trained model of the call parser: labels rows of features, in sequence or one by one."""

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from nlu.prediction import Ranking

SHIPPED = Path(__file__).parents[1] / "shipped" / "calls"
RELABELLED = ("kind", "urgency")
"""Those of kind, category and urgency that a model of the parser tells better than the model of messages alone, on
whose guesses it builds: on held-out needs kind 0.789 against 0.729; of the pressing ones 0.57 against 0.24 are found, of the
urgent ones 0.66 against 0.29, both weighed as in ``nlu.urgency``. Category it tells no better."""
NAMES = (
    "clauses",
    "needs",
    "intent",
    *RELABELLED,
    "scope",
    "place",
    "venue",
    "when",
    "decisive",
    "name",
    "number",
)
Row = list[str]


class Labeller:
    """A conditional random field of crfsuite; a sequence of one row makes it a plain classifier."""

    def __init__(self, content: bytes) -> None:
        self._content = content  # the tagger reads these bytes in place
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(content)
        self._labels: tuple[str, ...] = tuple(self._tagger.labels())

    def tag(self, rows: Sequence[Row]) -> list[str]:
        """Return the best sequence of labels."""
        if not rows:
            return []
        best: list[str] = self._tagger.tag(rows)
        return best

    def chances(self, rows: Sequence[Row]) -> list[dict[str, float]]:
        """Return the probability of each label at each place."""
        if not rows:
            return []
        self._tagger.set(rows)
        return [
            {label: float(self._tagger.marginal(label, place)) for label in self._labels}
            for place in range(len(rows))
        ]

    def chances_of(self, label: str, rows: Sequence[Row]) -> list[float]:
        """Return the probability of one label at each place."""
        self._tagger.set(rows)
        return [float(self._tagger.marginal(label, place)) for place in range(len(rows))]

    def rank(self, row: Row) -> Ranking:
        """Return the labels of one row with their probabilities, best first."""
        return tuple(sorted(self.chances([row])[0].items(), key=lambda item: -item[1]))


Labellers = dict[str, Labeller]


def load(folder: Path = SHIPPED) -> Labellers:
    """Return the shipped models by name."""
    return {name: Labeller((folder / f"{name}.crfsuite").read_bytes()) for name in NAMES}
