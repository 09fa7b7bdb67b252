"""Encoders that heard only half of the records: what they say of the other half teaches the fields.

An encoder is surer of records it was taught on than of others, so that a field taught with its word on those
would trust it too much.
"""

from collections.abc import Sequence
from pathlib import Path

from nlu.training.calls_corpus import Record
from nlu.training.workshop import VAR

HALVES = 2


def taught(half: int) -> Path:
    """The folder of the encoder that knows nothing of the records whose place, divided by 2, leaves ``half``."""
    return VAR / f"encoder-{half}"


def others(records: Sequence[Record], half: int) -> list[Record]:
    """The records that encoder is taught on."""
    return [record for at, record in enumerate(records) if at % HALVES != half]
