"""A text as a weighted sparse vector: its character n-grams and the groups of its known words."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

LONGEST_GRAM = 3
LONGEST_WORD = 4
START, END = "\x02", "\x03"
GROUP = "\x04"
LONG_DIGITS = re.compile(r"0{4,}")
ALIKE = str.maketrans("123456789,!?;:()~\n", "0" * 9 + "，！？；：（）～ ")


def canonical(text: str) -> str:
    """Lower case, digits and punctuation of either width made alike.

    Numbers matter by their length, up to four digits, and not by their value.
    """
    return LONG_DIGITS.sub("0000", text.strip().lower().translate(ALIKE))


def substrings(text: str) -> list[str]:
    """All substrings of 1 to ``LONGEST_WORD`` characters of a text with marked ends, repeated ones too."""
    marked = START + canonical(text) + END
    count = len(marked)
    return [marked[i : i + n] for n in range(1, LONGEST_WORD + 1) for i in range(count - n + 1)]


def by_word(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """From the words of each group to the groups of each word; longer words cannot be looked up."""
    words: dict[str, list[str]] = {}
    for name, members in sorted(groups.items()):
        for word in sorted({canonical(member) for member in members}):
            if len(word) <= LONGEST_WORD:
                words.setdefault(word, []).append(GROUP + name)
    return words


class Vocabulary:
    """Known n-grams and groups: ``terms`` are V names, ``words`` the groups of each word."""

    def __init__(self, terms: list[str], words: dict[str, list[str]]) -> None:
        self.terms = terms
        self.words = words
        place = {term: i for i, term in enumerate(terms)}
        self._features: dict[str, tuple[int, ...]] = {
            term: (i,) for term, i in place.items() if not term.startswith(GROUP)
        }
        for word, groups in words.items():
            known = tuple(place[group] for group in groups if group in place)
            self._features[word] = self._features.get(word, ()) + known

    @classmethod
    def learn(cls, texts: list[str], words: dict[str, list[str]], min_count: int) -> "Vocabulary":
        """The n-grams and groups found in at least ``min_count`` of the texts."""
        found: Counter[str] = Counter()
        for text in texts:
            parts = set(substrings(text))
            found.update(part for part in parts if len(part) <= LONGEST_GRAM)
            found.update({group for part in parts for group in words.get(part, ())})
        return cls(sorted(term for term, count in found.items() if count >= min_count), words)

    def vector(self, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        """Indices into ``terms`` and values (1 + log of the count, unit length), both of shape (known,)."""
        features = self._features
        counts: dict[int, int] = {}
        for part in substrings(text):
            for at in features.get(part, ()):
                counts[at] = counts.get(at, 0) + 1
        log = math.log
        values = np.array([1.0 if count == 1 else 1 + log(count) for count in counts.values()], np.float64)
        length = math.sqrt(float(values @ values))
        return np.fromiter(counts, np.intp, len(counts)), values / length if length else values
