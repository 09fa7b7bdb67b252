"""What bureaus write in the ledgers they kept by hand: headings and labels of ``old_ledger.yaml``."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode

from config.errors import ConfigError, Mistake
from config.nodes import entries, mark, plain, read_mapping

FILE = Path(__file__).parent / "old_ledger.yaml"
UNSAID = "unsaid"
"""The code of labels that say nothing."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[\s*:：、.。]")


@dataclass(frozen=True, slots=True)
class OldLedger:
    """``columns``: heading -> field; ``labels``: field -> what is written -> code; all folded."""

    columns: dict[str, str]
    labels: dict[str, dict[str, str]]
    blank: frozenset[str]
    anonymous: frozenset[str]


def folded(text: str) -> str:
    """Return text as headings and labels are compared: without width, blanks and asides in brackets."""
    plain_text = unicodedata.normalize("NFKC", text).strip().lower()
    return _ASIDE.sub("", plain_text) or plain_text


def load_old_ledger(path: Path = FILE) -> OldLedger:
    """Read the table; ConfigError for a heading or label that stands for two things."""
    tree = read_mapping(path)
    blocks = entries(tree)
    missing = [name for name in ("columns", "labels", "blank", "anonymous") if name not in blocks]
    if missing:
        raise ConfigError([Mistake(path.name, 0, name, "缺这一项") for name in missing])
    content: Any = plain(tree)
    labels = {name: _inverted(tree, ("labels", name), content["labels"][name]) for name in content["labels"]}
    return OldLedger(
        _inverted(tree, ("columns",), content["columns"]), labels,
        _all(content["blank"]), _all(content["anonymous"]),
    )  # fmt: skip


def _all(written: Iterable[Any]) -> frozenset[str]:
    return frozenset(folded(str(word)) for word in written)


def _inverted(tree: MappingNode, location: tuple[str, ...], block: dict[str, Any]) -> dict[str, str]:
    meant: dict[str, str] = {}
    for code, written in block.items():
        for word in map(folded, map(str, written)):
            if meant.setdefault(word, code) != code:
                place, line = mark(tree, (*location, code))
                raise ConfigError(
                    [Mistake(place, line, code, f"「{word}」已经算作 {meant[word]}，请只留一处")]
                )
    return meant
