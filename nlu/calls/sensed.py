"""What the encoder says of clauses, weighed with what the other models say of clauses, pieces and needs."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlu.calls.encoder import LABELS, PARTS, Senses
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece

SHARES = {"part": 0.4, "scope": 0.5, "kind": 0.3, "category": 0.5}
"""What the encoder's word counts against that of the other model, in logarithms of chances."""
OF_NEEDS = frozenset({"scope", "kind", "category"})
_BEGINS, _GOES_ON, _RETURNS, _NOTHING, _TAKEN_BACK = range(len(PARTS))
_OUT = LABELS["scope"].index("out")
UNSAID, SAID = 0.25, 2.0
"""What a need of its own counts for where no word says that another matter comes, and where one does (另外, 再一个):
pieces are cut wherever any of the models sees a beginning, so that most beginnings without a word are none."""
PARTED = 0.6
"""From this difference on, one of two pieces is a matter of other offices and the other ours: then nothing is doubted."""
PLAINLY = 0.5
_LEAST = 1e-4
Chances = dict[str, float]


def with_beginnings(chances: Sequence[Chances], senses: Senses) -> list[Chances]:
    """Return the chances of clauses, with those to begin a matter raised to what the encoder says."""
    begins = senses.part[:, _BEGINS]
    return [
        {**chance, "B": max(chance.get("B", 0.0), float(sensed))}
        for chance, sensed in zip(chances, begins, strict=True)
    ]


def weighed(
    chances: Sequence[Chances], pieces: Sequence[Piece], announced: Sequence[bool], senses: Senses
) -> list[Chances]:
    """Return the chances of verdicts about pieces, not adding up to one; ``announced`` says of which a word says
    that another matter comes."""
    found = [
        _both(chance, _verdict(piece, senses), SHARES["part"])
        for chance, piece in zip(chances, pieces, strict=True)
    ]
    others = [outside(piece.clauses, senses) for piece in pieces]
    return [
        {**chance, KEEP: _weight(said, abs(others[place] - others[place - 1])) * chance[KEEP]}
        if place
        else chance
        for place, (chance, said) in enumerate(zip(found, announced, strict=True))
    ]


def _weight(announced: bool, parted: float) -> float:
    """What a need of its own counts for; ``parted`` is how much likelier one of two neighbours is of other offices."""
    return SAID if announced else 1.0 if parted >= PARTED else UNSAID


def plainly_begins(piece: Piece, senses: Senses) -> bool:
    """Whether a need plainly begins with a piece."""
    return bool(senses.part[piece.clauses[0], _BEGINS] >= PLAINLY)


def with_sense(name: str, chances: Chances, clauses: Sequence[int], senses: Senses) -> Chances:
    """Return the chances of a need's labels (one of ``OF_NEEDS``); ``clauses`` are those of the need."""
    return _both(chances, of_clauses(name, clauses, senses), SHARES[name])


def of_clauses(name: str, clauses: Sequence[int], senses: Senses) -> Chances:
    """Return the chance of each label that some clauses have together: the mean of their logarithms."""
    powers = np.exp(np.log(getattr(senses, name)[list(clauses)] + _LEAST).mean(0))
    return dict(zip(LABELS[name], (powers / powers.sum()).tolist(), strict=True))


def outside(clauses: Sequence[int], senses: Senses) -> float:
    """Return how likely some clauses tell a matter of other offices, the mean over them."""
    return float(senses.scope[list(clauses)][:, _OUT].mean())


def _verdict(piece: Piece, senses: Senses) -> Chances:
    """The first clause says whether a need begins, all of them what else the piece may be."""
    parts = senses.part[piece.clauses]
    begins = float(parts[0, _BEGINS])
    others = parts.mean(0)
    others *= (1.0 - begins) / (1.0 - float(others[_BEGINS]) + _LEAST)
    return {
        KEEP: begins,
        MERGE: float(others[_GOES_ON] + others[_RETURNS]),
        TAKEN_BACK: float(others[_TAKEN_BACK]),
        NOTHING: float(others[_NOTHING]),
    }


def _both(chances: Mapping[str, float], sensed: Mapping[str, float], share: float) -> Chances:
    """The weighed mean of logarithms; what the encoder does not know stays as unlikely as it may be."""
    whole = sum(sensed.values())
    powers = {
        label: (chance + _LEAST) ** (1.0 - share) * (sensed.get(label, 0.0) / whole + _LEAST) ** share
        for label, chance in {**dict.fromkeys(sensed, 0.0), **chances}.items()
    }
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}
