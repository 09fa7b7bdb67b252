"""What our follower sends is what WeChat sends: the npm package wechat, an account of others, takes it."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.connectors.wechat import crypt
from tests.connectors.wechat.follower import ACCOUNT, Follower
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN, Platform
from tests.counterparts.programs import listening

pytestmark = pytest.mark.node
SETTINGS = {"token": TOKEN, "appid": APP_ID, "encodingAESKey": KEY}
MODES = ("plain", "compatible", "safe")


@pytest.fixture
async def account() -> AsyncIterator[ClientSession]:
    async with listening("account.js", SETTINGS) as base, ClientSession(base) as client:
        yield client


@pytest.mark.parametrize("mode", MODES)
async def test_it_understands_what_our_follower_sends(account: ClientSession, mode: str) -> None:
    follower = Follower(account, Platform(), mode=mode)

    async def understood(xml: str) -> dict[str, object]:
        told: dict[str, object] = json.loads((await follower.deliver(xml)).text)
        assert (told["ToUserName"], told["FromUserName"]) == (ACCOUNT, follower.openid)
        assert str(told["CreateTime"]).isdecimal()
        return told

    said = await understood(follower.message("text", Content="书屋 <b>锁着门🙂 & 没人", MsgId=42))
    assert (said["MsgType"], said["Content"], said["MsgId"]) == ("text", "书屋 <b>锁着门🙂 & 没人", "42")
    assert len(str((await understood(follower.message("text", Content="字" * 666)))["Content"])) == 666
    came = await understood(follower.happened("subscribe", "qrscene_燕崖村", Ticket="T"))
    assert (came["Event"], came["EventKey"]) == ("subscribe", "qrscene_燕崖村")
    place = follower.message("location", Location_X="36.18", Location_Y="118.17", Scale="15", Label="燕崖镇")
    assert (await understood(place))["Label"] == "燕崖镇"
    photo = await understood(follower.message("image", PicUrl="http://mmbiz.qpic.cn/x/0", MediaId="m1"))
    assert photo["MediaId"] == "m1"
    pressed = await understood(follower.message("text", Content="满意", bizmsgmenuid="1"))
    assert pressed["bizmsgmenuid"] == "1"


@pytest.mark.parametrize("mode", MODES)
async def test_it_turns_away_what_our_forgers_send(account: ClientSession, mode: str) -> None:
    follower = Follower(account, Platform(), mode=mode)
    query, body = follower.envelope(follower.message("text", Content="x"))
    sign = "signature" if mode == "plain" else "msg_signature"
    async with account.post("/wechat", params={**query, sign: "0" * 40}, data=body.encode()) as answer:
        assert answer.status == 401
    async with account.post("/wechat", params=query, data=body.encode()) as answer:
        assert answer.status == 200


async def test_it_is_asked_whether_the_address_is_its_own(account: ClientSession) -> None:
    async with account.get("/wechat", params={**crypt.address(TOKEN), "echostr": "5837"}) as answer:
        assert (answer.status, await answer.text()) == (200, "5837")
    async with account.get("/wechat", params={**crypt.address("x"), "echostr": "5837"}) as answer:
        assert answer.status == 401
