"""The tables of docs/understanding.md: figures as Markdown, shares between 0 and 1 to three places."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

Figures = Mapping[str, Any]
NOTHING = "–"
SERIES = {
    "intent": "intent_accuracy", "kind": "kind_accuracy", "category": "category_accuracy", "FAQ id": "faq_accuracy",
}  # fmt: skip
"""What a learning curve shows, by its name in pictures and tables."""
NEXT = 1000


class Headline(NamedTuple):
    """A main figure: ``of`` is the intent whose lines it is a share of ("" all, None is no share)."""

    name: str
    read: Callable[[Figures], float | None]
    of: str | None
    goal: float | None = None
    less_is_better: bool = False


def _at(key: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.get(key)


def _refused(figures: Figures) -> float | None:
    """Recall of out_of_scope, from all figures or from those of the model alone."""
    row = figures.get("intents", {}).get("out_of_scope")
    return row["recall"] if row else figures.get("out_of_scope_recall")


HEADLINES = (
    Headline("intent accuracy", _at("intent_accuracy"), "", 0.95),
    Headline("macro recall of intents", _at("intent_macro_recall"), None, 0.92),
    Headline("kind", _at("kind_accuracy"), "submit_need", 0.85),
    Headline("category", _at("category_accuracy"), "submit_need", 0.90),
    Headline("urgency", _at("urgency_accuracy"), "submit_need", 0.90),
    Headline("audience", _at("audience_accuracy"), "submit_need"),
    Headline("FAQ id", _at("faq_accuracy"), "ask_faq", 0.95),
    Headline("out_of_scope recall", _refused, "out_of_scope", 0.90),
    Headline("needs refused", _at("needs_refused"), "submit_need", 0.01, less_is_better=True),
    Headline("expected calibration error", _at("calibration_error"), None, less_is_better=True),
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, all but its first column to the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def headlines(figures: Figures, alone: Figures) -> str:
    """Main figures end to end and of the model ``alone``, with 95 % intervals, against the goals."""
    head = ("", "lines", "model alone", "end to end", "95 % interval", "goal", "met")
    return table(head, (_headline(row, figures, alone) for row in HEADLINES))


def _headline(row: Headline, figures: Figures, alone: Figures) -> list[str]:
    count, found = _lines(row, figures), row.read(figures)
    low_high = interval(found, count) if row.of is not None and found is not None and count else None
    return [
        row.name,
        str(count),
        told(row.read(alone)),
        told(found),
        f"{low_high[0]:.3f}–{low_high[1]:.3f}" if low_high else NOTHING,
        f"{'≤' if row.less_is_better else '≥'} {row.goal:.3f}" if row.goal is not None else NOTHING,
        _met(row, found),
    ]


def _met(row: Headline, found: float | None) -> str:
    if row.goal is None or found is None:
        return NOTHING
    return "yes" if (found <= row.goal if row.less_is_better else found >= row.goal) else "**no**"


def _lines(row: Headline, figures: Figures) -> int:
    return int(figures["intents"].get(row.of, {"lines": 0})["lines"] if row.of else figures["lines"])


def pens(by_pen: Mapping[str, Figures]) -> str:
    """Main figures of each writer side by side, and how far the best is from the worst."""
    rows = [("lines", *(str(figures["lines"]) for figures in by_pen.values()), NOTHING)]
    for row in HEADLINES:
        found = [row.read(figures) if _lines(row, figures) else None for figures in by_pen.values()]
        known = [one for one in found if one is not None]
        rows.append((row.name, *map(told, found), told(max(known) - min(known)) if known else NOTHING))
    return table(("", *by_pen, "spread"), rows)


def labels(first: str, groups: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Lines, precision and recall of each label, one or several groups of labels below each other."""
    return table((first, "lines", "precision", "recall"), _label_rows(groups))


def _label_rows(groups: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[list[str]]:
    for group, rows in groups.items():
        for label, row in rows.items():
            recall = told(row["recall"]) if row["lines"] else NOTHING
            name = f"{group}: {label}" if group else label
            yield [name, str(row["lines"]), told(row["precision"]), recall]


def entities(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Spans, precision, recall and F1 of each entity."""
    body = (
        (name, str(row["spans"]), *(told(row[key]) for key in ("precision", "recall", "f1")))
        for name, row in rows.items()
    )
    return table(("entity", "spans", "precision", "recall", "F1"), body)


def reliability(rows: Sequence[Mapping[str, float]]) -> str:
    """For each bin of confidence the mean confidence and the share that is right."""
    ends = [*(row["from"] for row in rows[1:]), 1.0]
    body = [
        (
            f"{row['from']:.2f}–{end:.2f}",
            str(row["lines"]),
            *((told(row["confidence"]), told(row["right"])) if row["lines"] else (NOTHING, NOTHING)),
        )
        for row, end in zip(rows, ends, strict=True)
    ]
    return table(("confidence", "lines", "mean confidence", "right"), body)


def learning(curve: Mapping[str, Any]) -> str:
    """What a learning curve was measured on, its points and what its course promises of the next thousand lines."""
    points = curve["points"]
    body = [
        (f"{point['share']:.0%} · {point['lines']:,}", *(told(point[key]) for key in SERIES.values()))
        for point in points
    ]
    sizes = [point["lines"] for point in points]
    gains = [next_gain(sizes, [point[key] for point in points]) for key in SERIES.values()]
    promise = (f"next {NEXT:,} lines, if errors keep falling so", *(f"{gain:+.3f}" for gain in gains))
    return f"{curve['about']}:\n\n" + table(("training lines", *SERIES), [*body, promise])


def next_gain(sizes: Sequence[int], right: Sequence[float]) -> float:
    """What the next thousand lines bring if the share of errors is a power of the number of lines.

    Such a power fits learning curves of most kinds (Hestness et al., 2017); the fit is by least squares
    of logarithms, the gain that of the fit, so that one lucky training counts little.
    """
    errors = np.maximum(1 - np.asarray(right), 1e-4)
    slope, start = np.polyfit(np.log(sizes), np.log(errors), 1)
    now, then = (math.exp(start + slope * math.log(size)) for size in (sizes[-1], sizes[-1] + NEXT))
    return now - then


def interval(share: float, count: int) -> tuple[float, float]:
    """95 % interval of a share of so many lines, both between 0 and 1 (Wilson, 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def told(share: float | None) -> str:
    """A share to three places."""
    return NOTHING if share is None else f"{share:.3f}"
