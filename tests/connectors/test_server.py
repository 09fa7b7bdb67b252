"""What the server does for all channels."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp.web import AbstractRouteDef
from structlog.testing import capture_logs

from config.settings import Settings
from connectors.channel import Desk
from connectors.sender import Sender
from connectors.server import build_app
from storage.messages import Outbound
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, serve
from tests.patience import PATIENCE

HOOK = "/webhooks/rest/webhook"
SECRETS = ("张三", "13812345678", "球场灯坏了")


async def test_health(client: Client) -> None:
    response = await client.get("/healthz")
    assert await response.json() == {"status": "ok", "channels": ["rest"]}


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/webhooks/rest", "/nothing"])
async def test_headers_of_every_answer(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_neither_log_nor_metrics_know_who_said_what(client: Client) -> None:
    body = {"sender": "张三-13812345678", "message": "我是张三，13812345678，球场灯坏了"}
    with capture_logs() as logs:
        await client.post("/webhooks/rest/webhook", json=body)
        await client.get("/webhooks/rest/messages", params={"sender": "张三-13812345678"})
        await client.get("/张三/13812345678")
    metrics = await (await client.get("/metrics")).text()
    assert len([entry for entry in logs if entry["event"] == "request"]) == 3
    assert 'route="/webhooks/rest/webhook"' in metrics
    for secret in SECRETS:
        assert secret not in json.dumps(logs, ensure_ascii=False, default=str)
        assert secret not in metrics


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_body_that_is_not_encoded_as_it_says(client: Client, coding: str) -> None:
    response = await client.post(HOOK, data=b"not really", headers={"Content-Encoding": coding})
    assert (response.status, (await response.json())["error"]) == (400, "bad_body")


async def test_a_body_whose_end_never_comes_is_not_waited_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.problem.SILENCE", 0.1)

    async def begun() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    response = await client.post(HOOK, data=begun())
    assert (response.status, (await response.json())["error"]) == (408, "too_slow")


async def test_a_mistake_of_ours_is_told_in_words_and_logged_with_its_stack(client: Client) -> None:
    with capture_logs() as logs:
        response = await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "坏"})
    assert response.status == 500
    assert (await response.json())["error"] == "internal"
    assert any(entry["event"] == "request failed" and entry["exc_info"] for entry in logs)


async def test_the_outbox_is_emptied_while_it_serves(client: Client, desk: EchoDesk) -> None:
    await desk.notify("rest", "a", "通知")
    async with asyncio.timeout(PATIENCE):
        while await desk.store.read(lambda tx: tx.outbox.rows("pending")):
            await client.get("/healthz")


class Toiling:
    """A channel that works, sends and closes, and writes down when it stopped."""

    name = "rest"

    def __init__(self) -> None:
        self.stopped: list[str] = []
        self.sending = asyncio.Event()

    def routes(self, desk: Desk) -> list[AbstractRouteDef]:
        return []

    async def run(self, desk: Desk) -> None:
        await self._until_cancelled("run")

    async def send(self, out: Outbound) -> None:
        self.sending.set()
        await self._until_cancelled("send")

    async def close(self) -> None:
        self.stopped.append("close")

    async def _until_cancelled(self, what: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.stopped.append(what)


async def test_whoever_sends_or_asks_has_stopped_before_connections_are_closed(
    store: Store, desk: EchoDesk, settings: Settings
) -> None:
    channel = Toiling()
    sender = Sender(store, [channel], idle=0.01)
    client = await serve(build_app(desk, [channel], settings, sender))
    await desk.notify("rest", "somebody", "您好")
    await channel.sending.wait()
    await client.close()
    assert channel.stopped == ["send", "run", "close"]
