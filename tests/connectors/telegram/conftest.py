"""The bot on Telegram: the fake Bot API, the real agent, and the two ways that updates come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.compose import Parts, running
from app.doors import doors
from config.channels import Telegram
from config.settings import Settings
from connectors.channel import Channel
from connectors.sender import Sender
from connectors.server import build_app
from storage.case import Case
from storage.people import CaseFilter
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, serve
from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.patience import PATIENCE

SECRET = "secret_of-the-webhook"
PUBLIC = "https://bot.example.cn"


@dataclass
class Bot:
    """A bot at work; ``settle`` waits until a condition holds, bringing updates where a webhook is set."""

    api: BotApi
    client: Client
    store: Store
    mode: str
    parts: Parts | None = None

    async def settle(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                if self.mode == "webhook" and self.api.webhook:
                    await self.api.bring()
                await asyncio.sleep(0.02)

    async def hears(self, chat: int, count: int = 1) -> list[str]:
        """Wait until the bot has said ``count`` more things in a chat, and return them."""
        before = getattr(self, "_seen", {})
        start = before.get(chat, 0)
        await self.settle(lambda: len(self.api.texts(chat)) >= start + count)
        self._seen = {**before, chat: len(self.api.texts(chat))}
        return self.api.texts(chat)[start:]

    async def cases(self) -> list[Case]:
        return await self.store.read(lambda tx: tx.ledger.cases(CaseFilter()))


async def until(holds: Callable[[], object]) -> None:
    """Wait until a condition holds; what it is about happens beyond a socket."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def settings_of(mode: str, base: str, **more: object) -> Telegram:
    url = PUBLIC if mode == "webhook" else ""
    return Telegram.model_validate(
        {"token": TOKEN, "secret": SECRET, "api": base, "mode": mode, "url": url, **more}
    )


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi()
    yield server
    await server.stop()


@asynccontextmanager
async def at_work(api: BotApi, mode: str, folder: Path) -> AsyncIterator[Bot]:
    """The real agent behind the real server."""
    base = await api.start()
    settings = Settings(_env_file=None, var=folder, telegram=settings_of(mode, base))
    async with running(settings) as parts:
        channels = doors(parts)
        sender = Sender(parts.store, channels, idle=0.05)
        parts.service.wake_sender = sender.wake
        client = await serve(build_app(parts.service, channels, settings, sender))
        api.reachable[PUBLIC] = str(client.make_url("")).rstrip("/")
        bot = Bot(api, client, parts.store, mode, parts)
        await bot.settle(lambda: api.commands)
        yield bot
        await client.close()


@pytest.fixture(params=["webhook", "polling"])
async def bot(api: BotApi, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bot]:
    async with at_work(api, request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
async def hook(api: BotApi, tmp_path: Path) -> AsyncIterator[Bot]:
    async with at_work(api, "webhook", tmp_path) as opened:
        yield opened


@asynccontextmanager
async def echoing(api: BotApi, channel: Channel) -> AsyncIterator[tuple[Client, EchoDesk]]:
    """A small agent behind the real server, for what the channel does by itself."""
    store = await Store.open("sqlite://", b"k" * 32, lambda: datetime.now(UTC))
    desk = EchoDesk(store)
    sender = Sender(store, [channel], idle=0.05)
    desk.wake = sender.wake
    client = await serve(build_app(desk, [channel], Settings(_env_file=None), sender))
    api.reachable[PUBLIC] = str(client.make_url("")).rstrip("/")
    yield client, desk
    await client.close()
    await store.close()
