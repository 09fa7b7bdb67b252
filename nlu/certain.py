"""Phrases whose meaning is beyond doubt: from words to an intent, and the FAQ asked for, without a model."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

_TABLE = Path(__file__).parent / "lexicon" / "certain.yaml"


class Certain(NamedTuple):
    """What a phrase means: an intent, for a question of the FAQ also its id."""

    intent: str
    faq: str | None


def _read() -> tuple[tuple[Certain, re.Pattern[str]], ...]:
    raw = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return tuple(
        (
            Certain(label.partition(".")[0], label.partition(".")[2] or None),
            re.compile("|".join(patterns), re.IGNORECASE),
        )
        for label, patterns in raw.items()
    )


_PHRASES = _read()


def certain(text: str) -> Certain | None:
    """Return what a normalised text surely means, None where no phrase says so."""
    return next((meaning for meaning, phrase in _PHRASES if phrase.search(text)), None)
