"""Danger to life, despair or a crime in progress, told from stories, plays, fears, the past and broken chairs."""

import re
from pathlib import Path
from typing import Any

import yaml

from nlu.wordlists import any_of

_FOLDER = Path(__file__).parent / "lexicon"
_KINDS = ("fire", "injury", "despair", "crime", "hidden_crime")
_AROUND = 14
_SHORT, _SHORT_ENGLISH = 28, 80


def _read(name: str) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return table


def _words_of_danger() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return kind -> (what a text must hold to be looked at, the words of danger)."""
    table = _read("danger")

    def pattern(kind: str) -> re.Pattern[str]:
        source = "|".join(table[kind]).replace("HIT", table["hit"]).replace("WHO", table["who"])
        return re.compile(source, re.IGNORECASE)

    return {kind: (re.compile(table["trigger"][kind]), pattern(kind)) for kind in _KINDS}


def _either(words: str) -> re.Pattern[str]:
    return re.compile(any_of(word.replace("_", " ") for word in words.split()))


_CONTEXT = _read("danger_context")
_DANGER = _words_of_danger()
_NOW, _NOT_NOW = _either(_CONTEXT["now"]), _either(_CONTEXT["not_now"])
_NOT_MEANT = {"despair": _either(_CONTEXT["despair_not"])}
"""Kinds with signs of their own that it is not so: who despairs may tell of yesterday or of a fear."""
_GOING_ON = re.compile(_CONTEXT["going_on"])
_HARMLESS = re.compile("|".join(_CONTEXT["harmless"]))
_SENTENCE = re.compile(r"[。！!？?\n]+")


def find_danger(text: str) -> tuple[str, int] | None:
    """Return (kind, position) of the first danger that is happening now, None without one."""
    told = [
        (match, kind)
        for kind, (trigger, words) in _DANGER.items()
        if trigger.search(text)
        for match in words.finditer(text)
    ]
    if not told:
        return None
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    for match, kind in sorted(told, key=lambda found: found[0].start()):
        if any(start < match.end() and match.start() < end for start, end in harmless):
            continue
        if _is_present(text, match, kind) and _is_now(text, kind, several=len(told) > 1):
            return kind.removeprefix("hidden_"), match.start()
    return None


def _is_present(text: str, match: re.Match[str], kind: str) -> bool:
    """Danger in a story, a fear, a play or the past does not count."""
    before = _SENTENCE.split(text[max(0, match.start() - _AROUND) : match.start()])[-1]
    after = _SENTENCE.split(text[match.end() : match.end() + _AROUND])[0]
    return _NOT_MEANT.get(kind, _NOT_NOW).search(f"{before}，{after}") is None


def _is_now(text: str, kind: str, *, several: bool) -> bool:
    """A hidden crime needs a sign that it goes on; in a long text one word of danger needs one of now.

    Despair counts in a text of any length.
    """
    if kind == "hidden_crime":
        return _GOING_ON.search(text) is not None
    return (
        kind == "despair"
        or several
        or len(text) <= (_SHORT_ENGLISH if text.isascii() else _SHORT)
        or _NOW.search(text) is not None
    )
