"""Doors for tests: small limits, a server on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.service import Service
from config.settings import Settings
from connectors.channel import Channel, Fetching
from connectors.ratelimit import RateLimiter
from connectors.rest import Rest
from connectors.sender import Sender
from connectors.server import build_app
from connectors.web import Face

FACE = Face("文化小石榴", "沂源县", "0533-3240000", "周一至周五")
Client = TestClient[web.Request, web.Application]


def limiter(burst: int = 1_000) -> RateLimiter:
    return RateLimiter(60, burst, urgent=lambda text: "救命" in text or "转人工" in text)


def rest(token: str | None = None, burst: int = 1_000) -> Rest:
    return Rest(limiter(burst), max_body=2_000, max_text=100, token=token)


async def serve(app: web.Application) -> Client:
    client = TestClient(TestServer(app))
    await client.start_server()
    return client


def origin(client: Client) -> dict[str, str]:
    """What a browser says on our own page."""
    return {"Origin": str(client.make_url("")).rstrip("/")}


@asynccontextmanager
async def at_work(service: Service, *channels: Channel) -> AsyncIterator[Client]:
    """The agent behind its channels, as it is served."""
    sender = Sender(service.store, channels, idle=0.02)
    service.wake_sender = sender.wake
    for channel in channels:
        if isinstance(channel, Fetching):
            service.fetchers[channel.name] = partial(channel.fetch, service)
    client = await serve(build_app(service, channels, Settings(_env_file=None), sender))
    yield client
    await client.close()
    await service.idle()
