"""Making the readings that turns ask for, outside any transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.engine.readings import CallRead, NotReadError, ReadCall, Reading, ReadPhotos, ReadTexts
from bot.pictures import PictureReader
from nlu.understanding import Understander
from storage.store import Store

Readings = Mapping[Reading, Any]


def at_hand(made: Readings, wanted: Reading) -> Any:
    """Return a reading that was made; NotReadError where it was not."""
    if wanted not in made:
        raise NotReadError(wanted)
    return made[wanted]


@dataclass(frozen=True, slots=True)
class Readers:
    """What readings are made with; ``pictures`` is None where photos are kept and not read."""

    understander: Understander
    store: Store
    pictures: PictureReader | None = None

    async def make(self, wanted: Reading) -> Any:
        """Make a reading."""
        if isinstance(wanted, ReadTexts):
            return tuple([await self.understander.parse(text) for text in wanted.texts])
        if isinstance(wanted, ReadPhotos):
            return await self._photos(wanted)
        return await _call(self.understander, wanted)

    async def _photos(self, wanted: ReadPhotos) -> str:
        """The pages one after the other; a photo that is not there has no words."""
        if self.pictures is None:
            return ""
        files = await self.store.read(lambda tx: [tx.files.get(d, wanted.owner) for d in wanted.digests])
        pages = [await self.pictures.read(content) for content, _ in filter(None, files)]
        return "\n".join(filter(None, pages))


async def _call(understander: Understander, wanted: ReadCall) -> CallRead:
    record = await understander.read_record(wanted.text)
    said = dict.fromkeys(case.place for case in record.cases if case.place)
    return CallRead(record, {words: (await understander.parse(words)).place for words in said})
