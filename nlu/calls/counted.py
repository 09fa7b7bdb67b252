"""The number of matters that is said in a record (两件事, 一共三个), and pieces judged anew where it differs."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.cues import COUNTED, NUMBERS
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece
from nlu.calls.view import View

_AS_ONE = re.compile(r"[一1](?:件|个|回|码)(?:事|诉求|单)|一块|一起|一并")
_ANNOUNCES = re.compile(r"(?:说|反映|问|提|有|报|讲|求)(?:这么?|了)?\Z")
_AROUND = 8
_EARLY, _LATE = 0.5, 0.6
"""What is said in the first half announces; what is said near the end or after all pieces sums up."""


class Range(NamedTuple):
    """Between how many needs a record says to have."""

    least: int
    most: int


def said_count(view: View, pieces: Sequence[Piece], taken_back: int) -> Range | None:
    """Return how many needs are said to be there; an announcement may hold those taken back later."""
    size = len(view.text)
    found = [
        (NUMBERS[match["count"] or match["short"]], match.start())
        for match in COUNTED.finditer(view.text)
        if not _AS_ONE.search(view.text[max(0, match.start() - _AROUND) : match.end() + _AROUND])
        and not view.text[: match.start()].endswith("第")
    ]
    last = view.clauses[pieces[-1].clauses[0]].start
    first = view.clauses[pieces[0].clauses[-1]].end
    summed = [count for count, at in found if at >= last or at > size * _LATE]
    if summed:
        return Range(summed[-1], summed[-1])
    announced = [
        count
        for count, at in found
        if at < size * _EARLY and (at < first or _ANNOUNCES.search(view.text, max(0, at - 3), at))
    ]
    return Range(max(1, announced[0] - taken_back), announced[0]) if announced else None


def as_counted(
    view: View, pieces: Sequence[Piece], verdicts: Sequence[str], chances: Sequence[dict[str, float]]
) -> list[str]:
    """Return the verdicts with the least certain ones changed until the needs are as many as is said."""
    fitted = list(verdicts)
    said = said_count(view, pieces, fitted.count(TAKEN_BACK)) if pieces else None
    if said is None:
        return fitted
    while fitted.count(KEEP) < said.least:
        open_ones = _places(fitted, (MERGE, NOTHING)) or _places(fitted, (TAKEN_BACK,))
        if not open_ones:
            break
        fitted[max(open_ones, key=lambda place: chances[place][KEEP])] = KEEP
    while fitted.count(KEEP) > said.most:
        place = min(_places(fitted, (KEEP,)), key=lambda place: chances[place][KEEP])
        fitted[place] = max((MERGE, NOTHING, TAKEN_BACK), key=lambda verdict: chances[place][verdict])
    return fitted


def _places(verdicts: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [place for place, verdict in enumerate(verdicts) if verdict in wanted]
