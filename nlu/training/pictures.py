"""The pictures of docs/understanding.md, from figures to SVG."""

from collections.abc import Mapping, Sequence
from typing import Any

from nlu.training.drawing import FAINT, INK, PALE, Drawing, Point
from nlu.training.tables import SERIES, interval
from nlu.training.whole import calibration_error

CELL, ROOM = 34, 122
RIGHT, WRONG = (225, 236, 232), (214, 69, 33)
WHITE = (255, 255, 255)
SIDE, LEFT, TOP = 480, 74, 78
BELOW = 68
BLUE = "#2166ac"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa4499")
SPACE = 17
"""Points between two labels, one above the other, that can both be read."""


def confusion(counts: Mapping[tuple[str, str], int], labels: Sequence[str], about: str) -> Drawing:
    """A row for each annotated label, a column for each given one; the redder, the more of the row."""
    size, left, top = CELL * len(labels), ROOM, ROOM + 44
    picture = Drawing(left + size + 64, top + size + 20, f"Confusion of intents, {about}")
    picture.text((16, 28), "Which intent is read as which", 17, weight="600")
    picture.text((16, 48), f"Rows: annotated. Columns: given. {about}.", 12.5, fill=FAINT)
    picture.text((left + size + 32, top - 10), "right", 12, "middle", FAINT)
    for i, label in enumerate(labels):
        middle = (i + 0.5) * CELL
        picture.text((left - 10, top + middle + 4), label, 12.5, "end")
        picture.text((left + middle + 4, top - 10), label, 12.5, turned=-55)
        row = {given: count for (wanted, given), count in counts.items() if wanted == label}
        total = sum(row.values())
        for j, given in enumerate(labels):
            if count := row.get(given, 0):
                _cell(picture, (left + j * CELL, top + i * CELL), count, count / total, right=i == j)
        told = f"{row.get(label, 0) / total:.2f}" if total else "–"
        picture.text((left + size + 32, top + middle + 4), told, 12, "middle", FAINT)
    for i in range(len(labels) + 1):
        picture.line([(left, top + i * CELL), (left + size, top + i * CELL)], PALE)
        picture.line([(left + i * CELL, top), (left + i * CELL, top + size)], PALE)
    return picture


def _cell(picture: Drawing, at: Point, count: int, part: float, *, right: bool) -> None:
    """One cell: right ones pale, whatever their number; wrong ones the redder, the more."""
    strength = 1.0 if right else 0.18 + 0.82 * min(1.0, part / 0.3)
    picture.box(at, (CELL, CELL), _mixed(RIGHT if right else WRONG, strength))
    ink = FAINT if right else INK if strength < 0.75 else "#ffffff"
    weight = "normal" if right else "600"
    picture.text((at[0] + CELL / 2, at[1] + CELL / 2 + 4.5), str(count), 12.5, "middle", ink, weight=weight)


def _mixed(colour: tuple[int, int, int], strength: float) -> str:
    mixed = (round(w + (c - w) * strength) for w, c in zip(WHITE, colour, strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)


def reliability(rows: Sequence[Mapping[str, float]], about: str) -> Drawing:
    """How many are right against how sure the bot was, a point for each bin of confidence."""
    picture = Drawing(LEFT + SIDE + 48, TOP + SIDE + BELOW + 22, f"Reliability of the confidence, {about}")
    error = calibration_error(rows)
    picture.text((16, 28), "Does confidence mean something?", 17, weight="600")
    picture.text((16, 48), f"{about}. Expected calibration error {error:.3f}.", 12.5, fill=FAINT)
    _frame(picture, [(k / 5, f"{k / 5:.1f}") for k in range(6)], "confidence told", "share that is right")
    picture.line([_place(0, 0), _place(1, 1)], FAINT, 1.2, "5 4")
    for row in rows:
        lines, sure, right = int(row["lines"]), row["confidence"], row["right"]
        if not lines:
            continue
        low, high = interval(right, lines)
        x, y = _place(sure, right)
        picture.line([(x, _place(0, low)[1]), (x, _place(0, high)[1])], BLUE, 1.6)
        picture.circle((x, y), 5, BLUE)
        picture.text((x, _place(0, low)[1] + 16), str(lines), 11.5, "middle")
    legend = "dot: a bin of confidence · bar: 95 % interval · number: lines · dashed: perfect"
    picture.text((LEFT + SIDE / 2, TOP + SIDE + BELOW + 4), legend, 11.5, "middle", FAINT)
    return picture


def _frame(picture: Drawing, ticks: Sequence[tuple[float, str]], below: str, beside: str) -> None:
    """The axes of a square chart, the same ticks (0 to 1 of the side, name) on both."""
    for part, name in ticks:
        picture.line([_place(0, part), _place(1, part)], PALE)
        picture.line([_place(part, 0), _place(part, 1)], PALE)
        x, y = _place(part, part)
        picture.text((LEFT - 10, y + 4), name, 12, "end", FAINT)
        picture.text((x, TOP + SIDE + 20), name, 12, "middle", FAINT)
    picture.text((LEFT + SIDE / 2, TOP + SIDE + 46), below, 13, "middle")
    picture.text((22, TOP + SIDE / 2), beside, 13, "middle", turned=-90)


def _place(x: float, y: float) -> Point:
    """Where a point of the unit square stands."""
    return LEFT + x * SIDE, TOP + (1 - y) * SIDE


def learning(curve: Mapping[str, Any]) -> Drawing:
    """Accuracy against the number of training lines, a line for each of ``SERIES``."""
    points = curve["points"]
    picture = Drawing(LEFT + SIDE + 142, TOP + SIDE + BELOW, "Accuracy against the number of training lines")
    picture.text((16, 28), "What more training lines bring", 17, weight="600")
    picture.text((16, 48), f"{curve['about']}.", 12.5, fill=FAINT)
    lowest = min(point[key] for point in points for key in SERIES.values())
    floor, most = int(lowest * 20) / 20, max(point["lines"] for point in points)
    steps = round((1 - floor) * 20)
    for k in range(steps + 1):
        y = _place(0, k / steps)[1]
        picture.line([(LEFT, y), (LEFT + SIDE, y)], PALE)
        picture.text((LEFT - 10, y + 4), f"{floor + k / 20:.2f}", 12, "end", FAINT)
    for point in points:
        x = LEFT + point["lines"] / most * SIDE
        picture.line([(x, TOP), (x, TOP + SIDE)], PALE)
        picture.text((x, TOP + SIDE + 20), f"{point['lines']:,}", 12, "middle", FAINT)
    picture.text((LEFT + SIDE / 2, TOP + SIDE + 46), "training lines", 13, "middle")
    picture.text((22, TOP + SIDE / 2), "share that is right", 13, "middle", turned=-90)
    ends = []
    for (name, key), colour in zip(SERIES.items(), COLOURS, strict=True):
        dots = [_place(p["lines"] / most, (p[key] - floor) / (1 - floor)) for p in points]
        picture.line(dots, colour, 2.2)
        for dot in dots:
            picture.circle(dot, 4, colour)
        ends.append((dots[-1][1], f"{name} {points[-1][key]:.3f}", colour))
    _labels(picture, ends)
    return picture


def _labels(picture: Drawing, ends: Sequence[tuple[float, str, str]]) -> None:
    """Names at the right end of lines, pushed down where two would overlap."""
    last = 0.0
    for height, words, colour in sorted(ends):
        last = max(height, last + SPACE)
        picture.text((LEFT + SIDE + 12, last + 4), words, 12.5, fill=colour, weight="600")
