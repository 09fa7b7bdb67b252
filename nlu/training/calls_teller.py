"""Tells telephone numbers in the words of a table, by chance: the parts of made-up exchanges about numbers."""

import random
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("calls_numbers.yaml").read_text("utf-8"))
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
_MINE = ("mine", "mine", "mine", "home", "office", "kin", "spare")
_OTHERS = ("kin", "kin", "home", "office", "spare", "old", "shown", "mine", "firm", "chat")
_LANDLINES = frozenset({"home", "office"})


class Said(NamedTuple):
    """One number of an exchange: whose it is, its digits, and the words that fill the templates about it."""

    whose: str
    digits: str
    words: dict[str, str]


class Teller:
    """Fills templates by chance; ``spoken`` numbers are written in words."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.spoken = chance.random() < 0.25
        self.comma = chance.choice((" ", " ", "", "，")) if self.spoken else chance.choice("，，，，；。")

    def pick(self, name: str, whose: str | None = None) -> str:
        """Return one template of a group."""
        found = str(TABLE[name][whose] if whose else TABLE[name])
        return self.chance.choice(found.split())

    def pair(self) -> tuple[Said, Said]:
        """Return the number to ring and another, which often looks like it."""
        whose = self.chance.choice(_MINE)
        other = self.chance.choice([one for one in _OTHERS if one != whose or one == "kin"])
        first = self._said(whose, None)
        return first, self._said(other, first)

    def _said(self, whose: str, like: Said | None) -> Said:
        landline = whose in _LANDLINES and self.chance.random() < 0.85
        landline |= whose in ("shown", "firm") and self.chance.random() < 0.4
        digits = self._digits(landline)
        if like and digits[0] == like.digits[0] and self.chance.random() < 0.4:
            tail = "".join(self.chance.sample(like.digits[-4:], 4))
            digits = like.digits[:-4] + tail if tail != like.digits[-4:] else digits
        words = {"N": self._told(digits), "T": digits[-self.chance.choice((2, 3, 4)) :], "H": digits[:3]}
        words |= {"K": self.pick("kin"), "O": self.pick("office"), "F": self.pick("firm")}
        return Said(whose, digits, words)

    def _digits(self, landline: bool) -> str:
        if landline:
            return "0533" + self.chance.choice("23678") + "".join(self.chance.choices("0123456789", k=6))
        return (
            self.chance.choice(("139", "138", "137"))
            + "000"
            + "".join(self.chance.choices("0123456789", k=5))
        )

    def _told(self, digits: str) -> str:
        if self.spoken and self.chance.random() < 0.7:
            return digits.translate(_SPOKEN)
        return digits if digits[0] == "1" or self.chance.random() < 0.4 else f"{digits[:4]}-{digits[4:]}"

    def fill(self, template: str, one: Said, meant: str = "") -> str:
        """Return a template with the words of one number."""
        return re.sub(
            r"\{([A-Z])\}", lambda match: meant if match[1] == "R" else one.words[match[1]], template
        )

    def tell(self, one: Said, *, ring: bool = False) -> str:
        """Tell a number, with ``ring`` together with the wish to be rung there."""
        group = "ring" if ring and one.whose in TABLE["ring"] else "told"
        return self.fill(self.pick(group, one.whose), one)

    def mean(self, one: Said, other: Said, *, is_first: bool) -> str:
        """Return words that mean one of two numbers told before."""
        sorts = [one.whose] * 3 + ["first" if is_first else "last", "tail"]
        if one.digits[:3] != other.digits[:3]:
            sorts.append("head")
        if one.digits[0] == "1" != other.digits[0]:
            sorts += ["mobile"] * 3
        if one.digits[0] == "0" != other.digits[0]:
            sorts += ["home"] * 2
        if one.whose == other.whose:
            sorts = sorts[3:]
        if other.digits.endswith(one.words["T"]):
            sorts.remove("tail")
        return self.fill(self.pick("meant", self.chance.choice(sorts)), one)

    def join(self, *parts: str) -> str:
        """Join what is said one after the other."""
        return self.comma.join(part for part in parts if part)
