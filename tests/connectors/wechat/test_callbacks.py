"""The door itself: signatures on GET and POST, refused XML, and whatever else somebody may send."""

import time
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.tencent.cipher import Cipher, Forged, Unreadable
from connectors.tencent.envelope import Envelope
from connectors.wechat.events import read
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.wechat import crypt
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN

DTD = '<!DOCTYPE x [<!ENTITY a "{}">]>'


async def heard(ledger: Store, follower: Follower) -> list[str]:
    lines = await ledger.read(lambda tx: tx.outbox.history(f"wechat:{follower.openid}"))
    return [line.text for line in lines if not line.mine]


async def test_wechat_may_verify_the_address(bot: Client) -> None:
    response = await bot.get("/wechat", params=crypt.address(TOKEN) | {"echostr": "5299741"})
    assert (response.status, await response.text()) == (200, "5299741")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"signature": "", "timestamp": "", "nonce": ""},
        crypt.address("another token"),
        crypt.address(TOKEN, stamp=int(time.time()) - 7200),
        crypt.address(TOKEN) | {"signature": "é" * 40},
        crypt.address(TOKEN) | {"nonce": "changed"},
    ],
)
async def test_what_wechat_did_not_sign_has_no_effect(
    bot: Client, follower: Follower, ledger: Store, query: dict[str, str]
) -> None:
    xml = follower.message("text", Content="转人工")
    assert (await bot.get("/wechat", params=query | {"echostr": "x"})).status == 403
    assert (await bot.post("/wechat", params=query, data=xml.encode())).status == 403
    assert await heard(ledger, follower) == []


async def test_a_ciphertext_under_a_stolen_address_has_no_effect(
    bot: Client, follower: Follower, ledger: Store
) -> None:
    follower.mode = "safe"
    query, _ = follower.envelope(follower.message("text", Content="你好"))
    _, other = follower.envelope(follower.message("text", Content="转人工"))
    assert (await bot.post("/wechat", params=query, data=other.encode())).status == 403
    assert await heard(ledger, follower) == []


async def test_compatible_mode_believes_only_the_ciphertext(follower: Follower, ledger: Store) -> None:
    follower.mode = "compatible"
    query, body = follower.envelope(follower.message("text", Content="你好"))
    await follower.client.post("/wechat", params=query, data=body.replace("你好", "转人工", 1).encode())
    assert await heard(ledger, follower) == ["你好"]


async def test_a_ciphertext_of_another_account_or_key_is_no_message(
    bot: Client, follower: Follower, ledger: Store
) -> None:
    xml = follower.message("text", Content="你好")
    for key, app_id in ((KEY, "wx0000000000000000"), ("0" * 43, APP_ID)):
        encrypted = crypt.encrypt(xml, key, app_id)
        body = f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        response = await bot.post("/wechat", params=crypt.address(TOKEN, encrypted), data=body)
        assert (response.status, await response.text()) == (200, "success")
    assert await heard(ledger, follower) == []


async def test_a_control_character_does_not_lose_a_message(follower: Follower, ledger: Store) -> None:
    assert await follower.say("书屋\x1d锁着\x00门")
    assert await heard(ledger, follower) == ["书屋锁着门"]


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize(
    "xml",
    [
        "", "no xml", "<xml>", "<xml></xml>", "<xml/>", "<a>b</a>", "<xml><MsgType>text</MsgType></xml>",
        "<xml><MsgType/></xml>", DTD.format("x") + "<xml><MsgType>text</MsgType></xml>", "{}",
        "<xml><FromUserName>a b</FromUserName><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml>" * 2000,
    ],
)  # fmt: skip
async def test_signed_nonsense_is_answered_with_success(follower: Follower, mode: str, xml: str) -> None:
    follower.mode = mode
    answer = await follower.deliver(xml)
    assert (answer.status, answer.body) == (200, "success")


@pytest.mark.parametrize("inside", ['"', "&a;", "&#x3c;!DOCTYPE"])
async def test_declarations_and_entities_are_refused(follower: Follower, ledger: Store, inside: str) -> None:
    xml = '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + follower.message(
        "text", Content=inside
    )
    assert (await follower.deliver(xml)).body == "success"
    assert await heard(ledger, follower) == []


async def test_a_huge_body_is_not_read(bot: Client) -> None:
    response = await bot.post("/wechat", params=crypt.address(TOKEN), data=b"x" * 200_000)
    assert response.status == 413


@pytest.mark.parametrize(
    "event", ["LOCATION", "VIEW", "TEMPLATESENDJOBFINISH", "subscribe_msg_popup_event", ""]
)
async def test_events_that_say_nothing_are_answered_with_success(
    follower: Follower, ledger: Store, event: str
) -> None:
    answer = await follower.deliver(follower.happened(event, Latitude="36.1"))
    assert (answer.status, answer.body) == (200, "success")
    assert await heard(ledger, follower) == []


def test_no_body_breaks_the_envelope() -> None:
    envelope = Envelope(Cipher(APP_ID, TOKEN, (KEY,)))
    names = st.sampled_from(
        ["FromUserName", "MsgType", "Event", "EventKey", "MsgId", "CreateTime", "Content", "Location_X",
         "Location_Y", "MediaId", "ScanCodeInfo"])  # fmt: skip
    values = st.one_of(
        st.sampled_from(
            ["text", "event", "location", "subscribe", "CLICK", "9" * 30, "nan", "1e999", "oAbc"]
        ),
        st.text(max_size=20),
    )
    shaped = st.lists(st.tuples(names, values), max_size=9).map(
        lambda pairs: ("<xml>" + "".join(f"<{n}><![CDATA[{v}]]></{n}>" for n, v in pairs) + "</xml>").encode(
            errors="replace"
        )
    )

    @settings(max_examples=400, deadline=None)
    @given(st.one_of(st.binary(max_size=300), shaped), st.booleans(), st.randoms())
    def hold(body: bytes, encrypted: bool, dice: Random) -> None:
        query = crypt.address(TOKEN)
        if encrypted:
            inside = crypt.encrypt(body.decode(errors="replace"), KEY, APP_ID)
            cut = inside[: dice.randrange(len(inside)) + 1] if dice.randrange(2) else inside
            query = crypt.address(TOKEN, cut)
            body = f"<xml><Encrypt>{cut}</Encrypt></xml>".encode()
        try:
            letter = envelope.open(body, query)
        except (Unreadable, Forged):
            return
        happened = read(letter.fields, datetime.now(UTC))
        assert happened is None or happened.message.sender == letter.fields["FromUserName"]

    hold()
