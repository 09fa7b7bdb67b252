"""The ways in that are no web socket: what comes through each, how it is carried, and nasty contents made by hand."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.connectors.house import BOT_KEY, BOT_TOKEN, REST_TOKEN
from tests.connectors.kf import platform as kf
from tests.connectors.payloads import table
from tests.connectors.telegram.conftest import SECRET
from tests.connectors.wechat import crypt
from tests.connectors.wechat import platform as wechat
from tests.connectors.wecom import platform as wecom
from tests.faults.fuzz import Call, Gate, Query, Shot, encrypted, framed

CONNECTORS = Path(__file__).parents[1] / "connectors"
DEEP = 20_000
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
XMLS = (
    b"", b" ", b"<", b"<xml/>", b"<xml></xml>", b"<other><MsgType>text</MsgType></other>", b"not xml", b"{}", b"null",
    DTD + b"<xml><MsgType>text</MsgType><Content>&b;&f;</Content></xml>", b"<xml>" + b"<a>" * DEEP,
    b"<xml>" + b"<a>" * 2_000 + b"</a>" * 2_000 + b"</xml>", b"<xml>" + b"<a/>" * 9_000 + b"</xml>",
    b"<xml><MsgType>text</MsgType></xml>", b"<xml><FromUserName>o</FromUserName></xml>",
    b"<xml a='" + b"b" * 9_000 + b"'/>", b"<xml><FromUserName><a/></FromUserName><MsgType><b/></MsgType></xml>",
    "<xml>\ud800</xml>".encode(errors="surrogatepass"), "<xml><MsgType>text</MsgType></xml>".encode("utf-16"),
    b"<xml xmlns='a:b'><MsgType xmlns:x='y'>text</MsgType></xml>",
    b"<xml><MsgType>event</MsgType><Event>subscribe</Event></xml>", b"<xml><Encrypt></Encrypt></xml>",
)  # fmt: skip
JSONS = (
    b"", b" ", b"{", b"[]", b"null", b"1", b'""', b"{}", b"nan", b"\xff", b'{"a":1,"a":2}', b"[" * DEEP,
    b'{"a":' * DEEP, b'{"message":' * 5_000 + b"1" + b"}" * 5_000, b'{"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    b'{"update_id":1,"message":' + b'{"reply_to_message":' * 900 + b"{}" + b"}" * 901, b'"\\ud800"', b"1" * 9_000,
    b"<xml/>", "{}".encode("utf-16"),
)  # fmt: skip


def gates() -> tuple[Gate, ...]:
    """All of them."""
    letters = _rows("wechat/callbacks", lambda row: row["xml"] if "is" in row else "")
    return (
        Gate(letters, XMLS, lambda body: Call("/wechat", _address(wechat.TOKEN), {}, body)),
        _in_xml("/wechat", letters, (wechat.TOKEN, wechat.KEY, wechat.APP_ID), _address),
        _in_xml("/wecom", _wecom(), (wecom.TOKEN, wecom.KEY, wecom.CORP), _corp_address),
        _in_xml("/wechat-kf", _kf(), (kf.TOKEN, kf.KEY, kf.CORP), _corp_address),
        _smartbot_gate(),
        _telegram_gate(),
        _rest_gate(),
    )


def of_the_page() -> Iterator[Shot]:
    """What other pages, and programs, try with the doors of the chat page."""
    origins = (
        b"",
        b"null",
        b"http://evil.cn",
        b"http://127.0.0.1.evil.cn",
        b"http://127.0.0.1:1",
        b"\xff",
        b"//",
        b"x" * 9_000,
    )
    upgrade = {
        b"Upgrade": b"websocket",
        b"Connection": b"Upgrade",
        b"Sec-WebSocket-Version": b"13",
        b"Sec-WebSocket-Key": b"eA==",
    }
    cookie = {b"Cookie": b"shiliu_visitor=" + b"0" * 32 + b".1795136400.forged"}
    for origin in origins:
        for path, method, headers in (
            ("/ws", b"GET", upgrade),
            ("/web/photo", b"POST", {}),
            ("/web/leave", b"POST", {}),
        ):
            call = Call(
                path, {}, {**headers, **cookie, **({b"Origin": origin} if origin else {})}, b"", method
            )
            yield call.shot(f"from {origin[:20]!r}", signed=False)
    yield Call("/web/photo", {}, {**cookie, b"Origin": b"http://127.0.0.1"}, b"x").shot(
        "a forged visitor", signed=False
    )
    yield Call("/ws", {}, {b"Origin": b"http://127.0.0.1"}, method=b"GET").shot("no handshake", signed=False)


def _rows(name: str, content: Callable[[dict[str, str]], str]) -> tuple[bytes, ...]:
    return tuple(content(row).encode() for row in table(name) if content(row))


def _address(token: str, sealed: str | None = None) -> Query:
    return {name: value.encode() for name, value in crypt.address(token, sealed).items()}


def _corp_address(token: str, sealed: str) -> Query:
    query = _address(token, sealed)
    return {name: query[name] for name in ("msg_signature", "timestamp", "nonce")}


def _in_xml(
    path: str, valid: tuple[bytes, ...], account: tuple[str, str, str], address: Callable[[str, str], Query]
) -> Gate:
    """A gate whose messages are XML in encrypted XML; an account is token, key and id."""
    token, key, receiver = account

    def sealed(text: str) -> Call:
        body = f"<xml><ToUserName>{receiver}</ToUserName><Encrypt><![CDATA[{text}]]></Encrypt></xml>"
        return Call(path, address(token, text), {}, body.encode())

    def carry(content: bytes) -> Call:
        return sealed(encrypted(framed(content, receiver), key))

    return Gate(valid, XMLS, carry, sealed=sealed, key=key, receiver=receiver)


def _smartbot_gate() -> Gate:
    def sealed(text: str) -> Call:
        body = json.dumps({"encrypt": text}).encode()
        return Call("/wecom-bot", _corp_address(BOT_TOKEN, text), {}, body)

    def carry(content: bytes) -> Call:
        return sealed(encrypted(framed(content, ""), BOT_KEY))

    return Gate(_smartbot(), JSONS, carry, json=True, sealed=sealed, key=BOT_KEY)


def _telegram_gate() -> Gate:
    updates = _rows("telegram/updates", lambda row: json.dumps(row["update"]))
    header = b"X-Telegram-Bot-Api-Secret-Token"
    carry = lambda body: Call("/telegram", {}, {header: SECRET.encode()}, body)  # noqa: E731
    return Gate(updates, JSONS, carry, json=True, secret=header)


def _rest_gate() -> Gate:
    path, header = "/webhooks/rest/webhook", b"Authorization"
    carry = lambda body: Call(path, {}, {header: b"Bearer " + REST_TOKEN.encode()}, body)  # noqa: E731
    return Gate(_rest(), JSONS, carry, json=True, secret=header)


def corp_xml(**fields: object) -> bytes:
    """A message as WeCom writes it."""
    own = {"ToUserName": wecom.CORP, "FromUserName": "WangXiuLan", "CreateTime": int(time.time()), "MsgId": 1}
    whole = {**own, "AgentID": wecom.AGENT, **fields}
    return (
        "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in whole.items()) + "</xml>"
    ).encode()


def _wecom() -> tuple[bytes, ...]:
    return (
        corp_xml(MsgType="text", Content="村里书屋的门老是锁着"),
        corp_xml(MsgType="image", PicUrl="http://x/0", MediaId="m"),
        corp_xml(MsgType="location", Location_X="36.18", Location_Y="118.17", Scale=15, Label="燕崖镇"),
        corp_xml(MsgType="link", Title="题", Description="话", Url="http://a.cn/"),
        corp_xml(MsgType="event", Event="click", EventKey="怎么用"),
        corp_xml(MsgType="event", Event="enter_agent", EventKey=""),
    )


def _kf() -> tuple[bytes, ...]:
    called = corp_xml(MsgType="event", Event="kf_msg_or_event", Token="ENCx", OpenKfId=kf.DESK)
    return called, corp_xml(MsgType="event", Event="other")


def smartbot(**said: object) -> bytes:
    """A callback of the smart bot; late answers go nowhere."""
    own = {
        "msgid": "m1",
        "aibotid": "AIBOT1",
        "chatid": "g1",
        "chattype": "single",
        "from": {"userid": "WangXiuLan"},
    }
    return json.dumps({**own, **said}).encode()


def _smartbot() -> tuple[bytes, ...]:
    said = {"msgtype": "text", "text": {"content": "村里书屋的门老是锁着"}}
    picture = {"msgtype": "image", "image": {"url": "http://127.0.0.1:9/1"}}
    return (
        smartbot(**said),
        smartbot(**{**said, "chattype": "group"}),
        smartbot(msgtype="mixed", mixed={"msg_item": [said, picture]}),
        smartbot(msgtype="voice", voice={"content": "几点开门"}, quote=said),
        smartbot(msgtype="stream", stream={"id": "m1"}),
        smartbot(msgtype="event", event={"eventtype": "enter_chat"}),
    )


def rest(sender: str = "fuzz", message: str = "村里书屋的门老是锁着", **more: object) -> bytes:
    """A call as kiosks make it."""
    return json.dumps(
        {"sender": sender, "message": message, "metadata": {"message_id": "1", **more}}
    ).encode()


def _rest() -> tuple[bytes, ...]:
    photo = {"kind": "photo", "name": "a.jpg", "mime": "image/jpeg", "content": "/9j/4AAQSkZJRg=="}
    place = {"kind": "location", "latitude": 36.18, "longitude": 118.17, "label": "燕崖"}
    kept = {"kind": "photo", "digest": "0" * 64}
    return (rest(), rest(edit_of="1"), *(rest(attachments=[one]) for one in (photo, place, kept)))
