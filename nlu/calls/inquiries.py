"""Questions about one hall are one inquiry, however many are asked."""

from collections.abc import Sequence

from nlu.calls.encoder import LABELS, Senses
from nlu.calls.sensed import outside, shared
from nlu.calls.view import View

_INQUIRY = LABELS["kind"].index("inquiry")
LEAST = 0.5
"""From this chance on a need is taken for a question."""


def as_one(view: View, needs: Sequence[Sequence[int]], senses: Senses) -> list[list[int]]:
    """Return the needs with each question of ours put to the one before it, unless it names another house."""
    found: list[list[int]] = []
    for need in needs:
        if (
            found
            and _asks(need, senses)
            and _asks(found[-1], senses)
            and not _elsewhere(view, found[-1], need)
        ):
            found[-1].extend(need)
        else:
            found.append(list(need))
    return found


def _asks(need: Sequence[int], senses: Senses) -> bool:
    return bool(shared("kind", need, senses)[_INQUIRY] >= LEAST) and outside(need, senses) < LEAST


def _elsewhere(view: View, before: Sequence[int], need: Sequence[int]) -> bool:
    """Whether a need names a house that the one before does not, or is a numbered point of its own."""
    known, named = _houses(view, before), _houses(view, need)
    return bool(named - known) or view.clauses[need[0]].item > 0


def _houses(view: View, need: Sequence[int]) -> set[str]:
    return {hit.normal for index in need for hit in view.hits[index] if hit.kind == "venue"}
