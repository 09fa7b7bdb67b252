"""Making the readings that turns ask for, outside any transaction."""

from collections.abc import Mapping
from typing import Any

from bot.engine.readings import CallRead, NotReadError, ReadCall, Reading, ReadTexts
from nlu.understanding import Understander

Readings = Mapping[Reading, Any]


def at_hand(made: Readings, wanted: Reading) -> Any:
    """Return a reading that was made; NotReadError where it was not."""
    if wanted not in made:
        raise NotReadError(wanted)
    return made[wanted]


async def make(understander: Understander, wanted: Reading) -> Any:
    """Make a reading."""
    if isinstance(wanted, ReadTexts):
        return tuple([await understander.parse(text) for text in wanted.texts])
    return await _call(understander, wanted)


async def _call(understander: Understander, wanted: ReadCall) -> CallRead:
    record = await understander.read_record(wanted.text)
    said = dict.fromkeys(case.place for case in record.cases if case.place)
    return CallRead(record, {words: (await understander.parse(words)).place for words in said})
