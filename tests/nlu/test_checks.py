"""Lines kept apart from training are found again in it, however many there are."""

import random
from collections.abc import Iterator
from dataclasses import replace

from nlu.training.checks import NEAR, check, core, pairs
from nlu.training.corpus import Line, read_folder
from nlu.training.workshop import ROOT


def line(text: str, intent: str, origin: str) -> Line:
    return Line(text, intent, (), {}, (), text, origin)


def by_all_pairs(kept_apart: list[Line], known: list[Line]) -> Iterator[tuple[str, str]]:
    """What ``check`` must find, by comparing every line with every other."""
    for one in kept_apart:
        for other in known:
            mine, theirs = pairs(one.text), pairs(other.text)
            near = len(mine & theirs) >= NEAR * len(mine | theirs)
            if near and min(len(core(one.text)), len(core(other.text))) >= 6:
                yield one.origin, other.origin


def test_lines_kept_apart_are_compared_as_if_with_all() -> None:
    dice = random.Random(4)
    known = dice.sample(read_folder(ROOT / "nlu" / "data"), 250)
    copies = [replace(one, text=blurred(one.text, dice), origin=f"copy:{n}") for n, one in enumerate(known)]
    expected = list(by_all_pairs(copies, known))
    found = [
        told.removesuffix(", which is trained on").split(": nearly the same text as ")
        for told in check(known, copies)
        if "nearly" in told
    ]
    assert [tuple(one) for one in found] == expected
    assert 20 < len(expected) < 230


def blurred(text: str, dice: random.Random) -> str:
    """The text with up to three characters replaced."""
    letters = list(text)
    for _ in range(dice.randrange(4)):
        letters[dice.randrange(len(letters))] = dice.choice("的一是在了有和人这中大为")
    return "".join(letters)


def test_dev_lines_are_kept_apart_too() -> None:
    trained, dev = (
        line("文化站的音响坏了没人修", "thanks", "a:1:1"),
        line("图书馆的空调不够凉快", "thanks", "d:1:1"),
    )
    copied = replace(trained, text="文化站的音响坏了，没人修！", origin="d:1:2")
    test = replace(dev, text="图书馆的空调，不够凉快", origin="t:1:1")
    assert check([trained], [test], [dev, copied]) == [
        "d:1:2: nearly the same text as a:1:1, which is trained on",
        "t:1:1: nearly the same text as d:1:1, which is tuned on",
    ]
