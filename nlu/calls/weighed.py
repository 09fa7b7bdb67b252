"""What the encoder says of the labels of a need, weighed with what the other models say."""

from collections.abc import Sequence

from nlu.calls.encoder import LABELS, Senses
from nlu.calls.sensed import shared

SHARES = {"scope": 0.5, "kind": 0.2, "category": 0.5}
"""What the encoder's word counts against that of the other model, in logarithms of chances."""
_LEAST = 1e-4
Chances = dict[str, float]


def with_sense(name: str, chances: Chances, clauses: Sequence[int], senses: Senses) -> Chances:
    """Return the chances of a need's labels (one of ``SHARES``); ``clauses`` are those of the need.

    It is the weighed mean of logarithms; what the encoder does not know stays as unlikely as it may be.
    """
    share, sensed = SHARES[name], dict(zip(LABELS[name], shared(name, clauses, senses).tolist(), strict=True))
    powers = {
        label: (chance + _LEAST) ** (1.0 - share) * (sensed.get(label, 0.0) + _LEAST) ** share
        for label, chance in {**dict.fromkeys(sensed, 0.0), **chances}.items()
    }
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}
