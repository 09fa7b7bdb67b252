"""The real agent behind 微信客服, before a platform of our own."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.service import Service
from config.channels import Kf as Account
from config.form import Forms
from config.live import LiveProfile
from config.settings import Settings
from connectors.kf.channel import Kf
from connectors.sender import Sender
from connectors.server import build_app
from nlu.backend import Local
from storage.store import Store
from tests.connectors.doors import Client, serve
from tests.connectors.kf.platform import CORP, KEY, SECRET, TOKEN, Platform
from tests.connectors.kf.resident import Resident

LARGEST = 200_000


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    started = Platform()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url, b"k" * 32, lambda: datetime.now(UTC))
    yield opened
    await opened.close()


@pytest.fixture
def account(platform: Platform) -> Account:
    return Account(corp_id=CORP, token=TOKEN, aes_key=KEY, secret=SECRET, api=platform.url)


@pytest.fixture
def service(ledger: Store, localities: Callable[[str], tuple[LiveProfile, Local]]) -> Service:
    live, reader = localities("yiyuan")
    return Service(ledger, reader, live, Forms.load())


@pytest.fixture
async def channel(account: Account, ledger: Store, service: Service) -> AsyncIterator[Kf]:
    words = service.live.current().wording.text
    made = Kf(account, ledger, words, LARGEST, look=0.05)
    service.fetchers["kf"] = partial(made.fetch, service)
    yield made
    await made.close()


@pytest.fixture
async def bot(service: Service, channel: Kf, ledger: Store) -> AsyncIterator[Client]:
    sender = Sender(ledger, [channel], idle=0.02)
    service.wake_sender = sender.wake
    client = await serve(build_app(service, [channel], Settings(_env_file=None), sender))
    yield client
    await client.close()
    await service.idle()


@pytest.fixture
def resident(bot: Client, platform: Platform, service: Service, ledger: Store) -> Resident:
    return Resident(bot, platform, service, ledger)
