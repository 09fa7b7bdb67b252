"""What a statistical model says about one text: the contract between models and assembly."""

from typing import Protocol

import msgspec

from nlu.understanding import Entity

Ranking = tuple[tuple[str, float], ...]


class Prediction(msgspec.Struct, frozen=True):
    """Labels with probabilities (0 to 1), every ranking best first.

    ``attributes`` has the keys kind, category and urgency; ``audience`` gives one independent
    probability per label; ``spans`` are entities whose offsets count the predicted text.
    """

    intents: Ranking
    attributes: dict[str, Ranking] = {}
    audience: Ranking = ()
    faq: Ranking = ()
    spans: tuple[Entity, ...] = ()


class Model(Protocol):
    """Anything that labels one normalised, non-empty text in the calling thread."""

    def predict(self, normalised_text: str, /) -> Prediction:
        """Label one text as given by ``nlu.text.normalise``; never raises for any such text."""
        ...

    def labels(self, normalised_text: str, /) -> Prediction:
        """The same without ``spans``, for those who do not need them."""
        ...
