"""What a turn may ask to have read beyond its message. A reading takes long, so it has no place in the
transaction: a turn that asks for one which is not at hand is undone, the reading made, the turn run again."""

from dataclasses import dataclass

import msgspec

from bot.engine.requests import Request
from nlu.calls.record import CallRecord
from nlu.understanding import Place, Understanding


class CallRead(msgspec.Struct, frozen=True):
    """A call record as read; ``places`` has the town and village behind each place as it is written."""

    record: CallRecord
    places: dict[str, Place] = {}


@dataclass(frozen=True, slots=True)
class ReadCall(Request[CallRead]):
    """Read the record of a whole call."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadTexts(Request[tuple[Understanding, ...]]):
    """Understand each text by itself, as if it were a message."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadPhotos(Request[str]):
    """Read the writing on photos of a person, in their order; empty where nothing can be read."""

    digests: tuple[str, ...]
    owner: str


Reading = ReadCall | ReadTexts | ReadPhotos


class NotReadError(Exception):
    """A turn needs this read first."""

    def __init__(self, wanted: Reading) -> None:
        super().__init__(type(wanted).__name__)
        self.wanted = wanted
