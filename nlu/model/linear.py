"""Linear heads over one sparse vector: the intent and every attribute."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

Ranking = tuple[tuple[str, float], ...]
MOST_STEPS = 127
TINY = 2.0**-20


@dataclass(frozen=True)
class Head:
    """One classifier: its classes stand in neighbouring columns of the weight matrix.

    ``exclusive`` classes share one softmax; otherwise each has its own sigmoid. After the columns
    of the classes may come columns of finer classes, sorted alike; ``starts`` says at which of
    them each class begins. The best finer score of a class is added to its own.
    """

    name: str
    classes: tuple[str, ...]
    exclusive: bool
    starts: tuple[int, ...] = ()
    finer: int = 0

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.classes) + self.finer

    def chances(self, columns: npt.NDArray[np.float64]) -> Ranking:
        """Classes with probabilities, in their own order; ``columns`` of shape (width,) are log-odds."""
        scores = columns[: len(self.classes)]
        if self.finer:
            scores = scores + np.maximum.reduceat(columns[len(self.classes) :], self.starts)
        if self.exclusive:
            powers = np.exp(scores - scores.max())
            chances = powers / powers.sum()
        else:
            chances = 1 / (1 + np.exp(-scores))
        return tuple(zip(self.classes, chances.tolist(), strict=True))


@dataclass(frozen=True)
class Heads:
    """All heads side by side.

    ``weights`` has shape (V, columns), ``bias`` (columns,), columns being those of all
    heads in order; ``storable`` has rounded the weights.
    """

    heads: tuple[Head, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def chances(self, rows: npt.NDArray[np.intp], values: npt.NDArray[np.float64]) -> dict[str, Ranking]:
        """What every head says of one vector; ``rows`` and ``values`` have shape (known,)."""
        scores = values @ self.weights[rows].astype(np.float64) + self.bias
        found, start = {}, 0
        for head in self.heads:
            end = start + head.width
            found[head.name] = head.chances(scores[start:end])
            start = end
        return found

    def rank(self, rows: npt.NDArray[np.intp], values: npt.NDArray[np.float64]) -> dict[str, Ranking]:
        """The same, best first."""
        return {name: best_first(pairs) for name, pairs in self.chances(rows, values).items()}


def best_first(pairs: Iterable[tuple[str, float]]) -> Ranking:
    """Classes by falling probability."""
    return tuple(sorted(pairs, key=itemgetter(1), reverse=True))


def steps(weights: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """A power of two for each column, of which no weight has more than 127; shape (columns,)."""
    highest = np.maximum(np.abs(weights).max(axis=0), TINY)
    powers = np.exp2(np.ceil(np.log2(highest / MOST_STEPS)))
    return np.asarray(powers, np.float32)


def in_steps(weights: npt.NDArray[np.floating]) -> npt.NDArray[np.int8]:
    """Weights as whole numbers of steps."""
    return np.round(weights / steps(weights)).astype(np.int8)


def storable(weights: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """Weights rounded to whole steps: a quarter of the bytes, the same numbers after storage."""
    return np.multiply(in_steps(weights), steps(weights), dtype=np.float32)
