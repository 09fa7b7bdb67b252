"""Reads the word tables under ``nlu/lexicon``: one YAML mapping a file, words separated by blanks."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def word_table(name: str) -> dict[str, tuple[str, ...]]:
    """Return group -> words of one table; a phrase with blanks is written with underscores."""
    raw = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return {
        str(group): tuple(word.replace("_", " ") for word in str(words).split())
        for group, words in raw.items()
    }


@cache
def all_words(name: str) -> tuple[str, ...]:
    """Return the words of all groups of one table, without repeats."""
    return tuple(dict.fromkeys(word for words in word_table(name).values() for word in words))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, taken literally; of those that begin alike the longest matches.

    It stands in a group of its own, so that it can be put into a larger pattern.
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
