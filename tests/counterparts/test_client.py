"""The npm package wechat-api, a client of others, finds our WeChat to be the one that it was written for."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.connectors.wechat.platform import APP_ID, SECRET, Platform
from tests.counterparts.programs import answer

pytestmark = pytest.mark.node
OPENID = "oIWsFt5f3LzZ0mHrFh0vPqrfW0aY"
MENU = {
    "button": [
        {"type": "click", "name": "我要反映", "key": "report"},
        {"name": "更多", "sub_button": [{"type": "view", "name": "怎么用", "url": "https://example.cn/"}]},
    ]
}


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    started = Platform()
    await started.start()
    yield started
    await started.stop()


async def calls(platform: Platform, *asked: list[Any], secret: str = SECRET) -> Any:
    own = {"endpoint": platform.url, "app": APP_ID, "secret": secret}
    return await answer("client.js", {**own, "calls": list(asked)})


async def test_messages_are_taken_as_long_as_the_quota_lasts(platform: Platform) -> None:
    platform.wrote(OPENID)
    sends = [["sendText", OPENID, f"第{number}句🙂"] for number in range(6)]
    *taken, sixth = await calls(platform, *sends)
    assert [one["errcode"] for one in taken] == [0] * 5
    assert sixth["error"] == 45047
    assert platform.sent[OPENID] == [f"第{number}句🙂" for number in range(5)]


async def test_what_is_refused_is_an_error_to_it(platform: Platform) -> None:
    platform.wrote("oAnother")
    stranger, long, photo = await calls(
        platform,
        ["sendText", OPENID, "x"],
        ["sendText", "oAnother", "字" * 683],
        ["getMedia", "nothing"],
    )
    assert (stranger["error"], long["error"]) == (45015, 45002)
    assert photo == {"error": 0, "said": "refused rid: 1"}


async def test_tokens(platform: Platform) -> None:
    [wrong] = await calls(platform, ["getLatestToken"], secret="another")
    assert wrong["error"] == 40125
    [token] = await calls(platform, ["getLatestToken"])
    assert token["accessToken"]
    await calls(platform, ["getLatestToken"])
    platform.wrote(OPENID)
    assert platform.known(token["accessToken"]) is False, "each new one ends the one before"
    platform.deaf = True
    [refused] = await calls(platform, ["sendText", OPENID, "x"])
    assert refused["error"] == 40001
    platform.deaf, platform.listed = False, False
    [unlisted] = await calls(platform, ["getLatestToken"])
    assert unlisted["error"] == 40164


async def test_the_menu(platform: Platform) -> None:
    none, made, there = await calls(platform, ["getMenu"], ["createMenu", MENU], ["getMenu"])
    assert none["error"] == 46003
    assert made["errcode"] == 0
    report, more = there["menu"]["button"]
    assert (report["name"], report["key"], more["sub_button"][0]["name"]) == ("我要反映", "report", "怎么用")


async def test_files(platform: Platform) -> None:
    content = b"\xff\xd8\xff" + bytes(range(256)) * 300
    platform.files["m1"] = ("image/jpeg", content)
    [file] = await calls(platform, ["getMedia", "m1"])
    assert base64.b64decode(file["base64"]) == content


async def test_codes_of_villages(platform: Platform) -> None:
    made, numbered, temporary = await calls(
        platform, ["createLimitQRCode", "燕崖村"], ["createLimitQRCode", 7], ["createTmpQRCode", "燕崖村", 60]
    )
    assert made["ticket"]
    assert made["url"].startswith("http://weixin.qq.com/q/")
    assert platform.scenes == ["燕崖村"]
    # The bot asks for lasting codes with words only; our WeChat knows no others.
    assert (numbered["error"], temporary["error"]) == (40053, 40053)
