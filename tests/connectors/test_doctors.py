"""What the doctors of all channels do alike, and the smart bot's, which does nothing else."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import get_args

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.commands.channel import Name
from config.channels import Smartbot
from config.settings import Settings
from connectors.checkup import Finding
from connectors.sender import Sender
from connectors.server import build_app
from connectors.smartbot.callback import PATH
from connectors.smartbot.channel import Smartbot as Channel
from connectors.smartbot.doctor import checkup
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import gate
from tests.connectors.shell import typed

TOKEN, KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
Check = Callable[..., Awaitable[list[Finding]]]


@pytest.fixture
def check(store: Store, tmp_path: Path) -> Check:
    async def looked(public: str, **other: str) -> list[Finding]:
        account = Smartbot.model_validate({"token": TOKEN, "aes_key": KEY, **other})
        settings = Settings(_env_file=None, var=tmp_path, public_url=public, smartbot=account)
        return [finding async for finding in checkup(settings, store)]

    return looked


async def test_the_smart_bot_is_asked_whether_it_has_the_same_keys(store: Store, check: Check) -> None:
    bot = Channel(Smartbot(token=TOKEN, aes_key=KEY), store, str, lambda: "小石榴", gate(), 1_000)
    served = build_app(EchoDesk(store), [bot], Settings(_env_file=None), Sender(store, [bot]))
    async with TestServer(served) as server:
        public = str(server.make_url("/"))
        assert [one.ok for one in await check(public)] == [True]
        for other in ({"token": "Another"}, {"aes_key": "x" * 43}):
            [found] = await check(public, **other)
            assert found.ok is False
            assert "和 .env 里的不一样" in found.mend


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (301, "", "不要跳转"),
        (404, "", "没有把这个地址转给机器人"),
        (502, "Bad Gateway", "机器人没有开"),
        (504, "", "等得太久"),
        (403, "<html>Forbidden</html>", "不像是机器人"),
        (200, "<html>", "不像是机器人"),
    ],
)
async def test_what_stands_in_the_way_is_said(check: Check, status: int, body: str, said: str) -> None:
    async def proxy(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers={"Location": "/x"} if status == 301 else {})

    app = web.Application()
    app.router.add_get(PATH, proxy)
    async with TestServer(app) as server:
        [found] = await check(str(server.make_url("/")))
    assert (found.ok, said in found.mend) == (False, True), found


async def test_an_address_that_nobody_answers_and_one_that_is_missing(check: Check) -> None:
    [nobody] = await check("http://127.0.0.1:9")
    assert (nobody.ok, "连不上这个网址" in nobody.mend) == (False, True)
    [missing] = await check("")
    assert (missing.ok, "SHILIU_PUBLIC_URL" in missing.mend) == (None, True)


@pytest.mark.parametrize("name", get_args(Name))
async def test_a_channel_that_is_not_set_up_says_what_to_set(name: str, tmp_path: Path) -> None:
    code, told = await typed(tmp_path, {})("channel", "doctor", name)
    assert (code, f"SHILIU_{name.upper()}_" in told) == (1, True), told
