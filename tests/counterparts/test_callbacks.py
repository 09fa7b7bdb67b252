"""The real bot before platforms whose encryption is that of others: they call, and they read its answers."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.connectors.house import BOT_KEY, BOT_TOKEN, House, open_house
from tests.connectors.kf import platform as kf
from tests.connectors.wechat import crypt
from tests.connectors.wechat import platform as wechat
from tests.connectors.wecom import platform as wecom
from tests.counterparts.programs import Crypto

pytestmark = pytest.mark.node
SAID = "图书馆几点开门🙂"
CORPS = {
    "/wecom": Crypto("@wecom/crypto", wecom.TOKEN, wecom.KEY, wecom.CORP),
    "/wechat-kf": Crypto("@wecom/crypto", kf.TOKEN, kf.KEY, kf.CORP),
    "/wecom-bot": Crypto("@wecom/crypto", BOT_TOKEN, BOT_KEY, ""),
}
ACCOUNTS = ("wechat-crypto", "@wecom/crypto")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    async with open_house(folder) as opened:
        yield opened


def letter(to: str, **fields: str | int) -> str:
    own = {"ToUserName": to, "CreateTime": int(time.time()), **fields}
    return "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in own.items()) + "</xml>"


async def heard(house: House, channel: str, chat: str) -> list[str]:
    lines = await house.parts.store.read(lambda tx: tx.outbox.history(f"{channel}:{chat}", 9))
    return [line.text for line in lines if not line.mine]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("path", CORPS)
async def test_they_ask_whether_the_address_is_ours(house: House, path: str) -> None:
    [(echo, query), (_, other)] = CORPS[path].seal(["5927782489442352469", "x"])
    async with house.client.get(path, params={**query, "echostr": echo}) as answer:
        assert (answer.status, await answer.text()) == (200, "5927782489442352469")
    async with house.client.get(path, params={**other, "echostr": echo}) as answer:
        assert answer.status == 403


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("library", ACCOUNTS)
async def test_the_passive_reply_of_the_official_account(house: House, library: str) -> None:
    theirs = Crypto(library, wechat.TOKEN, wechat.KEY, wechat.APP_ID)
    openid = f"oUser{len(library)}"
    said = letter("gh_1", FromUserName=openid, MsgType="text", Content=SAID, MsgId=len(library))
    [(encrypted, query)] = theirs.seal([said])
    plain = crypt.signature(wechat.TOKEN, query["timestamp"], query["nonce"])
    body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    address = {**query, "signature": plain, "encrypt_type": "aes", "openid": openid}
    async with house.client.post("/wechat", params=address, data=body.encode()) as answer:
        reply = await answer.text()
    stamp, nonce, sealed = (crypt.element(name, reply) for name in ("TimeStamp", "Nonce", "Encrypt"))
    opened = theirs.open(sealed, stamp, nonce)
    assert opened["signature"] == crypt.element("MsgSignature", reply)
    assert opened["id"] == wechat.APP_ID
    assert (opened["fields"]["ToUserName"], opened["fields"]["MsgType"]) == (openid, "text")
    shown = await house.parts.store.read(lambda tx: tx.outbox.history(f"wechat:{openid}", 9))
    assert opened["fields"]["Content"].startswith(shown[1].text)
    assert await heard(house, "wechat", openid) == [SAID]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_member_writes_to_the_application(house: House) -> None:
    said = letter(
        wecom.CORP, FromUserName="WangXiuLan", MsgType="text", Content=SAID, MsgId=7, AgentID=wecom.AGENT
    )
    [(encrypted, query)] = CORPS["/wecom"].seal([said])
    body = f"<xml><ToUserName>{wecom.CORP}</ToUserName><AgentID>{wecom.AGENT}</AgentID><Encrypt>{encrypted}</Encrypt></xml>"
    async with house.client.post("/wecom", params=query, data=body.encode()) as answer:
        assert (answer.status, await answer.text()) == (200, "")
    await house.quiet()
    [chat] = house.wecom.screens
    assert await heard(house, "wecom", chat) == [SAID]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_member_writes_to_the_smart_bot(house: House) -> None:
    said = {
        "msgid": "CAIQ16HMjQYY", "aibotid": "AIBOT1", "chattype": "single", "from": {"userid": "WangXiuLan"},
        "response_url": "https://qyapi.weixin.qq.com/response", "msgtype": "text", "text": {"content": SAID},
    }  # fmt: skip
    theirs = CORPS["/wecom-bot"]
    [(encrypted, query)] = theirs.seal([json.dumps(said, ensure_ascii=False)])
    async with house.client.post("/wecom-bot", params=query, json={"encrypt": encrypted}) as answer:
        reply = await answer.json()
    opened = theirs.open(reply["encrypt"], str(reply["timestamp"]), reply["nonce"])
    assert opened["signature"] == reply["msgsignature"]
    assert opened["id"] == ""
    told = json.loads(opened["message"])
    assert (told["msgtype"], told["stream"]["finish"]) == ("stream", True)
    shown = await house.parts.store.read(lambda tx: tx.outbox.history("smartbot:WangXiuLan", 9))
    assert [line.text for line in shown if not line.mine] == [SAID]
    assert told["stream"]["content"]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_resident_waits_at_the_service_desk(house: House) -> None:
    user = "wmAJ2GCAAAme1XQRC"
    house.kf.happened(
        kf.DESK, origin=3, open_kfid=kf.DESK, external_userid=user, msgtype="text", text={"content": SAID}
    )
    told = letter(
        kf.CORP, MsgType="event", Event="kf_msg_or_event", Token=house.kf.ticket(kf.DESK), OpenKfId=kf.DESK
    )
    [(encrypted, query)] = CORPS["/wechat-kf"].seal([told])
    body = f"<xml><ToUserName>{kf.CORP}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    async with house.client.post("/wechat-kf", params=query, data=body.encode()) as answer:
        assert (answer.status, await answer.text()) == (200, "success")
    await house.quiet()
    assert await heard(house, "kf", f"{kf.DESK}/{user}") == [SAID]
    assert house.kf.screens[f"{kf.DESK}/{user}"]
