"""The doctor of the bot on Telegram: everything well, and each thing that can be wrong."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from config.settings import Settings
from connectors.checkup import Finding
from connectors.telegram import Telegram
from connectors.telegram.commands import COMMANDS
from connectors.telegram.doctor import checkup
from connectors.telegram.payload import KINDS
from storage.store import Store
from tests.connectors.doors import gate
from tests.connectors.shell import typed
from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.conftest import SECRET, echoing, settings_of

Check = Callable[..., Awaitable[list[Finding]]]
MENU = [{"command": name, "description": "x"} for name, command in COMMANDS.items() if command.shown]


@pytest.fixture
def check(api: BotApi, store: Store, tmp_path: Path) -> Check:
    async def looked(base: str, mode: str, port: int = 9, **more: object) -> list[Finding]:
        account = settings_of(mode, base, **{"url": "", **more})
        settings = Settings(_env_file=None, var=tmp_path, port=port, telegram=account)
        return [finding async for finding in checkup(settings, store)]

    return looked


def ill(findings: list[Finding]) -> list[str]:
    return [f"{one.told} {one.mend}" for one in findings if one.ok is False]


def registered(api: BotApi, url: str) -> None:
    """A local Bot API server takes addresses without TLS."""
    api.webhook = {"url": f"{url}/telegram", "secret_token": SECRET}
    api.kinds, api.commands = list(KINDS), MENU


async def test_a_good_webhook_has_nothing_to_mend(api: BotApi, check: Check) -> None:
    base = await api.start()
    by_hand = Telegram(settings_of("webhook", base, url=""), str, gate(), 1_000)
    async with echoing(api, by_hand) as (client, desk):
        registered(api, str(client.make_url("")).rstrip("/"))
        findings = await check(base, "webhook")
        assert [one.ok for one in findings] == [True] * 8, findings
        assert desk.heard == []
        [found] = ill(await check(base, "webhook", secret="another"))
    assert "另一个暗号" in found
    assert "another" not in found


async def test_a_webhook_that_was_never_set_or_is_elsewhere(api: BotApi, check: Check) -> None:
    base = await api.start()
    api.commands = MENU
    assert "没有登记网址" in ill(await check(base, "webhook"))[0]
    registered(api, "https://old.example.cn")
    [found] = ill(await check(base, "webhook", url="https://bot.example.cn"))
    assert "https://old.example.cn/telegram，不是 https://bot.example.cn/telegram" in found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Wrong response from the webhook: 401 Unauthorized", "重新开一次门"),
        ("Wrong response from the webhook: 502 Bad Gateway", "机器人没有开"),
        ("Connection refused", "看代理开着没有"),
        ("Connection timed out", "防火墙"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "HTTPS 证书"),
        ("Failed to resolve host: Name or service not known", "域名解析不了"),
    ],
)
async def test_what_telegram_met_is_said(api: BotApi, check: Check, words: str, said: str) -> None:
    base = await api.start()
    registered(api, "http://127.0.0.1:9")
    api.last_error = {"last_error_date": int(time.time()), "last_error_message": words}
    findings = ill(await check(base, "webhook"))
    assert said in findings[0]
    api.last_error["last_error_date"] -= 7200
    assert words not in str(await check(base, "webhook"))


async def test_updates_that_pile_up_and_kinds_that_are_missing(api: BotApi, check: Check) -> None:
    base = await api.start()
    registered(api, "http://127.0.0.1:9")
    api.kinds = ["message"]
    api.updates = [{"update_id": number} for number in range(300)]
    kinds, waiting, door = ill(await check(base, "webhook"))
    assert "callback_query" in kinds
    assert "300" in waiting
    assert "连不上这个网址" in door


async def test_a_door_that_lets_everybody_in(api: BotApi, check: Check) -> None:
    async def anybody(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/telegram", anybody)
    base = await api.start()
    async with TestServer(app) as server:
        registered(api, str(server.make_url("")).rstrip("/"))
        [found] = ill(await check(base, "webhook"))
    assert "不像是机器人" in found


@pytest.mark.parametrize(
    ("change", "said"),
    [({"token": "4242:another"}, "@BotFather"), ({"api": "http://127.0.0.1:9"}, "SHILIU_TELEGRAM_API")],
)
async def test_without_the_platform_nothing_else_is_looked_at(
    api: BotApi, check: Check, change: dict[str, Any], said: str
) -> None:
    [found] = ill(await check(await api.start(), "polling", **change))
    assert said in found
    assert "another" not in found


async def test_polling_that_nobody_else_does(api: BotApi, check: Check) -> None:
    base = await api.start()
    api.updates = [{"update_id": 7}]
    findings = await check(base, "polling")
    assert ["少了" in one for one in ill(findings)] == [True]
    assert "没有别的程序" in str(findings)
    assert api.updates == [{"update_id": 7}], "what waits is not acknowledged"
    registered(api, "https://old.example.cn")
    [found] = ill(await check(base, "polling"))
    assert "轮询取不到消息" in found


async def test_two_programs_with_one_token(
    api: BotApi, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.telegram.doctor.OVERLAP", 30)
    base = await api.start()
    api.commands = MENU
    async with echoing(api, Telegram(settings_of("polling", base), str, gate(), 1_000)) as (client, _):
        await asyncio.sleep(0)
        while not any(method == "getUpdates" for method, _ in api.calls):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        [found] = ill(await check(base, "polling"))
        assert "别处还有一个程序" in found
        known = await check(base, "polling", client.port)
    assert ill(known) == []
    assert "不去跟它抢" in str(known)


async def test_groups(api: BotApi, check: Check) -> None:
    base = await api.start()
    api.commands = MENU
    api.me |= {"can_join_groups": False, "can_read_all_group_messages": True}
    findings = await check(base, "polling")
    assert ill(findings) == []
    assert "隐私模式关着" in str(findings)
    assert "/setjoingroups" in str(findings)


async def test_the_command_says_it_line_by_line(api: BotApi, tmp_path: Path) -> None:
    base = await api.start()
    names = {"TOKEN": TOKEN, "MODE": "polling", "API": base}
    run = typed(tmp_path, {f"SHILIU_TELEGRAM_{name}": value for name, value in names.items()})
    code, told = await run("channel", "doctor", "telegram")
    assert code == 1, told
    assert "✓ 口令有效，机器人是 @shiliu_test_bot" in told
    assert "✗ 命令菜单里少了" in told
    assert TOKEN not in told
    api.commands = MENU
    code, told = await run("channel", "doctor", "telegram")
    assert (code, "✗" in told) == (0, False), told
