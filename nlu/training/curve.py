"""The learning curve: python -m nlu.training.curve. Four trainings; takes a while.

Trains on a quarter of nlu/data, on two, on three and on all of it, measures the model alone on nlu/test
each time and stores the points in docs/pictures/learning.json, from which nlu.training.report draws.
Neither nlu/shipped nor the last training of ``make train`` is touched.
"""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nlu.embedded import Embedded
from nlu.prediction import Model
from nlu.training.calls_lines import training_lines
from nlu.training.corpus import Line, read_folder
from nlu.training.evaluate import evaluate, rounded
from nlu.training.report import CURVE
from nlu.training.tables import SERIES
from nlu.training.train import exported
from nlu.training.workshop import ROOT, VAR, train

NAME = "curve"
PARTS = 4
SEED = 20261122
Learn = Callable[[list[Line]], Model]


def main() -> None:
    """Train four times, measure and store."""
    lines, tests = training_lines(), read_folder(ROOT / "nlu" / "test")
    try:
        points = curve(lines, tests, learn)
    finally:
        for suffix in (".yml", ".tar.gz"):
            (VAR / NAME).with_suffix(suffix).unlink(missing_ok=True)
    store(points, f"Model alone on the {len(tests):,} lines of nlu/test", CURVE)


def learn(lines: list[Line]) -> Embedded:
    """Train as ``make train`` does, under a name of its own."""
    return Embedded(exported(train(lines, NAME), lines))


def curve(lines: Sequence[Line], tests: Sequence[Line], learn: Learn) -> list[dict[str, float]]:
    """Figures after one part of the lines, after two and so on; each part holds the one before."""
    numbers = quarters(lines)
    points = []
    for parts in range(1, PARTS + 1):
        known = [line for line, number in zip(lines, numbers, strict=True) if number < parts]
        figures = evaluate(learn(known), tests)
        shown = {key: figures[key] for key in SERIES.values()}
        points.append({"share": parts / PARTS, "lines": len(known), **rounded(shown)})
        print(json.dumps(points[-1]), flush=True)
    return points


def quarters(lines: Sequence[Line]) -> list[int]:
    """The quarter, 0 to 3, of each line: every file is shuffled and dealt out, always the same way.

    By files, since a file is one style or one intent and a small model should know them all.
    """
    dice, numbers, dealt = random.Random(SEED), [0] * len(lines), 0
    for places in _by_file(lines):
        dice.shuffle(places)
        for place in places:
            numbers[place] = dealt % PARTS
            dealt += 1
    return numbers


def _by_file(lines: Sequence[Line]) -> Iterable[list[int]]:
    files = groupby(range(len(lines)), key=lambda place: lines[place].origin.split(":")[0])
    return (list(places) for _, places in files)


def store(points: list[dict[str, float]], about: str, path: Path) -> None:
    """Write the points and what they were measured on."""
    content: dict[str, Any] = {"about": about, "seed": SEED, "points": points}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
