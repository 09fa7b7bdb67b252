"""The doctor of the staff's application: everything well, and each thing that can be wrong."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from config.channels import Wecom as Account
from config.settings import Settings
from config.wechat_menu import FILE, load_menu
from connectors.checkup import Finding
from connectors.wecom.doctor import checkup
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.shell import Run
from tests.connectors.wecom.platform import AGENT, Platform

Check = Callable[..., Awaitable[list[Finding]]]


@pytest.fixture
def check(bot: Client, account: Account, ledger: Store, tmp_path: Path) -> Check:
    async def looked(**other: Any) -> list[Finding]:
        changed = Account.model_validate({**dict(account), **other})
        settings = Settings(_env_file=None, var=tmp_path, public_url=str(bot.make_url("/")), wecom=changed)
        return [finding async for finding in checkup(settings, ledger)]

    return looked


@pytest.fixture(autouse=True)
def published(platform: Platform) -> None:
    items = load_menu(FILE.with_name("wecom_menu.yaml"))
    platform.menus.append((str(AGENT), {"button": [item.published() for item in items]}))


def ill(findings: list[Finding]) -> list[str]:
    return [f"{one.told} {one.mend}" for one in findings if one.ok is False]


async def test_a_good_configuration_has_nothing_to_mend(check: Check) -> None:
    findings = await check()
    assert [one.ok for one in findings] == [True] * 4, findings


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"secret": "wrong"}, "Secret 不对"),
        ({"corp_id": "ww0000000000000000"}, "企业 ID 不对"),
        ({"agent_id": 1000099}, "不是同一个应用的"),
        ({"token": "Another"}, "和 .env 里的不一样"),
        ({"aes_key": "x" * 43}, "和 .env 里的不一样"),
        ({"api": "http://127.0.0.1:9"}, "连上"),
    ],
)
async def test_what_was_copied_wrong_is_said(check: Check, other: dict[str, Any], said: str) -> None:
    findings = ill(await check(**other))
    assert any(said in one for one in findings), findings
    assert not any("wrong" in one or "Another" in one for one in findings)


async def test_an_address_that_is_not_trusted_is_named(check: Check, platform: Platform) -> None:
    platform.listed = False
    [found] = ill(await check())
    assert "把 60.208.1.2 加进" in found


@pytest.mark.parametrize(
    ("state", "said"),
    [({"close": 1}, "启用"), ({"allow_partys": {"partyid": []}}, "可见范围")],
)
async def test_an_application_that_nobody_can_use(
    check: Check, platform: Platform, state: dict[str, Any], said: str
) -> None:
    platform.agent |= state
    [found] = ill(await check())
    assert said in found


async def test_a_menu_that_is_missing_or_old(check: Check, platform: Platform) -> None:
    platform.menus[-1] = (str(AGENT), {"button": [{"type": "click", "name": "旧的", "key": "旧的"}]})
    assert "shiliu wecom menu" in ill(await check())[0]
    platform.menus.clear()
    assert "还没有发布" in ill(await check())[0]


async def test_the_command_ends_as_it_found(run: Run, bot: Client, platform: Platform) -> None:
    address = {"SHILIU_PUBLIC_URL": str(bot.make_url("/"))}
    code, told = await run("channel", "doctor", "wecom", **address)
    assert (code, "✓ 应用「文化小石榴」开着" in told) == (0, True), told
    platform.menus.clear()
    assert (await run("channel", "doctor", "wecom", **address))[0] == 1
