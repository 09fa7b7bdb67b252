"""Encryption against the npm package wechat-crypto, which shares no code with the bot or these tests.

``npm install wechat-crypto`` anywhere, then ``WECHAT_CRYPTO=<folder>/node_modules/wechat-crypto``.
"""

import json
import os
import shutil
import subprocess

import pytest

from connectors.tencent.cipher import Cipher
from connectors.tencent.envelope import Envelope, Letter
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN

PACKAGE = os.environ.get("WECHAT_CRYPTO", "")
SCRIPT = """
const [folder, token, key, id, deed, ...rest] = process.argv.slice(1);
const Crypt = require(folder);
const crypt = new Crypt(token, key, id);
if (deed === 'seal') {
  const encrypted = crypt.encrypt(rest[2]);
  console.log(JSON.stringify({encrypted, signature: crypt.getSignature(rest[0], rest[1], encrypted)}));
} else {
  console.log(JSON.stringify({...crypt.decrypt(rest[2]), signature: crypt.getSignature(...rest)}));
}
"""
pytestmark = pytest.mark.skipif(
    not PACKAGE or shutil.which("node") is None, reason="node and WECHAT_CRYPTO are needed"
)
XML = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content><![CDATA[书屋锁着门🙂]]></Content><MsgId>1</MsgId></xml>"
)


def counterpart(*arguments: str) -> dict[str, str]:
    command = ["node", "-e", SCRIPT, "--", PACKAGE, TOKEN, KEY, APP_ID, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_what_the_counterpart_seals_opens() -> None:
    query = crypt.address(TOKEN, "")
    made = counterpart("seal", query["timestamp"], query["nonce"], XML)
    query["msg_signature"] = made["signature"]
    body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{made['encrypted']}]]></Encrypt></xml>"
    letter = Envelope(Cipher(APP_ID, TOKEN, (KEY,))).open(body.encode(), query)
    assert (letter.fields["Content"], letter.key) == ("书屋锁着门🙂", KEY)


def test_the_counterpart_opens_our_reply() -> None:
    letter = Letter({"FromUserName": "oUser", "ToUserName": "gh_1"}, KEY)
    sealed = Envelope(Cipher(APP_ID, TOKEN, (KEY,))).reply(letter, "好，记下了 ]]> 🙂")
    parts = [crypt.element(name, sealed) for name in ("TimeStamp", "Nonce", "Encrypt")]
    opened = counterpart("open", *parts)
    assert opened["signature"] == crypt.element("MsgSignature", sealed)
    assert opened["id"] == APP_ID
    assert crypt.element("Content", opened["message"]) == "好，记下了 ]]> 🙂"
