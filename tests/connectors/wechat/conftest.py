"""The real agent behind the Official Account, before a WeChat of our own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.service import Service
from config.channels import Wechat as Account
from connectors.wechat.channel import Wechat
from storage.store import Store
from tests.connectors.doors import Client, at_work, gate
from tests.connectors.shell import Run, typed
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import APP_ID, KEY, OLD_KEY, SECRET, TOKEN, Platform
from tests.patience import PATIENCE

LARGEST = 200_000


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    started = Platform()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def account(platform: Platform) -> Account:
    return Account(
        app_id=APP_ID, token=TOKEN, aes_key=KEY, aes_key_previous=OLD_KEY, secret=SECRET, api=platform.url
    )


@pytest.fixture
def run(tmp_path: Path, platform: Platform) -> Run:
    """Type a command with the account configured."""
    names = {"APP_ID": APP_ID, "TOKEN": TOKEN, "AES_KEY": KEY, "SECRET": SECRET, "API": platform.url}
    return typed(tmp_path, {f"SHILIU_WECHAT_{name}": value for name, value in names.items()})


@pytest.fixture
async def channel(account: Account, ledger: Store) -> AsyncIterator[Wechat]:
    made = Wechat(account, ledger, gate(), LARGEST)
    made.patience = PATIENCE  # what is late and what is not, tests decide
    yield made
    await made.close()


@pytest.fixture
async def bot(service: Service, channel: Wechat) -> AsyncIterator[Client]:
    async with at_work(service, channel) as client:
        yield client


@pytest.fixture
def follower(bot: Client, platform: Platform) -> Follower:
    return Follower(bot, platform)
