"""Linear heads over one sparse vector: the intent and every attribute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import numpy as np
import numpy.typing as npt

Ranking = tuple[tuple[str, float], ...]
MOST_STEPS = 127
TINY = 2.0**-20


Floats = npt.NDArray[np.float64]


class Groups:
    """Neighbouring classes that belong together: one softmax, or a sigmoid each where they are not exclusive."""

    def __init__(self, sizes: Sequence[int], exclusive: Sequence[bool]) -> None:
        self._sizes = np.array(sizes)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self.exclusive = np.repeat(np.array(exclusive, bool), self._sizes)
        self.slices = [slice(start, start + size) for start, size in zip(self._starts, sizes, strict=True)]

    def sums(self, values: Floats) -> Floats:
        """The sum of each group, shape (groups,)."""
        return np.asarray(np.add.reduceat(values, self._starts))

    def spread(self, values: Floats) -> Floats:
        """A value for each group given to all its classes."""
        return np.repeat(values, self._sizes)

    def chances(self, scores: Floats) -> Floats:
        """Log-odds of all classes, shape (classes,), as probabilities."""
        powers = np.exp(scores - self.spread(np.maximum.reduceat(scores, self._starts)))
        return np.where(self.exclusive, powers / self.spread(self.sums(powers)), 1 / (1 + np.exp(-scores)))


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

    def scores(self, columns: Floats) -> Floats:
        """Log-odds of the classes; ``columns`` of shape (width,)."""
        scores = columns[: len(self.classes)]
        if self.finer:
            scores = scores + np.maximum.reduceat(columns[len(self.classes) :], self.starts)
        return scores


@dataclass(frozen=True)
class Heads:
    """All heads side by side.

    ``weights`` has shape (V, columns), ``bias`` (columns,), columns being those of all
    heads in order; ``storable`` has rounded the weights.
    """

    heads: tuple[Head, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @cached_property
    def groups(self) -> Groups:
        """The classes of all heads one after the other."""
        return Groups([len(head.classes) for head in self.heads], [head.exclusive for head in self.heads])

    def chances(self, rows: npt.NDArray[np.intp], values: Floats) -> Floats:
        """What every head says of one vector; ``rows`` and ``values`` have shape (known,), the answer (classes,)."""
        columns = values @ self.weights[rows].astype(np.float64) + self.bias
        scores, start = [], 0
        for head in self.heads:
            scores.append(head.scores(columns[start : start + head.width]))
            start += head.width
        return self.groups.chances(np.concatenate(scores))

    def rank(self, rows: npt.NDArray[np.intp], values: Floats) -> dict[str, Ranking]:
        """The same by head, best first."""
        return self.ranked(self.chances(rows, values))

    def ranked(self, chances: Floats) -> dict[str, Ranking]:
        """The chances of all classes by head, best first."""
        return {
            head.name: best_first(zip(head.classes, chances[at].tolist(), strict=True))
            for head, at in zip(self.heads, self.groups.slices, strict=True)
        }


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
