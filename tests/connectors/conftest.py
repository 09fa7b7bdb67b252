"""A server with the real store and the REST channel, on loopback; the real agent, for the messengers."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.service import Service
from config.form import Forms
from config.live import LiveProfile
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from connectors.web import Web
from nlu.backend import Local
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import FACE, Client, limiter, rest, serve


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await Store.open("sqlite://", b"k" * 32, lambda: datetime.now(UTC))
    yield opened
    await opened.close()


@pytest.fixture
def desk(store: Store) -> EchoDesk:
    desk = EchoDesk(store)
    desk.largest = 200_000
    return desk


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, max_body_bytes=2_000, max_text_chars=100, max_photo_bytes=200_000)


@pytest.fixture
async def client(store: Store, desk: EchoDesk, settings: Settings) -> AsyncIterator[Client]:
    channel = rest()
    sender = Sender(store, [channel], idle=0.05)
    desk.wake = sender.wake
    client = await serve(build_app(desk, [channel], settings, sender))
    yield client
    await client.close()


@pytest.fixture
async def web_client(store: Store, desk: EchoDesk, settings: Settings) -> AsyncIterator[Client]:
    channel = Web(b"c" * 32, lambda: FACE, limiter(burst=6), max_text=100, max_photo=200_000)
    sender = Sender(store, [channel], idle=0.05)
    desk.wake = sender.wake
    client = await serve(build_app(desk, [channel], settings, sender))
    await client.get("/")
    yield client
    await client.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url, b"k" * 32, lambda: datetime.now(UTC))
    yield opened
    await opened.close()


@pytest.fixture
def service(ledger: Store, localities: Callable[[str], tuple[LiveProfile, Local]]) -> Service:
    live, reader = localities("yiyuan")
    return Service(ledger, reader, live, Forms.load())
