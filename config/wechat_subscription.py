"""What stands in the fields of a subscription notice: ``wechat_subscription.yaml``, checked against WeChat's bounds."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from config.errors import ConfigError, Mistake
from config.nodes import mark, plain, read_mapping
from config.placeholders import fill, placeholders

FILE = Path(__file__).parent / "wechat_subscription.yaml"
SOURCES = frozenset(("no", "status", "day"))
LONGEST: dict[str, int] = {
    "thing": 20,
    "phrase": 5,
    "name": 10,
    "character_string": 32,
    "time": 32,
    "date": 32,
}
"""Kind of field -> characters that WeChat takes."""
CUT = "…"
ENDS = "，。；：！？、 "
_NAME = re.compile(r"([a-z_]+)\d+")


class Subscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the template, and where a touch leads to (neither: nowhere)."""

    fields: dict[str, str]
    page: str = ""
    miniprogram: dict[str, str] = {}

    def data(self, given: Mapping[str, object]) -> dict[str, dict[str, str]]:
        """Return the fields as WeChat's API takes them; ``given`` holds all of SOURCES."""
        filled = {name: fill(text, given) for name, text in self.fields.items()}
        return {name: {"value": shortened(text, LONGEST[_kind(name)])} for name, text in filled.items()}

    def leads(self) -> dict[str, Any]:
        """Return where a touch leads to, as WeChat's API takes it."""
        return {name: value for name in ("page", "miniprogram") if (value := getattr(self, name))}


def shortened(text: str, longest: int) -> str:
    """Return a text of at most ``longest`` characters, cut where a part of it ends."""
    if len(text) <= longest:
        return text
    kept = text[: longest - len(CUT)]
    end = max(kept.rfind(mark_) for mark_ in ENDS)
    if end > 0:
        return kept[:end] + CUT
    # Half a number or word says something else than the whole.
    if text[len(kept)].isascii() and text[len(kept)].isalnum():
        kept = re.sub(r"[A-Za-z0-9]+$", "", kept) or kept
    return kept + CUT


def load_subscription(path: Path = FILE) -> Subscription:
    """Read the fields; raises ConfigError that names line and field."""
    tree = read_mapping(path)
    try:
        found = msgspec.convert(plain(tree), type=Subscription)
    except msgspec.ValidationError:
        raise ConfigError([Mistake(path.name, 0, "", "应写 fields，可以再写 page 或 miniprogram")]) from None
    wrong = [Mistake(*mark(tree, ("fields", name)), name, told) for name, told in _mistakes(found)]
    if wrong:
        raise ConfigError(wrong)
    return found


def _mistakes(found: Subscription) -> Iterator[tuple[str, str]]:
    for name, text in found.fields.items():
        kind = _kind(name)
        if kind not in LONGEST:
            yield name, f"应写 {'、'.join(LONGEST)} 里的一种，后面带模板里的数字，如 thing2"
        elif unknown := sorted(placeholders(text) - SOURCES):
            yield name, f"不认识 {{{unknown[0]}}}；可以用 {{no}}、{{status}}、{{day}}"
        elif not placeholders(text) and len(text) > LONGEST[kind]:
            yield name, f"这一格最多 {LONGEST[kind]} 个字"


def _kind(name: str) -> str:
    found = _NAME.fullmatch(name)
    return found[1] if found else ""
