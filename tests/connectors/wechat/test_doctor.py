"""The doctor of the Official Account: everything well, and each thing that can be wrong."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from config.channels import Wechat as Account
from config.settings import Settings
from config.wechat_menu import load_menu
from connectors.checkup import Finding
from connectors.wechat.doctor import checkup
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.shell import Run
from tests.connectors.wechat.platform import Platform
from tests.connectors.wechat.template import TEMPLATE

DOCTOR = ("channel", "doctor", "wechat")
Check = Callable[..., Awaitable[list[Finding]]]


@pytest.fixture
def check(bot: Client, account: Account, ledger: Store, tmp_path: Path) -> Check:
    """Let the doctor look at the running bot; a setting may be another one."""

    async def looked(public: str | None = None, **other: str) -> list[Finding]:
        here = str(bot.make_url("/")) if public is None else public
        changed = Account.model_validate({**dict(account), **other})
        settings = Settings(_env_file=None, var=tmp_path, public_url=here, wechat=changed)
        return [finding async for finding in checkup(settings, ledger)]

    return looked


def ill(findings: list[Finding]) -> list[str]:
    return [f"{one.told} {one.mend}" for one in findings if one.ok is False]


def published(platform: Platform) -> None:
    platform.menus.append({"button": [item.published() for item in load_menu()]})


async def test_a_good_configuration_has_nothing_to_mend(check: Check, platform: Platform) -> None:
    published(platform)
    findings = await check(template=TEMPLATE)
    assert [one.ok for one in findings] == [True] * 6, findings
    assert platform.fetches[0] is False, "a token that others use must not be killed"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"secret": "wrong"}, "AppSecret 不对"),
        ({"app_id": "wx0000000000000000"}, "AppID 不对"),
        ({"app_id": "gh_7f083739789a"}, "wx 开头的 18 位"),
        ({"token": "有汉字"}, "3 到 32 位"),
        ({"token": "Another"}, "和 .env 里的不一样"),
        ({"api": "http://127.0.0.1:9"}, "连上"),
    ],
)
async def test_what_was_copied_wrong_is_said(
    check: Check, platform: Platform, other: dict[str, str], said: str
) -> None:
    published(platform)
    findings = ill(await check(**other))
    assert any(said in one for one in findings), findings
    assert not any("wrong" in one or "Another" in one for one in findings)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ({"priTmplId": "another"}, "SHILIU_WECHAT_TEMPLATE"),
        ({"content": "{{thing1.DATA}}{{phrase2.DATA}}"}, "phrase2、thing1"),
    ],
)
async def test_a_template_that_is_not_ours_or_has_other_fields(
    check: Check, platform: Platform, template: dict[str, str], said: str
) -> None:
    published(platform)
    platform.templates[0] |= template
    [found] = ill(await check(template=TEMPLATE))
    assert said in found


async def test_without_a_long_term_template_that_is_told(check: Check, platform: Platform) -> None:
    published(platform)
    assert "没有配订阅通知" in str(await check())
    platform.templates[0]["type"] = 2
    findings = await check(template=TEMPLATE)
    assert ill(findings) == []
    assert "一次性" in str(findings)


async def test_an_address_that_is_not_on_the_whitelist_is_named(check: Check, platform: Platform) -> None:
    platform.listed = False
    assert ill(await check()) == ["领不到令牌（errcode 40164） 把 60.208.1.2 加进后台的 IP 白名单（可信 IP）"]


async def test_a_token_that_is_kept_does_not_hide_a_lost_whitelist(check: Check, platform: Platform) -> None:
    await check()
    platform.listed = False
    assert len(ill(await check())) == 1


async def test_an_account_without_rights_and_menu(check: Check, platform: Platform) -> None:
    platform.verified = False
    service, menu = ill(await check())
    assert "已认证的服务号" in service
    assert "shiliu wechat menu" in menu
    platform.menus.append({"button": [{"type": "click", "name": "旧的", "key": "旧的"}]})
    assert "不一样" in ill(await check())[1]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(404, "", "没有把这个地址转给机器人"), (502, "Bad Gateway", "机器人没有开"), (200, "<html>", "不像是机器人"),
     (302, "", "不要跳转")],
)  # fmt: skip
async def test_what_stands_in_the_way_is_said(
    check: Check, platform: Platform, status: int, body: str, said: str
) -> None:
    async def proxy(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers={"Location": "/x"} if status == 302 else {})

    published(platform)
    app = web.Application()
    app.router.add_get("/wechat", proxy)
    async with TestServer(app) as server:
        [found] = ill(await check(str(server.make_url("/"))))
    assert said in found


async def test_an_address_that_nobody_answers(check: Check, platform: Platform) -> None:
    published(platform)
    [found] = ill(await check("http://127.0.0.1:9"))
    assert "连不上这个网址" in found


async def test_who_answers_everybody_is_not_the_bot(check: Check, platform: Platform) -> None:
    async def parrot(request: web.Request) -> web.Response:
        return web.Response(text=request.query["echostr"])

    published(platform)
    app = web.Application()
    app.router.add_get("/wechat", parrot)
    async with TestServer(app) as server:
        [found] = ill(await check(str(server.make_url("/"))))
    assert "没有签名的也进得来" in found


async def test_without_a_public_address_that_part_is_left_out(check: Check, platform: Platform) -> None:
    published(platform)
    findings = await check("")
    assert [one.ok for one in findings][-1] is None
    assert "SHILIU_PUBLIC_URL" in findings[-1].mend


async def test_the_command_ends_as_it_found(run: Run, bot: Client, platform: Platform) -> None:
    address = {"SHILIU_PUBLIC_URL": str(bot.make_url("/"))}
    code, told = await run(*DOCTOR, **address)
    assert (code, "✗ 底部菜单看不到（errcode 46003）\n  还没有发布，运行 shiliu wechat menu。" in told) == (
        1,
        True,
    ), told
    published(platform)
    code, told = await run(*DOCTOR, "--json", **address)
    assert code == 0, told
    assert not [one for one in json.loads(told) if one["ok"] is False]
    code, told = await run(*DOCTOR, SHILIU_WECHAT_APP_ID="", SHILIU_WECHAT_TOKEN="", SHILIU_WECHAT_AES_KEY="",
                           SHILIU_WECHAT_SECRET="", SHILIU_WECHAT_API="")  # fmt: skip
    assert (code, "SHILIU_WECHAT_APP_ID" in told) == (1, True), told
