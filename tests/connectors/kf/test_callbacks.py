"""The door itself: verification, signatures, and whatever else somebody may send."""

from random import Random

import pytest

from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.kf.platform import CORP, DESK, KEY, TOKEN
from tests.connectors.kf.resident import PATH, envelope, sealed
from tests.connectors.wechat import crypt

CALL = (
    "<xml><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>"
    "<Token><![CDATA[t]]></Token><OpenKfId><![CDATA[{desk}]]></OpenKfId></xml>"
)


async def known(ledger: Store) -> list[str]:
    return await ledger.read(
        lambda tx: [row.name for row in tx.scope.connection.exec_driver_sql("SELECT name FROM pulls")]
    )


async def test_the_platform_may_verify_the_address(bot: Client) -> None:
    echo = crypt.encrypt("5299741", KEY, CORP)
    response = await bot.get(PATH, params=crypt.address(TOKEN, echo) | {"echostr": echo})
    assert (response.status, await response.text()) == (200, "5299741")


@pytest.mark.parametrize(
    ("token", "key", "corp"),
    [("another", KEY, CORP), (TOKEN, KEY[::-1], CORP), (TOKEN, KEY, "ww-another")],
)
async def test_nobody_else_may(bot: Client, token: str, key: str, corp: str) -> None:
    echo = crypt.encrypt("5299741", key, corp)
    assert (await bot.get(PATH, params=crypt.address(token, echo) | {"echostr": echo})).status == 403
    assert (await bot.get(PATH)).status == 403
    assert (await bot.get(PATH, params={"echostr": "é" * 40, "msg_signature": "é"})).status == 403


async def test_a_call_is_written_down_before_it_is_acknowledged(bot: Client, ledger: Store) -> None:
    query, body = envelope(DESK, "t")
    response = await bot.post(PATH, params=query, data=body)
    assert (response.status, await response.text()) == (200, "success")
    assert await known(ledger) == [f"kf:{DESK}"]


@pytest.mark.parametrize(
    "changed", [{"msg_signature": "0" * 40}, {"nonce": "x"}, {"timestamp": "1"}, {"msg_signature": ""}]
)
async def test_what_the_platform_did_not_sign_has_no_effect(
    bot: Client, ledger: Store, changed: dict[str, str]
) -> None:
    query, body = envelope(DESK, "t")
    assert (await bot.post(PATH, params=query | changed, data=body)).status == 403
    assert await known(ledger) == []


async def test_a_ciphertext_under_a_stolen_address_has_no_effect(bot: Client, ledger: Store) -> None:
    query, _ = envelope(DESK, "t")
    _, other = envelope("wkOther", "t")
    assert (await bot.post(PATH, params=query, data=other)).status == 403
    assert await known(ledger) == []


async def test_nothing_is_believed_that_is_not_encrypted(bot: Client, ledger: Store) -> None:
    xml = CALL.format(event="kf_msg_or_event", desk=DESK).encode()
    for query in ({}, crypt.address(TOKEN), crypt.address(TOKEN) | {"encrypt_type": "raw"}):
        assert (await bot.post(PATH, params=query, data=xml)).status == 200
    assert await known(ledger) == []


@pytest.mark.parametrize(
    "xml",
    [
        "", "no xml", "<xml>", "<xml></xml>", "<a>b</a>", "{}", "<xml>" * 2000,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><MsgType>&a;</MsgType></xml>',
        CALL.format(event="kf_msg_or_event", desk=""), CALL.format(event="kf_msg_or_event", desk="a b"),
        CALL.format(event="kf_msg_or_event", desk="x" * 65), CALL.format(event="change_contact", desk=DESK),
        CALL.format(event="kf_msg_or_event", desk="村"),
    ],
)  # fmt: skip
async def test_signed_nonsense_is_acknowledged_and_has_no_effect(
    bot: Client, ledger: Store, xml: str
) -> None:
    query, body = sealed(xml)
    response = await bot.post(PATH, params=query, data=body)
    assert (response.status, await response.text()) == (200, "success")
    assert await known(ledger) == []


async def test_a_ciphertext_of_another_corp_or_key_is_no_call(bot: Client, ledger: Store) -> None:
    xml = CALL.format(event="kf_msg_or_event", desk=DESK)
    for made in (sealed(xml, corp="ww-another"), sealed(xml, key=KEY[::-1])):
        assert (await bot.post(PATH, params=made[0], data=made[1])).status == 200
    assert await known(ledger) == []


async def test_bytes_by_chance_break_nothing(bot: Client, ledger: Store) -> None:
    dice = Random(60)
    for _ in range(60):
        cut = crypt.encrypt(CALL, KEY, CORP)[: dice.randrange(200)]
        for encrypted in (cut, dice.randbytes(dice.randrange(80)).hex()):
            body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode() + dice.randbytes(dice.randrange(9))
            response = await bot.post(PATH, params=crypt.address(TOKEN, encrypted), data=body)
            assert response.status in (200, 403)
    assert await known(ledger) == []


async def test_a_huge_body_is_not_read(bot: Client) -> None:
    assert (await bot.post(PATH, params=crypt.address(TOKEN), data=b"x" * 100_000)).status == 413
