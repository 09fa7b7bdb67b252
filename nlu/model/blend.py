"""Two opinions made one: the linear heads and the network."""

from collections.abc import Mapping
from math import exp, log

from nlu.model.linear import Ranking, best_first

FLOOR = 1e-6


def blend(ranking: Ranking, chances: Mapping[str, float], *, exclusive: bool, share: float) -> Ranking:
    """The ranking of one head, given in any order, with the network's chances, whose weight is ``share``, worked in.

    Exclusive classes are weighed as logarithms, so that a firm no of either counts; the others as
    they are. Classes that the network does not know keep their probability.
    """
    if not exclusive:
        mixed = [(name, (1 - share) * own + share * chances.get(name, own)) for name, own in ranking]
        return best_first(mixed)
    kept = [(name, own) for name, own in ranking if name not in chances]
    known = [
        (name, exp((1 - share) * log(own + FLOOR) + share * log(chances[name] + FLOOR)))
        for name, own in ranking
        if name in chances
    ]
    scale = (1 - sum(own for _, own in kept)) / sum(chance for _, chance in known)
    return best_first([*kept, *((name, chance * scale) for name, chance in known)])
