"""The doctor of 微信客服: everything well, and each thing that can be wrong."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from config.channels import Kf as Account
from config.settings import Settings
from connectors.checkup import Finding
from connectors.kf.doctor import checkup
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.kf.platform import CORP, KEY, SECRET, TOKEN, Platform
from tests.connectors.shell import typed

Check = Callable[..., Awaitable[list[Finding]]]


@pytest.fixture
def check(bot: Client, account: Account, ledger: Store, tmp_path: Path) -> Check:
    async def looked(**other: str) -> list[Finding]:
        changed = Account.model_validate({**dict(account), **other})
        settings = Settings(_env_file=None, var=tmp_path, public_url=str(bot.make_url("/")), kf=changed)
        return [finding async for finding in checkup(settings, ledger)]

    return looked


def ill(findings: list[Finding]) -> list[str]:
    return [f"{one.told} {one.mend}" for one in findings if one.ok is False]


async def test_a_good_configuration_has_nothing_to_mend(check: Check) -> None:
    findings = await check()
    assert [one.ok for one in findings] == [True] * 3, findings


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"secret": "wrong"}, "Secret 不对"),
        ({"corp_id": "ww0000000000000000"}, "企业 ID 不对"),
        ({"token": "Another"}, "和 .env 里的不一样"),
        ({"aes_key": "x" * 43}, "和 .env 里的不一样"),
        ({"api": "http://127.0.0.1:9"}, "连上"),
    ],
)
async def test_what_was_copied_wrong_is_said(check: Check, other: dict[str, str], said: str) -> None:
    findings = ill(await check(**other))
    assert any(said in one for one in findings), findings
    assert not any("wrong" in one or "Another" in one for one in findings)


async def test_an_address_that_is_not_trusted_is_named(check: Check, platform: Platform) -> None:
    platform.trusted = False
    [found] = ill(await check())
    assert "60.208.1.2" in found


@pytest.mark.parametrize(
    ("desks", "said"),
    [([], "建一个"), ([{"open_kfid": "wk", "name": "小石榴", "manage_privilege": False}], "交给这个应用管")],
)
async def test_service_accounts_that_cannot_be_used(
    check: Check, platform: Platform, desks: list[dict[str, Any]], said: str
) -> None:
    platform.desks = desks
    [found] = ill(await check())
    assert said in found


async def test_the_command_ends_as_it_found(bot: Client, platform: Platform, tmp_path: Path) -> None:
    names = {"CORP_ID": CORP, "TOKEN": TOKEN, "AES_KEY": KEY, "SECRET": SECRET, "API": platform.url}
    variables = {f"SHILIU_KF_{name}": value for name, value in names.items()}
    run = typed(tmp_path, {**variables, "SHILIU_PUBLIC_URL": str(bot.make_url("/"))})
    code, told = await run("channel", "doctor", "kf")
    assert (code, "✓ 客服账号：文化小石榴" in told) == (0, True), told
    platform.desks = []
    assert (await run("channel", "doctor", "kf"))[0] == 1
