"""The real agent behind the application, before a WeCom of our own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.service import Service
from config.channels import Wecom as Account
from config.channels import Wecomgroup
from config.form import Forms
from config.live import LiveProfile
from connectors.wecom.channel import Wecom
from connectors.wecom.group import NAME, ROOM, WecomGroup
from nlu.backend import Local
from storage.people import Role
from storage.store import Store
from storage.tx import Tx
from tests.connectors.doors import Client, at_work, gate
from tests.connectors.shell import Run, typed
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.platform import AGENT, CORP, KEY, OLD_KEY, ROBOT, SECRET, TOKEN, Platform
from tests.patience import PATIENCE

LARGEST = 200_000
Quiet = Callable[[], Awaitable[None]]
Invite = Callable[..., Awaitable[str]]


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    started = Platform()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def account(platform: Platform) -> Account:
    return Account(
        corp_id=CORP, agent_id=AGENT, token=TOKEN, aes_key=KEY, aes_key_previous=OLD_KEY, secret=SECRET,
        api=platform.url,
    )  # fmt: skip


@pytest.fixture
def service(ledger: Store, localities: Callable[[str], tuple[LiveProfile, Local]]) -> Service:
    live, reader = localities("yiyuan")
    return Service(ledger, reader, live, Forms.load(), rooms=[(NAME, ROOM)])


@pytest.fixture
def run(tmp_path: Path, platform: Platform) -> Run:
    """Type a command with application and robot configured."""
    own = {"CORP_ID": CORP, "AGENT_ID": str(AGENT), "TOKEN": TOKEN, "AES_KEY": KEY, "SECRET": SECRET}
    robot = {"SHILIU_WECOMGROUP_KEY": ROBOT, "SHILIU_WECOMGROUP_API": platform.url}
    names = {f"SHILIU_WECOM_{name}": value for name, value in own.items()}
    return typed(tmp_path, {**names, **robot, "SHILIU_WECOM_API": platform.url})


@pytest.fixture
async def channel(account: Account, ledger: Store) -> AsyncIterator[Wecom]:
    made = Wecom(account, ledger, gate(), LARGEST)
    yield made
    await made.close()


@pytest.fixture
async def robot(platform: Platform) -> AsyncIterator[WecomGroup]:
    made = WecomGroup(Wecomgroup(key=ROBOT, api=platform.url))
    yield made
    await made.close()


@pytest.fixture
async def bot(service: Service, channel: Wecom, robot: WecomGroup) -> AsyncIterator[Client]:
    async with at_work(service, channel, robot) as client:
        yield client


@pytest.fixture
def member(bot: Client, platform: Platform) -> Member:
    return Member(bot, platform)


@pytest.fixture
def quiet(service: Service, ledger: Store) -> Quiet:
    """Wait until all that was brought is handled, and all that was said is out."""
    return partial(settled, service, ledger)


@pytest.fixture
def invite(ledger: Store) -> Invite:
    """Make an invitation code."""

    async def make(role: Role, *, unit: str | None = None, town: str | None = None) -> str:
        return await ledger.run(lambda tx: tx.posts.invite(role=role, unit=unit, town=town, by="command"))

    return make


async def settled(service: Service, ledger: Store) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            await service.idle()
            if not await ledger.read(_waiting):
                return
            await asyncio.sleep(0.01)


def _waiting(tx: Tx) -> bool:
    return bool(tx.outbox.rows("pending", 1) or tx.inbox.backlog(1))
