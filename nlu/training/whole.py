"""Measuring the whole way from text to Understanding, which is what people get."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from nlu.training.corpus import Line
from nlu.understanding import AUDIENCES, ENTITIES, Understanding

ATTRIBUTES = ("kind", "category", "urgency")
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
ROUNDS = 5
Pair = tuple[Line, Understanding]


def measure(read: Callable[[str], Understanding], lines: Sequence[Line]) -> dict[str, Any]:
    """All figures of lines read now, with ``milliseconds`` of one core a line."""
    return {**figures([(line, read(line.text)) for line in lines]), "milliseconds": milliseconds(read, lines)}


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """What was read against what is annotated; shares and probabilities are between 0 and 1."""
    needs = [pair for pair in pairs if pair[0].intent == "submit_need"]
    questions = [pair for pair in pairs if pair[0].intent == "ask_faq"]
    intents = by_label((line.intent, found.intent) for line, found in pairs)
    sure = reliability(pairs)
    return {
        "lines": len(pairs),
        "intent_accuracy": share(line.intent == found.intent for line, found in pairs),
        "intent_macro_recall": float(np.mean([row["recall"] for row in intents.values() if row["lines"]])),
        "needs_refused": share(found.intent == "out_of_scope" for _, found in needs),
        **{
            f"{name}_accuracy": share(getattr(found, name) == line.labels[name] for line, found in needs)
            for name in ATTRIBUTES
        },
        "audience_accuracy": share(groups(line) == groups(found) for line, found in needs),
        "faq_accuracy": share(found.faq == line.labels["faq"] for line, found in questions),
        "intents": intents,
        **{
            name: by_label((line.labels[name], getattr(found, name)) for line, found in needs)
            for name in ATTRIBUTES
        },
        "audience": by_group(needs),
        "faq": by_label((line.labels["faq"], found.faq) for line, found in questions),
        "entities": {entity: by_overlap(entity, pairs) for entity in ENTITIES},
        "reliability": sure,
        "calibration_error": calibration_error(sure),
    }


def groups(marked: Line | Understanding) -> set[str]:
    """Groups served; everyone says no more than nobody named."""
    return set(marked.audience) - {"everyone"}


def by_label(pairs: Iterable[tuple[str, str | None]]) -> dict[str, dict[str, float]]:
    """Lines, precision and recall of each label out of (annotated, given)."""
    pairs = list(pairs)
    wanted, given = Counter(label for label, _ in pairs), Counter(label for _, label in pairs)
    right = Counter(label for label, found in pairs if label == found)
    return {
        label: {
            "lines": wanted[label],
            "precision": right[label] / given[label] if given[label] else 0.0,
            "recall": right[label] / wanted[label] if wanted[label] else 0.0,
        }
        for label in sorted(wanted | Counter(label for label in given.elements() if label))
    }


def by_group(pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Lines, precision and recall of each group served; a line may serve several."""
    rows = {}
    for name in sorted(set(AUDIENCES) - {"everyone"}):
        told = [(name in groups(line), name in groups(found)) for line, found in pairs]
        wanted, given = sum(ours for ours, _ in told), sum(theirs for _, theirs in told)
        right = sum(ours and theirs for ours, theirs in told)
        rows[name] = {
            "lines": wanted,
            "precision": right / given if given else 0.0,
            "recall": right / wanted if wanted else 0.0,
        }
    return rows


def confusion(pairs: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How many lines of an annotated intent were read as which: (annotated, given)."""
    return Counter((line.intent, found.intent) for line, found in pairs)


def by_overlap(entity: str, pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision, recall and F1 of one kind of entity; spans count as equal where they overlap."""
    wanted = given = found = right = 0
    for line, understanding in pairs:
        ours = [span for span in line.spans if span.entity == entity]
        theirs = [span for span in understanding.entities if span.entity == entity]
        wanted, given = wanted + len(ours), given + len(theirs)
        found += sum(any(a.start < b.end and b.start < a.end for b in theirs) for a in ours)
        right += sum(any(a.start < b.end and b.start < a.end for a in ours) for b in theirs)
    precision, recall = right / given if given else 0.0, found / wanted if wanted else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"spans": wanted, "precision": precision, "recall": recall, "f1": f1}


def reliability(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """For each bin of confidence how many lines fall in, their mean confidence and how many are right."""
    rows = []
    for low, high in pairwise(BINS):
        inside = [
            (found.confidence, line.intent == found.intent)
            for line, found in pairs
            if low <= found.confidence < high or found.confidence == high == 1
        ]
        sure, right = np.mean(inside or [(0.0, False)], axis=0)
        row = {"from": low, "lines": len(inside), "confidence": float(sure), "right": float(right)}
        rows.append(row)
    return rows


def calibration_error(rows: Sequence[Mapping[str, float]]) -> float:
    """Expected calibration error: |mean confidence - share right| of the bins, weighed by their lines.

    0 means that of all texts read with confidence 0.8 eight in ten are right. Naeini et al., AAAI 2015.
    """
    total = sum(row["lines"] for row in rows)
    off = sum(row["lines"] * abs(row["confidence"] - row["right"]) for row in rows)
    return off / total if total else 0.0


def milliseconds(read: Callable[[str], Understanding], lines: Sequence[Line]) -> dict[str, float]:
    """Time of a line, the best of some rounds, so that other work on the machine counts little."""
    best = np.full(len(lines), np.inf)
    for _ in range(ROUNDS):
        for i, line in enumerate(lines):
            start = time.perf_counter()
            read(line.text)
            best[i] = min(best[i], time.perf_counter() - start)
    return {f"p{share}": float(np.percentile(best, share)) * 1000 for share in (50, 99)}


def share(right: Iterable[bool]) -> float:
    """How many are right."""
    told = list(right)
    return sum(told) / len(told) if told else 0.0


def rounded(figures: Any) -> Any:
    """The same with four places."""
    if isinstance(figures, dict):
        return {name: rounded(figure) for name, figure in figures.items()}
    if isinstance(figures, list):
        return [rounded(figure) for figure in figures]
    return round(figures, 4) if isinstance(figures, float) else figures
