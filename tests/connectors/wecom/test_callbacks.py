"""The door itself: who may verify, forged and broken callbacks, and whatever else somebody may send."""

import time
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.tencent.cipher import Cipher, Forged, Unreadable
from connectors.tencent.envelope import Envelope
from connectors.wecom.events import read
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.wechat import crypt
from tests.connectors.wecom.conftest import Quiet
from tests.connectors.wecom.member import Member, signed
from tests.connectors.wecom.platform import CORP, KEY, TOKEN
from tests.connectors.wecom.test_dialogue import heard


async def test_the_platform_may_verify_the_address(bot: Client) -> None:
    encrypted = crypt.encrypt("1616140317555161061", KEY, CORP)
    response = await bot.get("/wecom", params=signed(encrypted) | {"echostr": encrypted})
    assert (response.status, await response.read()) == (200, b"1616140317555161061")


async def test_a_plus_that_was_not_encoded_does_no_harm(bot: Client) -> None:
    encrypted = next(e for _ in range(99) if "+" in (e := crypt.encrypt("161614", KEY, CORP)))
    query = signed(encrypted) | {"echostr": encrypted}
    raw = "&".join(f"{name}={value.replace('=', '%3D')}" for name, value in query.items())
    response = await bot.get(f"/wecom?{raw}")
    assert (response.status, await response.text()) == (200, "161614")


@pytest.mark.parametrize(
    ("receiver", "token", "key"),
    [(CORP, "another token", KEY), ("ww0000000000000000", TOKEN, KEY), (CORP, TOKEN, "0" * 43)],
)
async def test_nobody_else_may(bot: Client, receiver: str, token: str, key: str) -> None:
    encrypted = crypt.encrypt("161614", key, receiver)
    response = await bot.get("/wecom", params=signed(encrypted, token) | {"echostr": encrypted})
    assert response.status == 403
    assert "161614" not in await response.text()


async def test_a_question_without_a_signature_is_none(bot: Client) -> None:
    assert (await bot.get("/wecom")).status == 403
    assert (await bot.get("/wecom", params={"echostr": "161614"})).status == 403


async def test_what_the_platform_did_not_sign_has_no_effect(
    member: Member, ledger: Store, quiet: Quiet
) -> None:
    xml = member.message("text", Content="转人工")
    query, body = member.envelope(xml)
    other, _ = member.envelope(member.message("text", Content="你好"))
    forged = [
        ({}, body), (member.envelope(xml, token="another token")[0], body), (other, body),
        (query | {"nonce": "changed"}, body), (query | {"msg_signature": "é" * 40}, body),
    ]  # fmt: skip
    for address, sent in forged:
        status, _ = await member.post(address, sent)
        assert status == 403
    await quiet()
    assert await heard(ledger) == []


async def test_what_is_not_encrypted_is_no_message(member: Member, ledger: Store, quiet: Quiet) -> None:
    xml = member.message("text", Content="转人工")
    for query in ({}, crypt.address(TOKEN), signed("")):
        assert await member.post(query, xml) == (200, "")
    await quiet()
    assert await heard(ledger) == []


async def test_a_ciphertext_for_another_corp_is_no_message(
    member: Member, ledger: Store, quiet: Quiet
) -> None:
    xml = member.message("text", Content="转人工")
    assert await member.post(*member.envelope(xml, receiver="ww0000000000000000")) == (200, "")
    member.key = "0" * 43
    assert await member.post(*member.envelope(xml)) == (200, "")
    await quiet()
    assert await heard(ledger) == []


@pytest.mark.parametrize(
    "xml",
    [
        "", "no xml", "<xml>", "<xml></xml>", "<a>b</a>", "{}", "<xml>" * 2000,
        "<xml><FromUserName>a b</FromUserName><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml><FromUserName>sys</FromUserName><MsgType>event</MsgType><Event>change_contact</Event></xml>",
        "<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><Content>你好</Content></xml>",
        '<!DOCTYPE x [<!ENTITY a "x">]><xml><FromUserName>a</FromUserName><MsgId>1</MsgId></xml>',
    ],
)  # fmt: skip
async def test_signed_nonsense_is_acknowledged_and_means_nothing(
    member: Member, ledger: Store, quiet: Quiet, xml: str
) -> None:
    await member.deliver(xml)
    await quiet()
    assert await ledger.read(lambda tx: tx.inbox.backlog(9) + tx.inbox.dead()) == []
    assert member.platform.screens == {}


async def test_a_kind_that_is_not_known_is_asked_about(member: Member, quiet: Quiet) -> None:
    await member.deliver(member.message("sticker"))
    await quiet()
    assert member.new()


async def test_a_huge_body_is_not_read(bot: Client) -> None:
    assert (await bot.post("/wecom", params=signed("x"), data=b"x" * 200_000)).status == 413


def test_no_body_breaks_the_door() -> None:
    envelope = Envelope(Cipher(CORP, TOKEN, (KEY,)), always=True)
    names = st.sampled_from(
        ["FromUserName", "MsgType", "Event", "EventKey", "MsgId", "CreateTime", "Content", "Location_X",
         "Location_Y", "MediaId", "Label", "FileName"])  # fmt: skip
    values = st.one_of(
        st.sampled_from(
            ["text", "event", "location", "click", "enter_agent", "9" * 30, "nan", "1e999", "a.b"]
        ),
        st.text(max_size=20),
    )
    shaped = st.lists(st.tuples(names, values), max_size=9).map(
        lambda pairs: "<xml>" + "".join(f"<{n}><![CDATA[{v}]]></{n}>" for n, v in pairs) + "</xml>"
    )

    @settings(max_examples=400, deadline=None)
    @given(st.one_of(st.text(max_size=300), shaped), st.randoms())
    def hold(inside: str, dice: Random) -> None:
        encrypted = crypt.encrypt(inside.encode(errors="replace").decode(), KEY, CORP)
        cut = encrypted[: dice.randrange(len(encrypted)) + 1] if dice.randrange(3) == 0 else encrypted
        query = crypt.address(TOKEN, cut, stamp=int(time.time()))
        try:
            letter = envelope.open(f"<xml><Encrypt>{cut}</Encrypt></xml>".encode(), query)
        except (Unreadable, Forged):
            return
        happened = read(letter.fields, datetime.now(UTC))
        assert happened is None or happened.message.sender == letter.fields["FromUserName"].lower()

    hold()
