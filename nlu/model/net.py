"""A small convolutional network over characters and words, on NumPy alone.

Each character stands for itself, for the word that it belongs to and for its place in that word.
A filter of width w looks at w neighbours; of each filter only its highest answer in the text counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from nlu.model.linear import Groups
from nlu.model.ngrams import END, LONGEST_WORD, START, canonical

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]
UNKNOWN = 1  # 0 is padding while training
ALONE, FIRST, WITHIN, LAST = range(4)
PLACES = 4


@dataclass(frozen=True)
class Output:
    """One question to the network: ``exclusive`` classes share a softmax, others have a sigmoid each.

    Classes written ``name/finer`` add up to ``name``.
    """

    name: str
    classes: tuple[str, ...]
    exclusive: bool


@dataclass(frozen=True)
class Weights:
    """What training finds: vectors of C characters, W words and four places, D numbers in all three.

    ``kernels`` has shape (sum of widths, D, F), the ``widths`` one after the other, each from left to
    right; ``bias`` (widths x F,), ``last`` (widths x F, columns), ``last_bias`` (columns,).
    """

    chars: Floats
    words: Floats
    places: Floats
    kernels: Floats
    bias: Floats
    last: Floats
    last_bias: Floats


@dataclass(frozen=True)
class Parts:
    """A whole network; ``share`` is its weight beside the linear heads."""

    chars: tuple[str, ...]
    word_list: tuple[str, ...]
    weights: Weights
    widths: tuple[int, ...]
    outputs: tuple[Output, ...]
    share: float


class Reader:
    """Turns a text into numbers of characters, words and places."""

    def __init__(self, chars: Sequence[str], words: Sequence[str]) -> None:
        self._chars = {char: i for i, char in enumerate(chars, UNKNOWN + 1)}
        self._words = {word: i for i, word in enumerate(words, UNKNOWN + 1)}

    def read(self, text: str) -> tuple[Ids, Ids, Ids]:
        """Numbers of shape (characters + 2,); words are the longest known ones from the left."""
        marked = START + canonical(text) + END
        find, longest = self._words.get, range(LONGEST_WORD, 1, -1)
        words: list[int] = []
        places: list[int] = []
        at, size = 0, len(marked)
        while at < size:
            for length in longest:
                word = find(marked[at : at + length])
                if word is not None and at + length <= size:
                    break
            else:
                length, word = 1, find(marked[at], UNKNOWN)
            words += [word] * length
            places += [FIRST, *[WITHIN] * (length - 2), LAST] if length > 1 else [ALONE]
            at += length
        known = self._chars.get
        chars = [known(char, UNKNOWN) for char in marked]
        return np.array(chars, np.intp), np.array(words, np.intp), np.array(places, np.intp)


class Table:
    """What every filter answers to one kind of vector, computed when first needed; shape (rows, columns)."""

    def __init__(self, vectors: Floats, kernels: Floats) -> None:
        self._vectors = vectors
        self._kernels = kernels.transpose(1, 0, 2).reshape(kernels.shape[1], -1).astype(np.float64)
        self._answers = np.zeros((len(vectors), self._kernels.shape[1]), np.float32)
        self._done = np.zeros(len(vectors), bool)

    def __getitem__(self, rows: Ids) -> Floats:
        if not self._done[rows].all():
            new = rows[~self._done[rows]]
            self._answers[new] = self._vectors[new].astype(np.float64) @ self._kernels
            self._done[new] = True
        return self._answers[rows]


class Answers:
    """Turns the columns of all outputs into probabilities at once."""

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._groups = Groups([len(one.classes) for one in outputs], [one.exclusive for one in outputs])
        self.labels: list[tuple[str, str]] = []
        firsts: list[int] = []
        columns = [(one.name, name.partition("/")[0]) for one in outputs for name in one.classes]
        for i, label in enumerate(columns):
            if not self.labels or label != self.labels[-1]:
                self.labels.append(label)
                firsts.append(i)
        self._firsts = np.array(firsts)

    def chances(self, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The chance of each of ``labels`` (output, class); ``scores`` has shape (columns,)."""
        return np.asarray(np.add.reduceat(self._groups.chances(scores), self._firsts))


class Net:
    """A trained network."""

    def __init__(self, parts: Parts) -> None:
        weights = parts.weights
        self.share = parts.share
        self._reader = Reader(parts.chars, parts.word_list)
        self._weights, self._widths = weights, parts.widths
        ends = list(accumulate(part.shape[1] for part in (weights.chars, weights.words, weights.places)))
        chars, words, places = np.split(weights.kernels, ends[:-1], axis=1)
        self._tables = (
            Table(weights.chars, chars),
            Table(weights.words, words),
            Table(weights.places, places),
        )
        self._last = weights.last.astype(np.float64)
        self._answers = Answers(parts.outputs)
        self.labels = self._answers.labels

    def chances(self, text: str) -> npt.NDArray[np.float64]:
        """The chance of each of ``labels`` (output, class)."""
        scores = self._pooled(text).astype(np.float64) @ self._last + self._weights.last_bias
        return self._answers.chances(scores)

    def by_output(self, text: str) -> dict[str, dict[str, float]]:
        """The same as output -> class -> chance."""
        found: dict[str, dict[str, float]] = {}
        for (output, name), chance in zip(self.labels, self.chances(text).tolist(), strict=True):
            found.setdefault(output, {})[name] = chance
        return found

    def _pooled(self, text: str) -> Floats:
        """The highest answer of each filter, shape (widths x F,)."""
        chars, words, places = self._reader.read(text)
        answers = self._tables[0][chars] + self._tables[1][words] + self._tables[2][places]
        size = self._weights.kernels.shape[2]
        best, column = [], 0
        for width in self._widths:
            before, after = (width - 1) // 2, width // 2
            total = np.zeros((len(chars) + width - 1, size), np.float32)
            for shift in range(width):
                at = before + after - shift
                total[at : at + len(chars)] += answers[:, column : column + size]
                column += size
            best.append(total[after : after + len(chars)].max(axis=0))
        return np.maximum(np.concatenate(best) + self._weights.bias, 0)
