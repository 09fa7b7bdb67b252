"""The client of a Rasa server, against a server that answers, fails or is absent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from config.loader import load_profile
from nlu import rasa_server
from nlu.embedded import load
from nlu.gazetteer import Gazetteer
from nlu.rasa_server import RasaServer
from tests.patience import PATIENCE

ANSWER = {
    "intent_ranking": [{"name": "thanks", "confidence": 0.9}, {"name": "bye", "confidence": 0.1}],
    "attributes": {
        "kind": [{"name": "praise", "confidence": 1.0}],
        "category": [{"name": "other", "confidence": 1.0}],
        "urgency": [{"name": "normal", "confidence": 1.0}],
        "audience": [],
        "faq": [{"name": "none", "confidence": 1.0}],
    },
    "entities": [{"entity": "topic", "value": "电影", "start": 0, "end": 2, "extractor": "CharField"}],
}


class Rasa:
    """Answers, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.answer: dict[str, Any] = ANSWER

    async def parse(self, request: web.Request) -> web.Response:
        self.asked.append((await request.json())["text"])
        return web.json_response(self.answer, status=self.status)


Connect = Callable[[Rasa], Awaitable[RasaServer]]


@pytest.fixture
async def connect(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connect]:
    monkeypatch.setattr(rasa_server, "TIMEOUT_SECONDS", PATIENCE)
    spare, gazetteer = load(), Gazetteer(load_profile("yiyuan"))
    runners: list[web.AppRunner] = []
    clients: list[RasaServer] = []

    async def to(rasa: Rasa) -> RasaServer:
        app = web.Application()
        app.router.add_post("/model/parse", rasa.parse)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        clients.append(RasaServer(f"http://127.0.0.1:{port}", spare, gazetteer))
        return clients[-1]

    yield to
    for client in clients:
        await client.close()
    for runner in runners:
        await runner.cleanup()


async def test_the_server_answers(connect: Connect) -> None:
    client = await connect(Rasa())
    (read,) = await client.predict([" 电影真好看"])
    assert read.intents[0] == ("thanks", 0.9)
    assert [(span.value, span.start) for span in read.spans] == [("电影", 1)]
    assert client.degraded == 0


async def test_nothing_empty_or_endless_or_commanding_is_sent(connect: Connect) -> None:
    rasa = Rasa()
    client = await connect(rasa)
    for text in ("", " \n", "/greet", "坏" * 30_000):
        await client.parse(text)
    assert rasa.asked
    assert all(0 < len(text) <= 4000 and not text.startswith("/") for text in rasa.asked)


@pytest.mark.parametrize("trouble", [{"status": 500}, {"answer": {"intent": "?"}}])
async def test_trouble_degrades_and_lets_the_server_rest(connect: Connect, trouble: dict[str, Any]) -> None:
    rasa = Rasa()
    vars(rasa).update(trouble)
    client = await connect(rasa)
    for expected in (1, 2):
        assert (await client.parse("图书馆几点关门")).intent == "ask_faq"
        assert client.degraded == expected
    assert len(rasa.asked) == 1


async def test_recovery_after_the_rest(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_server, "REST_SECONDS", 0.0)
    rasa = Rasa()
    rasa.status = 500
    client = await connect(rasa)
    await client.predict(["谢谢"])
    rasa.status = 200
    await client.predict(["谢谢"])
    assert (client.degraded, len(rasa.asked)) == (1, 2)


async def test_an_absent_server_degrades() -> None:
    client = RasaServer("http://127.0.0.1:9", load(), Gazetteer(load_profile("yiyuan")))
    assert (await client.parse("转人工")).intent == "human"
    assert client.degraded == 1
    await client.close()
