"""The real agent behind 微信客服, before a platform of our own."""

from collections.abc import AsyncIterator

import pytest

from bot.service import Service
from config.channels import Kf as Account
from connectors.kf.channel import Kf
from storage.store import Store
from tests.connectors.doors import Client, at_work, gate
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
def account(platform: Platform) -> Account:
    return Account(corp_id=CORP, token=TOKEN, aes_key=KEY, secret=SECRET, api=platform.url)


@pytest.fixture
async def channel(account: Account, ledger: Store, service: Service) -> AsyncIterator[Kf]:
    words = service.live.current().wording.text
    made = Kf(account, ledger, words, gate(), LARGEST, look=0.05)
    yield made
    await made.close()


@pytest.fixture
async def bot(service: Service, channel: Kf) -> AsyncIterator[Client]:
    async with at_work(service, channel) as client:
        yield client


@pytest.fixture
def resident(bot: Client, platform: Platform, service: Service, ledger: Store) -> Resident:
    return Resident(bot, platform, service, ledger)
