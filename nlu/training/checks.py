"""Mistakes in annotated lines, found before they are trained on."""

import re
from collections.abc import Iterable, Iterator

from nlu.training.corpus import Line
from nlu.understanding import AUDIENCES, CATEGORIES, ENTITIES, FAQ_IDS, INTENTS, KINDS, URGENCIES

REQUIRED: dict[str, dict[str, tuple[str, ...]]] = {
    "submit_need": {"kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES},
    "ask_faq": {"faq": FAQ_IDS},
}
BROKEN_MARK = re.compile(r"\]\s*\(|\]\s*\[|\]\{|\[[^\]]*\[|\)\s*\]")
NEAR = 0.9


def check(lines: list[Line], tests: list[Line]) -> list[str]:
    """One sentence a mistake; none means that the lines may be trained on."""
    return [
        *(f"{line.origin}: {mistake}" for line in [*lines, *tests] for mistake in _line(line)),
        *_doubles(lines),
        *_leaks(lines, tests),
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


def _leaks(lines: list[Line], tests: list[Line]) -> Iterator[str]:
    grams = [(line, pairs(line.text)) for line in lines]
    for test in tests:
        mine = pairs(test.text)
        for line, theirs in grams:
            if len(mine & theirs) >= NEAR * len(mine | theirs) and _long_enough(test, line):
                yield f"{test.origin}: nearly the same text as {line.origin}, which is trained on"


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
