"""The doors before the real agent: page and REST answer, and each answer goes out once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.compose import Parts, running
from app.doors import doors
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from tests.connectors.doors import Client, origin, serve
from tests.patience import PATIENCE


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with running(Settings(_env_file=None, var=tmp_path)) as opened:
        yield opened


@pytest.fixture
async def real(parts: Parts) -> AsyncIterator[Client]:
    channels = doors(parts)
    sender = Sender(parts.store, channels, idle=0.05)
    parts.service.wake_sender = sender.wake
    client = await serve(build_app(parts.service, channels, parts.settings, sender))
    yield client
    await client.close()


async def test_rest_answers(real: Client) -> None:
    body = {"sender": "a", "message": "我们村的农家书屋老锁着门", "metadata": {"message_id": "1"}}
    first = await (await real.post("/webhooks/rest/webhook", json=body)).json()
    again = await (await real.post("/webhooks/rest/webhook", json=body)).json()
    assert first
    assert first == again
    assert all(reply["recipient_id"] == "a" and reply["text"] for reply in first)


async def test_the_page_answers(real: Client, parts: Parts) -> None:
    await real.get("/")
    socket = await real.ws_connect("/ws", headers=origin(real))
    await socket.send_json({"t": "say", "id": "message-1", "text": "你好"})
    assert await socket.receive_json(timeout=PATIENCE) == {"t": "taken", "id": "message-1"}
    lines = await socket.receive_json(timeout=PATIENCE)
    await socket.send_json({"t": "got", "n": lines["n"]})
    assert lines["lines"][0]["text"] == "你好"
    assert lines["lines"][1]["bot"] is True
    assert "文化小石榴" in await (await real.get("/")).text()
