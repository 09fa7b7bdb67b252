"""Checking a live configuration: what a channel's ``doctor.py`` finds, and a visit to our own address.

A doctor changes nothing: it asks the platform, and knocks at the door as the platform would.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from config.settings import Settings
from storage.store import Store

PATIENCE = aiohttp.ClientTimeout(total=10, connect=5)
LARGEST = 4096
"""Bytes of an answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``ok`` is False where something has to be mended, None where it could not be looked at."""

    ok: bool | None
    told: str
    mend: str = ""


class Doctor(Protocol):
    """Checks one channel; the first finding that nothing works without may be the last."""

    def __call__(self, settings: Settings, store: Store) -> AsyncIterator[Finding]:
        """Give the findings as they come."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A request as a platform makes it; ``body`` None is a GET."""

    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back; ``status`` 0 where nothing did, and then ``body`` is the kind of trouble."""

    status: int
    body: str


ON_THE_WAY: dict[int, str] = {
    0: "从这台机器连不上这个网址。请看域名、HTTPS 证书、代理开着没有；有的网络从里面连不到自己的公网地址，再用手机流量试一次",
    301: "代理把它转到别的网址去了，请直接转给机器人，不要跳转",
    302: "代理把它转到别的网址去了，请直接转给机器人，不要跳转",
    404: "代理没有把这个地址转给机器人，或者机器人开门时还没有配这个渠道，改好设置要重新开门",
    413: "代理不让这么大的内容过，请放宽",
    500: "机器人出了错，请看运行的窗口",
    502: "代理是通的，机器人没有开。运行 make serve",
    503: "代理是通的，机器人没有开。运行 make serve",
    504: "代理等机器人等得太久，请看机器人是不是卡住了",
}
"""HTTP status of our own address -> what to mend."""
UNKNOWN = "回话的不像是机器人，请看这个网址转到哪里去了"


async def knock(request: Knock) -> Heard:
    """Make a request and return what comes back; never raises for the network."""
    method = "GET" if request.body is None else "POST"
    more: dict[str, Any] = {"params": request.query, "headers": request.headers, "data": request.body}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as client,
            client.request(method, request.url, allow_redirects=False, **more) as answer,
        ):
            return Heard(answer.status, (await answer.content.read(LARGEST)).decode(errors="replace"))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Heard(0, type(error).__name__)


def on_the_way(heard: Heard) -> str:
    """Return what to mend where something between the platform and the bot answered."""
    return ON_THE_WAY.get(heard.status, UNKNOWN)
