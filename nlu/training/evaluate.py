"""Measuring a model on annotated lines: python -m nlu.training.evaluate [--errors]."""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from config.loader import load_profile
from nlu.assemble import assemble
from nlu.embedded import ATTRIBUTES, SHIPPED, load
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model, Prediction
from nlu.training.corpus import Line, read_folder
from nlu.training.whole import measure
from nlu.training.whole import rounded as all_rounded
from nlu.training.workshop import ROOT

METRICS = "metrics.json"
AUDIENCE_FROM = 0.5
MAIN = (
    "intent_accuracy", "intent_macro_recall", "kind_accuracy", "category_accuracy", "urgency_accuracy",
    "audience_accuracy", "faq_accuracy", "entity_f1",
)  # fmt: skip
Pair = tuple[Line, Prediction]


def evaluate(model: Model, lines: Sequence[Line]) -> dict[str, float]:
    """Figures between 0 and 1, and the number of lines."""
    pairs = [(line, model.predict(line.text)) for line in lines]
    needs = [pair for pair in pairs if pair[0].intent == "submit_need"]
    questions = [pair for pair in pairs if pair[0].intent == "ask_faq"]
    recalls = _recalls(pairs)
    return {
        "lines": len(lines),
        "intent_accuracy": _share(pairs, right_intent),
        "intent_macro_recall": sum(recalls.values()) / len(recalls),
        "out_of_scope_recall": recalls.get("out_of_scope", 0.0),
        **{f"{name}_accuracy": _share(needs, partial(right_attribute, name)) for name in ATTRIBUTES},
        "audience_accuracy": _share(needs, right_audience),
        "faq_accuracy": _share(questions, right_faq),
        "entity_f1": entity_f1(pairs),
    }


def score(metrics: dict[str, float]) -> float:
    """One figure to compare models by: the mean of the main ones."""
    return sum(metrics[name] for name in MAIN) / len(MAIN)


def right_intent(pair: Pair) -> bool:
    """Whether the best intent is the annotated one."""
    return pair[1].intents[0][0] == pair[0].intent


def right_attribute(name: str, pair: Pair) -> bool:
    """Whether the best label of an attribute is the annotated one."""
    return pair[1].attributes[name][0][0] == pair[0].labels[name]


def right_faq(pair: Pair) -> bool:
    """Whether the best FAQ id is the annotated one."""
    return pair[1].faq[0][0] == pair[0].labels["faq"]


def right_audience(pair: Pair) -> bool:
    """Whether exactly the annotated groups are likely; everyone means no group."""
    likely = {name for name, chance in pair[1].audience if chance >= AUDIENCE_FROM}
    return likely == set(pair[0].audience) - {"everyone"}


def entity_f1(pairs: Sequence[Pair]) -> float:
    """F1 of spans; one that overlaps an annotated span of its label counts as found."""
    hits = wanted = given = 0
    for line, prediction in pairs:
        wanted += len(line.spans)
        given += len(prediction.spans)
        hits += sum(
            any(s.entity == p.entity and s.start < p.end and p.start < s.end for p in prediction.spans)
            for s in line.spans
        )
    return 2 * hits / (wanted + given) if wanted + given else 0.0


def _recalls(pairs: Sequence[Pair]) -> dict[str, float]:
    total = Counter(line.intent for line, _ in pairs)
    right = Counter(pair[0].intent for pair in pairs if right_intent(pair))
    return {intent: right[intent] / count for intent, count in total.items()}


def _share(pairs: Sequence[Pair], right: Callable[[Pair], bool]) -> float:
    return sum(map(right, pairs)) / len(pairs) if pairs else 0.0


def print_errors(model: Model, lines: Sequence[Line]) -> None:
    """Every wrong label with its line: expected, given, probability."""
    for line in lines:
        prediction = model.predict(line.text)
        expected = {"intent": line.intent, **line.labels}
        rankings = {"intent": prediction.intents, "faq": prediction.faq, **prediction.attributes}
        for name, label in expected.items():
            given, chance = rankings[name][0]
            if given != label:
                print(f"{name}: {label} not {given} {chance:.2f}  {line.text}  ({line.origin})")


def write_metrics(metrics: dict[str, Any], folder: Path) -> None:
    """Store figures beside the model they were measured on."""
    (folder / METRICS).write_text(json.dumps(all_rounded(metrics), indent=1) + "\n", encoding="utf-8")


def rounded(metrics: dict[str, float]) -> dict[str, float]:
    """Figures to four places."""
    return {name: round(figure, 4) for name, figure in metrics.items()}


def main() -> None:
    """Measure the shipped model on nlu/test, bare and as part of the whole, and store the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print every wrong label of nlu/dev")
    parser.add_argument("--profile", default="yiyuan", help="whose places are known")
    arguments = parser.parse_args()
    lines = read_folder(ROOT / "nlu" / "test")
    model = load()
    if arguments.errors:
        print_errors(model, read_folder(ROOT / "nlu" / "dev"))
    gazetteer = Gazetteer(load_profile(arguments.profile))
    whole = measure(lambda text: assemble(text, model, gazetteer), lines)
    metrics = {**evaluate(model, lines), "end_to_end": whole}
    write_metrics(metrics, SHIPPED)
    print(json.dumps(all_rounded(metrics), indent=1))


if __name__ == "__main__":
    main()
