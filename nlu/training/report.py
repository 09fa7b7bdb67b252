"""The report of the understanding: python -m nlu.training.report [--on dev [--errors N]].

Measures the shipped model end to end on nlu/test, writes tables into docs/understanding.md between their
markers and draws docs/pictures. ``--on dev`` does so with nlu/dev and replaces the main figures only.
No line of nlu/test is ever printed; those of nlu/dev may be.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from config.loader import load_profile
from nlu.assemble import assemble
from nlu.embedded import Embedded, load
from nlu.gazetteer import Gazetteer
from nlu.training import pictures, tables, whole
from nlu.training.corpus import Line, read_folder
from nlu.training.evaluate import evaluate
from nlu.training.workshop import ROOT
from nlu.understanding import INTENTS

PAGE = ROOT / "docs" / "understanding.md"
PICTURES = ROOT / "docs" / "pictures"
CURVE = PICTURES / "learning.json"
PEN = re.compile(r"(?P<pen>.+?)(?:_\d+)?\.yml:")
Pairs = Sequence[whole.Pair]


def main() -> None:
    """Measure, write and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", choices=("test", "dev"), default="test", help="which lines")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors, the surest first")
    parser.add_argument("--profile", default="yiyuan", help="whose places are known")
    arguments = parser.parse_args()
    if arguments.errors and arguments.on != "dev":
        parser.error("errors are shown of nlu/dev only, so that nobody tunes on nlu/test: add --on dev")
    model, gazetteer = load(), Gazetteer(load_profile(arguments.profile))
    report(arguments.on, model, gazetteer, arguments.errors)


def report(on: str, model: Embedded, gazetteer: Gazetteer, errors: int) -> None:
    """Everything about one folder of lines."""
    lines = read_folder(ROOT / "nlu" / on)
    pairs = [(line, assemble(line.text, model, gazetteer)) for line in lines]
    times = whole.milliseconds(lambda text: assemble(text, model, gazetteer), lines)
    figures, alone = {**whole.figures(pairs), "milliseconds": times}, evaluate(model, lines)
    main_part = summary(pairs, figures, alone)
    full = f"{main_part}\n\n{details(figures)}"
    print(full)
    for told in surest_errors(pairs, errors):
        print(told)
    page = PAGE.read_text(encoding="utf-8")
    if on == "test":
        page = between(page, "figures", full)
        draw(pairs, figures, f"{len(lines):,} lines of nlu/test")
        if CURVE.exists():
            curve = json.loads(CURVE.read_text(encoding="utf-8"))
            page = between(page, "learning", tables.learning(curve))
            pictures.learning(curve).save(PICTURES / "learning.svg")
    else:
        page = between(page, "figures-dev", main_part)
    PAGE.write_text(page, encoding="utf-8")


def summary(pairs: Pairs, figures: dict[str, Any], alone: dict[str, float]) -> str:
    """Main figures, altogether and by writer."""
    by_pen = {pen: whole.figures(of_pen) for pen, of_pen in by_writer(pairs).items()}
    times = figures["milliseconds"]
    return "\n\n".join(
        (
            tables.headlines(figures, alone),
            f"One line takes {times['p50']:.2f} ms (p50), {times['p99']:.2f} ms (p99) of one core.",
            "By writer:",
            tables.pens(by_pen),
        )
    )


def details(figures: dict[str, Any]) -> str:
    """Tables per intent, attribute, FAQ id and entity, and how far confidence can be trusted."""
    attributes = {name: figures[name] for name in (*whole.ATTRIBUTES, "audience")}
    sections = {
        "Intents": tables.labels("intent", {"": figures["intents"]}),
        "Attributes of needs": tables.labels("attribute", attributes),
        "FAQ ids": tables.labels("FAQ id", {"": figures["faq"]}),
        "Entities, by overlap": tables.entities(figures["entities"]),
        f"Reliability of the intent; expected calibration error {figures['calibration_error']:.3f}": (
            tables.reliability(figures["reliability"])
        ),
    }
    return "\n\n".join(f"### {title}\n\n{content}" for title, content in sections.items())


def by_writer(pairs: Pairs) -> dict[str, list[whole.Pair]]:
    """Lines by the name of their files without its number: pen_three_2.yml is by pen_three."""
    writers: dict[str, list[whole.Pair]] = {}
    for pair in pairs:
        match = PEN.match(pair[0].origin)
        writers.setdefault(match["pen"] if match else pair[0].origin, []).append(pair)
    return writers


def surest_errors(pairs: Pairs, count: int) -> list[str]:
    """So many wrong labels with their lines, those first that the bot was surest of."""
    found = sorted((error for pair in pairs for error in _errors(pair)), key=lambda error: -error[0])
    return [f"{told} {sure:.2f}  {line.text}  ({line.origin})" for sure, told, line in found[:count]]


def _errors(pair: whole.Pair) -> Iterator[tuple[float, str, Line]]:
    """Probability, what is wrong, line; attributes count only where the intent is right."""
    line, read = pair
    if line.intent != read.intent:
        yield read.confidence, f"intent: {line.intent} not {read.intent}", line
        return
    sure = {"faq": read.faq_confidence, **(read.needs[0].sure if read.needs else {})}
    for name, label in line.labels.items():
        if (given := getattr(read, name)) != label:
            yield sure.get(name, 0.0), f"{name}: {label} not {given}", line


def draw(pairs: Pairs, figures: dict[str, Any], about: str, folder: Path = PICTURES) -> None:
    """The pictures of one measurement."""
    pictures.confusion(whole.confusion(pairs), INTENTS, about).save(folder / "confusion.svg")
    pictures.reliability(figures["reliability"], about).save(folder / "reliability.svg")


def between(page: str, name: str, content: str) -> str:
    """Replace what stands between the two comments ``name:begin`` and ``name:end``."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    head, found, rest = page.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page has no {begin} … {end}")
    return f"{head}{begin}\n{content}\n{end}{tail}"


if __name__ == "__main__":
    main()
