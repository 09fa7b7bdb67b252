"""Entity spans by a conditional random field over characters."""

from collections.abc import Iterator, Mapping, Sequence

import pycrfsuite

OUTSIDE = "O"
PAD = "\x02\x02"
WORD_LENGTHS = (2, 3, 4)
WEAK = {"topic": 0.08}
"""Entities that a text nearly always has: the likeliest is read, from this probability on, where the best tags have none."""
OF_THINGS = frozenset({"submit_need", "ask_faq"})
"""Intents of texts that nearly always have one."""
PLAINLY_OUTSIDE = 0.92
NEIGHBOUR = 0.4
"""Share of the highest probability down to which its neighbours belong to the same span."""
Found = tuple[str, int, int]


class Field:
    """A trained field; ``words`` as in ``features``."""

    def __init__(self, content: bytes, words: Mapping[str, Sequence[str]]) -> None:
        self._content, self._words = content, words  # the tagger reads these bytes in place
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(content)
        known = set(self._tagger.labels())
        self._weak = [
            (entity, [tag for tag in (f"{place}-{entity}" for place in "BIES") if tag in known], least)
            for entity, least in WEAK.items()
        ]

    def read(self, text: str, intent: str) -> list[Found]:
        """(entity, start, end) of all spans of a text by position; ``intent`` is the text's likeliest."""
        if not text:
            return []
        row = self._tagger.tag(features(text, self._words))
        found = [*decode(row), *(self._weakly(row) if intent in OF_THINGS else ())]
        return sorted(found, key=lambda span: span[1])

    def _weakly(self, row: Sequence[str]) -> Iterator[Found]:
        for entity, names, least in self._weak:
            if not any(tag in names for tag in row):
                chances = self._chances(row, names)
                best = max(chances, key=lambda i: chances[i], default=None)
                if best is not None and chances[best] >= least:
                    yield (entity, *_around(best, chances))

    def _chances(self, row: Sequence[str], names: Sequence[str]) -> dict[int, float]:
        """How likely each character that is not plainly outside has one of some tags."""
        chance = self._tagger.marginal
        return {
            i: sum(chance(name, i) for name in names)
            for i, tag in enumerate(row)
            if tag == OUTSIDE and chance(OUTSIDE, i) < PLAINLY_OUTSIDE
        }


def _around(best: int, chances: Mapping[int, float]) -> tuple[int, int]:
    """Start and end of the span around its likeliest character."""
    least = NEIGHBOUR * chances[best]
    start = end = best
    while chances.get(start - 1, 0.0) >= least:
        start -= 1
    while chances.get(end + 1, 0.0) >= least:
        end += 1
    return start, end + 1


def shape(char: str) -> str:
    """The kind of a character: digit, latin, han or other."""
    if char.isdigit():
        return "0"
    if char.isascii():
        return "a" if char.isalpha() else "."
    return "字" if "\u3400" <= char <= "\u9fff" else "."


def features(text: str, words: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Features of each character from a window of five, shape (characters, features).

    ``words`` maps known words of 2 to 4 characters to their groups (see ``ngrams.by_word``).
    """
    lower = text.lower() if len(text.lower()) == len(text) else text
    padded = PAD + lower + PAD
    shapes = "".join(map(shape, padded))
    rows = []
    for i in range(2, len(padded) - 2):
        window = padded[i - 2 : i + 3]
        rows.append(
            [
                "a" + window[2],
                "b" + window[1],
                "c" + window[3],
                "d" + window[0],
                "e" + window[4],
                "f" + window[1:3],
                "g" + window[2:4],
                "h" + window[:2],
                "i" + window[3:],
                "j" + window[1:4],
                "k" + window[:3],
                "l" + window[2:],
                "m" + shapes[i - 1 : i + 2],
            ]
        )
    _add_groups(rows, lower, words)
    return rows


def _add_groups(rows: list[list[str]], text: str, words: Mapping[str, Sequence[str]]) -> None:
    """Add the groups of known words to the characters of the words: o first, p within, q last."""
    for length in WORD_LENGTHS:
        for start in range(len(text) - length + 1):
            for group in words.get(text[start : start + length], ()):
                last = start + length - 1
                rows[start].append("o" + group)
                rows[last].append("q" + group)
                for within in range(start + 1, last):
                    rows[within].append("p" + group)


def tags(length: int, spans: list[Found]) -> list[str]:
    """B-, I-, E- and S- (begin, inside, end, single) tags of ``length`` characters."""
    row = [OUTSIDE] * length
    for entity, start, end in spans:
        row[start:end] = [f"I-{entity}"] * (end - start)
        row[start], row[end - 1] = f"B-{entity}", f"E-{entity}"
        if end - start == 1:
            row[start] = f"S-{entity}"
    return row


def decode(row: list[str]) -> list[Found]:
    """(entity, start, end) of each run of tags; a tag that cannot follow the last begins a new run."""
    spans, start, last = [], 0, OUTSIDE
    for i, tag in enumerate([*row, OUTSIDE]):
        if last[0] in "BI" and tag[0] in "IE" and last[2:] == tag[2:]:
            last = tag
            continue
        if last != OUTSIDE:
            spans.append((last[2:], start, i))
        start, last = i, tag
    return spans
