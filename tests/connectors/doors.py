"""Doors for tests: small limits, a server on loopback."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.service import Service
from config.settings import Settings
from config.wording import Wording
from connectors.channel import Channel, Fetching
from connectors.gate import SLOW, Gate
from connectors.ratelimit import RateLimiter
from connectors.rest import Rest
from connectors.sender import Sender
from connectors.server import build_app
from connectors.smartbot.channel import Smartbot
from connectors.web import Face
from connectors.wechat.channel import Wechat
from tests.patience import PATIENCE

FACE = Face("文化小石榴", "沂源县", "0533-3240000", "周一至周五")
SLOWED = Wording.load().text(SLOW)
Client = TestClient[web.Request, web.Application]


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def limiter(
    burst: int = 1_000, per_minute: float = 60, clock: Callable[[], float] = lambda: 0.0
) -> RateLimiter:
    """Time stands still for it unless told otherwise: what a slow machine takes must let nobody through."""
    return RateLimiter(per_minute, burst, lambda text: "救命" in text or "转人工" in text, clock)


def gate() -> Gate:
    return Gate(limiter(), lambda: SLOWED)


def slow(before: Gate, burst: int = 3) -> Clock:
    """Let only so many messages through at once, then one a minute of the clock that is returned."""
    clock = Clock()
    before.limiter = limiter(burst, 1, clock)
    return clock


def rest(token: str | None = None, burst: int = 1_000) -> Rest:
    return Rest(limiter(burst), max_body=2_000, max_text=100, token=token)


def unhurried(channels: Sequence[Channel]) -> None:
    """No platform hangs up, however slow the machine is; tests of their own say what comes of late answers."""
    for channel in channels:
        if isinstance(channel, Wechat | Smartbot):
            channel.patience = PATIENCE


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
