"""Encryption against the npm packages wechat-crypto and @wecom/crypto, in both directions."""

import pytest

from connectors.tencent.cipher import Cipher, Forged, Unreadable
from connectors.tencent.envelope import Envelope, Letter
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import APP_ID, KEY, OLD_KEY, TOKEN
from tests.connectors.wecom.platform import CORP
from tests.counterparts.programs import Crypto

pytestmark = pytest.mark.node
TEXTS = (
    "书屋锁着门🙂👨‍👩‍👧", "字" * 666 + "ab", "a ]]> b\n<&>\t\u2028", "x", "", *("字" * count for count in range(1, 33)),
)  # fmt: skip
"""Emoji, a text of 2,000 bytes, marks of XML, and lengths that end at every third place of a block."""
LETTER = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1</CreateTime>"
    f"<MsgType>text</MsgType><Content><![CDATA[{TEXTS[1]}🙂]]></Content><MsgId>1</MsgId></xml>"
)
ACCOUNTS = (("wechat-crypto", APP_ID), ("wechat-crypto", CORP), ("@wecom/crypto", APP_ID), ("@wecom/crypto", CORP), ("@wecom/crypto", ""))  # fmt: skip
"""A smart bot has no id; wechat-crypto knows no account without one."""


@pytest.fixture(params=ACCOUNTS, ids=" ".join)
def theirs(request: pytest.FixtureRequest) -> Crypto:
    library, receiver = request.param
    return Crypto(library, TOKEN, KEY, receiver)


def test_what_others_seal_opens(theirs: Crypto) -> None:
    ours = Cipher(theirs.id, TOKEN, (KEY,))
    opened = [ours.open(encrypted, query) for encrypted, query in theirs.seal(TEXTS)]
    assert opened == [(text, KEY) for text in TEXTS]


def test_others_open_what_we_seal(theirs: Crypto) -> None:
    ours = Cipher(theirs.id, TOKEN, (KEY,))
    for text in TEXTS[:4]:
        made = ours.seal(text, KEY)
        opened = theirs.open(made.encrypted, made.timestamp, made.nonce)
        assert (opened["message"], opened["id"], opened["signature"]) == (text, theirs.id, made.signature)


def test_what_is_for_somebody_else_stays_shut(theirs: Crypto) -> None:
    [(encrypted, query)] = theirs.seal(["书屋锁着门"])
    for token, sign in ((TOKEN, "0" * 40), (TOKEN, ""), ("another", query["msg_signature"])):
        with pytest.raises(Forged):
            Cipher(theirs.id, token, (KEY,)).open(encrypted, {**query, "msg_signature": sign})
    with pytest.raises(Forged):
        Cipher(theirs.id, TOKEN, (KEY,)).open(("B" if encrypted[0] == "A" else "A") + encrypted[1:], query)
    for receiver, key in (("wx-of-others", KEY), (theirs.id, OLD_KEY)):
        with pytest.raises(Unreadable):
            Cipher(receiver, TOKEN, (key,)).open(encrypted, query)


def test_while_the_key_is_changed_the_old_one_opens_and_answers(theirs: Crypto) -> None:
    ours = Cipher(theirs.id, TOKEN, (OLD_KEY, KEY))
    [(encrypted, query)] = theirs.seal(["书屋锁着门"])
    text, key = ours.open(encrypted, query)
    made = ours.seal("好，记下了", key)
    assert text == "书屋锁着门"
    assert theirs.open(made.encrypted, made.timestamp, made.nonce)["message"] == "好，记下了"


def test_letters_and_replies(theirs: Crypto) -> None:
    envelope = Envelope(Cipher(theirs.id, TOKEN, (KEY,)), always=True)
    [(encrypted, query)] = theirs.seal([LETTER])
    body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    letter = envelope.open(body.encode(), query)
    assert letter.fields["Content"] == f"{TEXTS[1]}🙂"
    reply = envelope.reply(letter, "好，记下了 ]]> <b>🙂")
    opened = _read(theirs, reply)
    assert (opened["ToUserName"], opened["FromUserName"]) == ("oUser", "gh_1")
    assert opened["Content"] == "好，记下了 ]]> <b>🙂"


def test_nobody_writes_another_reply_into_ours(theirs: Crypto) -> None:
    letter = Letter({"FromUserName": "oUser", "ToUserName": "gh_1"}, KEY)
    wicked = "x]]></Content><MsgType><![CDATA[news]]></MsgType><Content><![CDATA[\x00\ufffe"
    opened = _read(theirs, Envelope(Cipher(theirs.id, TOKEN, (KEY,))).reply(letter, wicked))
    assert opened["MsgType"] == "text"
    assert opened["Content"] == wicked.removesuffix("\x00\ufffe")


def _read(theirs: Crypto, reply: str) -> dict[str, str]:
    """Read a reply as others do; its signature must be theirs."""
    stamp, nonce, encrypted = (crypt.element(name, reply) for name in ("TimeStamp", "Nonce", "Encrypt"))
    opened = theirs.open(encrypted, stamp, nonce)
    assert opened["signature"] == crypt.element("MsgSignature", reply)
    assert opened["id"] == theirs.id
    fields: dict[str, str] = opened["fields"]
    return fields
