"""The name of the caller: of all that may be one, the likeliest by the words around it."""

from collections.abc import Sequence
from typing import NamedTuple

from nlu.calls.labeller import Labeller
from nlu.calls.layout import Layout
from nlu.calls.name_candidates import Named, candidates
from nlu.calls.name_features import name_rows

_LEAST = 0.04
_LEAST_IN_FIELD = 0.04
_LEAST_TOLD = 0.5
_LABEL_ENDS = frozenset("：:】>＞")
_LEAST_FAMILY = 0.001
"""A bare family name (我姓訾) is taken where nothing else is: longer forms of it mostly are the name."""


class Name(NamedTuple):
    """A name with its place in the text and how likely it is the caller's."""

    value: str
    start: int
    end: int
    sure: float


def find_name(
    text: str, layout: Layout, labeller: Labeller, taken: Sequence[tuple[int, int]] = ()
) -> Name | None:
    """Return the name as the caller wants to be called, None where none is given.

    ``taken`` are spans of places and venues, which are hardly names.
    """
    found = candidates(text)
    rows = name_rows(text, layout, found, taken)
    sure = {one: labeller.chances_of("1", [row])[0] for one, row in zip(found, rows, strict=True)}
    fields = layout.fields("name")
    inside = [one for one in found if any(f.start <= one.start and one.end <= f.end for f in fields)]
    for pool, least in (
        (inside, _LEAST_IN_FIELD),
        (found, _LEAST),
        ([one for one in found if one.shape == "family"], _LEAST_FAMILY),
    ):
        best = max(pool, key=lambda one: sure[one], default=None)
        if best and sure[best] >= least:
            return _as_told(text, best, found, sure)
    return None


def _as_told(text: str, best: Named, found: Sequence[Named], sure: dict[Named, float]) -> Name:
    """Prefer a full name behind its spelling to the bare family name, and one told to the label of a turn."""
    least = _LEAST_IN_FIELD if best.shape == "family" else _LEAST_TOLD
    if best.shape == "family" or (best.shape == "titled" and text[best.end : best.end + 1] in _LABEL_ENDS):
        fuller = [one for one in found if one.family == best.family and one.shape != "family"]
        later = [
            one
            for one in fuller
            if one.start > best.start and (best.shape == "family" or one.shape == "full")
        ]
        told = max(later, key=lambda one: sure[one], default=best)
        best = told if sure[told] >= least else best
    return Name(best.value, best.start, best.end, sure[best])
