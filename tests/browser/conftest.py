"""A real server with the real store in a thread of its own, and a real browser in front of it."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from config.settings import Settings
from connectors.ratelimit import RateLimiter
from connectors.sender import Sender
from connectors.server import build_app
from connectors.web import Face, Web
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.patience import PATIENCE

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=390,800",
)  # fmt: skip
FACE = Face("文化小石榴", "沂源县", "0533-3240000", "周一至周五 8:30–17:30", ("燕崖镇碾砣村",))


@dataclass
class Site:
    """The running server; ``run`` does something in its loop."""

    url: str
    desk: EchoDesk
    channel: Web
    loop: asyncio.AbstractEventLoop

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)


@pytest.fixture
def site() -> Iterator[Site]:
    started: Future[Site] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(started)))
    thread.start()
    site = started.result(PATIENCE)
    yield site
    site.loop.call_soon_threadsafe(_stop, site.loop)
    thread.join(PATIENCE)


async def _serve(started: "Future[Site]") -> None:
    store = await Store.open("sqlite://", b"k" * 32, lambda: datetime.now(UTC))
    desk = EchoDesk(store)
    channel = Web(b"c" * 32, lambda: FACE, RateLimiter(600, 60), max_text=500, max_photo=2_000_000)
    sender = Sender(store, [channel], idle=0.1)
    desk.wake = sender.wake
    runner = web.AppRunner(
        build_app(desk, [channel], Settings(_env_file=None), sender), access_log=None, shutdown_timeout=1
    )
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    port = listener._server.sockets[0].getsockname()[1]
    started.set_result(Site(f"http://localhost:{port}", desk, channel, asyncio.get_running_loop()))
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    await runner.cleanup()
    await store.close()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        if task.get_coro().__qualname__ == "_serve":
            task.cancel()


@pytest.fixture
def browser(tmp_path: Path, site: Site) -> Iterator[Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium or chromedriver is not installed")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    yield chrome
    mistakes = [entry["message"] for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"]
    chrome.quit()
    # A dropped line, a refused photo and a used link are what some tests are about.
    meant = ("WebSocket", "415", "410")
    assert [text for text in mistakes if not any(part in text for part in meant)] == []
