"""One pass over a text finds every word of every dictionary."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_KEY = 2


class Hit(NamedTuple):
    """A dictionary word in a text; ``kind`` names its dictionary, ``normal`` its best form."""

    start: int
    end: int
    kind: str
    normal: str


class Word(NamedTuple):
    """An entry, found regardless of Latin case; one without ``normal`` only hides shorter words."""

    text: str
    kind: str
    normal: str


class Scanner:
    """Dictionary indexed by the first two characters of its words.

    For each kind the leftmost longest words are found, which never overlap among themselves;
    words of different kinds may.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        buckets: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for text, kind, normal in words:
            lowered = text.translate(_LOWER)
            buckets[lowered[:_KEY]].setdefault((lowered, kind), normal)
        self._buckets = {
            key: tuple((text, kind, normal) for (text, kind), normal in _longest_first(entries))
            for key, entries in buckets.items()
        }

    def scan(self, text: str) -> list[Hit]:
        """Return the hits in order of their start."""
        lowered = text.translate(_LOWER)
        find = self._buckets.get
        hits: list[Hit] = []
        ends: dict[str, int] = {}
        for start in range(len(lowered)):
            bucket = find(lowered[start : start + _KEY], ()) + find(lowered[start], ())
            for word, kind, normal in bucket:
                if ends.get(kind, 0) <= start and lowered.startswith(word, start):
                    ends[kind] = start + len(word)
                    if normal:
                        hits.append(Hit(start, ends[kind], kind, normal))
        return hits


def _longest_first(entries: dict[tuple[str, str], str]) -> list[tuple[tuple[str, str], str]]:
    return sorted(entries.items(), key=lambda entry: -len(entry[0][0]))
