"""Understanding with a Rasa server over HTTP, and the embedded model for when it fails.

An answer of ``POST /model/parse``, as the components of ``nlu.rasa_components`` shape it:

    {"text": "…", "intent_ranking": [{"name": "submit_need", "confidence": 0.93}, …],
     "attributes": {"kind": [{"name": "request", "confidence": 0.8}, …], …, "audience": […], "faq": […]},
     "entities": [{"entity": "venue", "value": "文化站", "start": 0, "end": 3, "extractor": "CharField"}]}
"""

import asyncio
from collections.abc import Sequence

import aiohttp
import msgspec

from nlu.assemble import assemble, finish
from nlu.calls import CallRecord, read_record
from nlu.embedded import ATTRIBUTES
from nlu.facts import read_facts
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model, Prediction, Ranking
from nlu.understanding import MAX_CHARS, Entity, Understanding

TIMEOUT_SECONDS = 1.5
REST_SECONDS = 10.0  # after a failure nobody waits for the server for so long
COMMAND_MARK = "/"  # Rasa takes a text that begins so for a command


class _Label(msgspec.Struct):
    name: str
    confidence: float


class _Mark(msgspec.Struct):
    entity: str
    start: int
    end: int


class _Answer(msgspec.Struct):
    intent_ranking: list[_Label]
    attributes: dict[str, list[_Label]]
    entities: list[_Mark]


class RasaServer:
    """An Understander that asks a Rasa server.

    ``degraded`` counts the texts that the embedded model read because the server was down, slow
    or gave another kind of answer.
    """

    def __init__(self, url: str, spare: Model, gazetteer: Gazetteer) -> None:
        self.degraded = 0
        self._url = f"{url}/model/parse"
        self._spare = spare
        self._gazetteer = gazetteer
        self._session: aiohttp.ClientSession | None = None
        self._resting_until = 0.0

    async def parse(self, text: str) -> Understanding:
        """Read one text; never raises."""
        facts = read_facts(text, self._gazetteer)
        if not facts.text.text.strip():
            return assemble(text, self._spare, self._gazetteer)
        return finish(facts, await self.predict(facts.queries), self._gazetteer)

    async def predict(self, queries: Sequence[str]) -> list[Prediction]:
        """Label non-empty normalised texts, all by the server or all by the embedded model."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._resting_until:
            try:
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    return await asyncio.gather(*map(self._ask, queries))
            except (TimeoutError, aiohttp.ClientError, msgspec.DecodeError):
                self._resting_until = loop.time() + REST_SECONDS
        self.degraded += 1
        return [self._spare.predict(query) for query in queries]

    async def read_record(self, text: str) -> CallRecord:
        """Read the record of a whole call with the embedded parser; a server has none."""
        return read_record(text, self._spare, self._gazetteer)

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def _ask(self, query: str) -> Prediction:
        text = query[:MAX_CHARS].strip()
        if not text or text.startswith(COMMAND_MARK):
            return self._spare.predict(query)
        self._session = self._session or aiohttp.ClientSession(raise_for_status=True)
        async with self._session.post(self._url, json={"text": text}) as response:
            return prediction_of(await response.read(), query)


def prediction_of(answer: bytes, query: str) -> Prediction:
    """Turn the server's answer into a prediction; Rasa strips texts, hence spans are shifted back."""
    read = msgspec.json.decode(answer, type=_Answer)
    shift = len(query) - len(query.lstrip())
    spans = [(mark.entity, mark.start + shift, mark.end + shift) for mark in read.entities]
    labels = {name: _ranking(ranking) for name, ranking in read.attributes.items()}
    return Prediction(
        intents=_ranking(read.intent_ranking),
        attributes={name: labels[name] for name in ATTRIBUTES if name in labels},
        audience=labels.get("audience", ()),
        faq=labels.get("faq", ()),
        spans=tuple(Entity(entity, query[start:end], start, end) for entity, start, end in spans),
    )


def _ranking(labels: list[_Label]) -> Ranking:
    return tuple((label.name, label.confidence) for label in labels)
