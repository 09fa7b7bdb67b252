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


_SHORT = 5
_IMITATES = re.compile(
    r"[嘀嗒滴答呜噜咣当哐啷滋叽咕呱啦噼啪嗡咚轰隆哗呼哧吱嘎嘟喵汪咩哞咯嘶嗖唰砰乓乒哒叮铛里]"
)


def only_sounds(text: str) -> bool:
    """Whether a text does nothing but imitate sounds, of which a model still makes something: 叽里咕噜呱啦."""
    chars = [char for char in text if char.isalnum()]
    return len(chars) > _SHORT and all(map(_IMITATES.match, chars))
