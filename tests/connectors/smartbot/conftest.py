"""The real agent behind a smart bot, before a WeCom of our own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest

from bot.service import Service
from config.channels import Smartbot as Account
from config.live import LiveProfile
from connectors.smartbot.channel import Smartbot
from nlu.backend import Local
from storage.people import Role
from storage.store import Store
from tests.connectors.doors import Client, at_work, gate
from tests.connectors.smartbot.colleague import Colleague
from tests.connectors.smartbot.platform import KEY, OLD_KEY, TOKEN, Platform
from tests.connectors.wecom.conftest import Quiet, settled
from tests.patience import PATIENCE

LARGEST = 200_000
ROOM = "wrkSFfCgAALFgnrSsWU38puiv4yvExuw"
Bind = Callable[..., Awaitable[None]]


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    started = Platform()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def live(localities: Callable[[str], tuple[LiveProfile, Local]]) -> LiveProfile:
    return localities("yiyuan")[0]


@pytest.fixture
async def channel(ledger: Store, live: LiveProfile) -> AsyncIterator[Smartbot]:
    account = Account(token=TOKEN, aes_key=KEY, aes_key_previous=OLD_KEY)
    made = Smartbot(account, ledger, live.current().wording.text, lambda: "文化小石榴", gate(), LARGEST)
    made.patience = PATIENCE  # what is late and what is not, tests decide
    yield made
    await made.close()


@pytest.fixture
async def bot(service: Service, channel: Smartbot) -> AsyncIterator[Client]:
    async with at_work(service, channel) as client:
        yield client


@pytest.fixture
def alone(bot: Client, platform: Platform) -> Colleague:
    """A colleague alone with the bot."""
    return Colleague(bot, platform)


@pytest.fixture
def group(bot: Client, platform: Platform) -> Colleague:
    """The same colleague in a group."""
    return Colleague(bot, platform, room=ROOM)


@pytest.fixture
def quiet(service: Service, ledger: Store) -> Quiet:
    """Wait until all that was brought is handled, and all that was said is out."""
    return partial(settled, service, ledger)


@pytest.fixture
def bind(ledger: Store) -> Bind:
    """Give somebody a post, through an invitation said to the bot in private."""

    async def give(who: Colleague, role: Role, *, unit: str | None = None, town: str | None = None) -> None:
        code = await ledger.run(lambda tx: tx.posts.invite(role=role, unit=unit, town=town, by="command"))
        assert "绑定好了" in await who.say(f"邀请码 {code}")

    return give
