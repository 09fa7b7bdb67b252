"""Two opinions made one: the linear heads and the network."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nlu.model.linear import Groups, Ranking, best_first

FLOOR = 1e-6
Chances = npt.NDArray[np.float64]


def mix(own: Chances, theirs: Chances, groups: Groups, share: float) -> Chances:
    """The heads' chances with the network's, whose weight is ``share``, worked in; all of shape (classes,).

    Exclusive classes are weighed as logarithms, so that a firm no of either counts, and made to add up
    to one again; the others as they are. Classes that the network does not know (NaN) keep their chance.
    """
    known = ~np.isnan(theirs)
    theirs = np.where(known, theirs, own)
    even = (1 - share) * own + share * theirs
    powers = np.exp((1 - share) * np.log(own + FLOOR) + share * np.log(theirs + FLOOR)) * known
    left = 1 - groups.sums(own * ~known)
    scaled = powers * groups.spread(left / np.maximum(groups.sums(powers), FLOOR))
    return np.where(groups.exclusive & known, scaled, even)


def blend(ranking: Ranking, chances: Mapping[str, float], *, exclusive: bool, share: float) -> Ranking:
    """The same for one head, given in any order."""
    names = [name for name, _ in ranking]
    own = np.array([chance for _, chance in ranking])
    theirs = np.array([chances.get(name, np.nan) for name in names])
    return best_first(
        zip(names, mix(own, theirs, Groups([len(own)], [exclusive]), share).tolist(), strict=True)
    )
