"""Mistakes in annotated lines, found before they are trained on."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from nlu.training.corpus import Line
from nlu.understanding import AUDIENCES, CATEGORIES, ENTITIES, FAQ_IDS, INTENTS, KINDS, URGENCIES

REQUIRED: dict[str, dict[str, tuple[str, ...]]] = {
    "submit_need": {"kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES},
    "ask_faq": {"faq": FAQ_IDS},
}
BROKEN_MARK = re.compile(r"\]\s*\(|\]\s*\[|\]\{|\[[^\]]*\[|\)\s*\]")
NEAR = 0.9


def check(lines: list[Line], tests: list[Line], dev: Sequence[Line] = ()) -> list[str]:
    """One sentence a mistake; none means that the lines may be trained on.

    ``dev`` are lines that are tuned on but not trained on: neither may they be in the training lines
    nor test lines among them.
    """
    return [
        *(f"{line.origin}: {mistake}" for line in [*lines, *dev, *tests] for mistake in _line(line)),
        *_doubles(lines),
        *_leaks([*tests, *dev], lines, "is trained on"),
        *_leaks(tests, dev, "is tuned on"),
    ]


def _line(line: Line) -> Iterator[str]:
    if not line.text:
        yield "no text"
    if BROKEN_MARK.search(line.text):
        yield "a broken mark: " + line.text
    required = REQUIRED.get(line.intent, {})
    if set(line.labels) != set(required):
        yield f"labels {sorted(line.labels)} where {sorted(required)} belong"
    yield from _unknown("intent", [line.intent], INTENTS)
    for name, allowed in required.items():
        yield from _unknown(name, [line.labels.get(name, "")], allowed)
    yield from _unknown("audience", line.audience, AUDIENCES)
    yield from _unknown("entity", [span.entity for span in line.spans], ENTITIES)


def _unknown(name: str, given: Iterable[str], allowed: tuple[str, ...]) -> Iterator[str]:
    return (f"unknown {name} {label}" for label in given if label not in allowed)


def _doubles(lines: list[Line]) -> Iterator[str]:
    seen: dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(core(line.text), line)
        if first is not line:
            same = (first.intent, first.labels) == (line.intent, line.labels)
            yield f"{line.origin}: the same text as {first.origin}" + (
                "" if same else ", labelled differently"
            )


def _leaks(kept_apart: list[Line], known: Sequence[Line], why: str) -> Iterator[str]:
    """Lines kept apart that nearly equal a known one.

    Two lines that are alike share all but few of the pairs of either, so at least one of any few pairs
    and one: only lines with one of the rarest pairs are compared (prefix filter; Chaudhuri et al., 2006).
    """
    grams = [pairs(line.text) for line in known]
    holders: dict[str, list[int]] = {}
    for number, theirs in enumerate(grams):
        for pair in theirs:
            holders.setdefault(pair, []).append(number)
    for line in kept_apart:
        mine = pairs(line.text)
        may_differ = len(mine) - math.ceil(NEAR * len(mine))
        rarest = sorted(mine, key=lambda pair: len(holders.get(pair, ())))[: may_differ + 1]
        for number in sorted({number for pair in rarest for number in holders.get(pair, ())}):
            if alike(mine, grams[number]) and _long_enough(line, known[number]):
                yield f"{line.origin}: nearly the same text as {known[number].origin}, which {why}"


def alike(some: set[str], others: set[str]) -> bool:
    """Whether two sets of pairs are nearly equal."""
    return len(some & others) >= NEAR * len(some | others)


def _long_enough(test: Line, line: Line) -> bool:
    """Short phrases (谢谢, 对的) are everybody's; only longer ones can be copied."""
    return min(len(core(test.text)), len(core(line.text))) >= 6


def core(text: str) -> str:
    """A text without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", text) or text


def pairs(text: str) -> set[str]:
    """Neighbouring characters of a text's core, for likeness."""
    bare = f" {core(text)} "
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def hard(mistakes: Iterable[str]) -> list[str]:
    """The mistakes that stop training: all but repeated texts."""
    return [one for one in mistakes if ": the same text as" not in one]
