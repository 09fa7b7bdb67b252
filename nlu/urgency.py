"""How urgent a need is: the chances of a model, weighed by what it costs to miss one."""

from nlu.prediction import Ranking

MISSED = {"pressing": 4.0, "urgent": 4.0}
"""How much worse it is to take a need of these for a normal one than the other way round. It also makes up for the lines
that models learn from, of which one in ten presses; of what is said at the door, one in three does."""


def weighed(ranking: Ranking) -> Ranking:
    """Return a model's ranking of urgencies with their chances weighed, best first."""
    chances = {label: chance * MISSED.get(label, 1.0) for label, chance in ranking}
    total = sum(chances.values()) or 1.0
    return tuple(
        sorted(((label, chance / total) for label, chance in chances.items()), key=lambda one: -one[1])
    )
