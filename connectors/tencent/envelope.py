"""The XML of callbacks and replies, plain, compatible or safe (encrypted).

Compatible mode sends the message both plain and encrypted; only the encrypted one is believed. WeCom
always encrypts. Whatever is wrong with a signed callback ends as ``Unreadable``, never as another error.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wechatpy.parser import parse_message

from connectors.tencent.cipher import Cipher, Unreadable

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow; a message with it is read without it rather than lost."""
_DECLARES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED = re.compile(r"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]{1,200000})(?:\]\]>)?\s*</Encrypt>")
_REPLY = (
    "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[{text}]]></Content></xml>"
)
_SEALED = (
    "<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
    "<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
)

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A callback: its fields, the key that opened it (None: it came plain), and what it lists, by name."""

    fields: Fields
    key: str | None = None
    lists: Mapping[str, Sequence[Fields]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Opens and closes envelopes; ``always`` refuses what is not encrypted."""

    cipher: Cipher
    always: bool = False

    def open(self, body: bytes, query: Mapping[str, str]) -> Letter:
        """Read a callback; raises Forged or Unreadable. The address of a plain one must be checked before."""
        xml = clean(body.decode(errors="replace"))
        if not self.always and query.get("encrypt_type", "raw") != "aes":
            return _letter(xml, None)
        found = _ENCRYPTED.search(xml)
        if found is None:
            raise Unreadable("no ciphertext")
        opened, key = self.cipher.open(found[1], query)
        return _letter(clean(opened), key)

    def reply(self, letter: Letter, text: str) -> str:
        """Return the passive reply to a callback, encrypted with its own key if it was."""
        to, sender = letter.fields.get("FromUserName", ""), letter.fields.get("ToUserName", "")
        xml = _REPLY.format(to=escaped(to), sender=escaped(sender), at=int(time.time()), text=escaped(text))
        if letter.key is None:
            return xml
        made = self.cipher.seal(xml, letter.key)
        return _SEALED.format(
            encrypted=made.encrypted, signature=made.signature, timestamp=made.timestamp, nonce=made.nonce
        )


def clean(text: str) -> str:
    """Return text without what XML does not allow."""
    return _ILLEGAL.sub("", text)


def escaped(text: str) -> str:
    """Return text fit for a CDATA section."""
    return clean(text).replace("]]>", "]]]]><![CDATA[>")


def _letter(xml: str, key: str | None) -> Letter:
    """Read a message; raises Unreadable."""
    if _DECLARES.search(xml):
        raise Unreadable("declarations are refused")
    try:
        message = parse_message(xml)
        told: dict[str, Any] = dict(message._data)  # noqa: SLF001 - the only place with the raw fields
    except Exception as error:  # noqa: BLE001 - wechatpy lets the errors of every layer through
        raise Unreadable(type(error).__name__) from None
    listed = {
        name: value["List"] for name, value in told.items() if isinstance(value, dict) and "List" in value
    }
    lists = {
        name: [_texts(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in listed.items()
    }
    return Letter(_texts(told), key, lists)


def _texts(told: Any) -> Fields:
    """Return the texts of an element by their names."""
    return (
        {name: value for name, value in told.items() if isinstance(value, str)}
        if isinstance(told, dict)
        else {}
    )
