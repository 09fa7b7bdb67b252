"""The XML of callbacks and replies, plain, compatible or safe (encrypted).

Compatible mode sends the message both plain and encrypted; only the encrypted one is believed.
Whatever is wrong with a signed callback ends as ``Unreadable``, never as another error.
"""

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.parser import parse_message

from connectors.wechat.signature import sealed

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow; a message with it is read without it rather than lost."""
_DECLARES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED = re.compile(r"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]{1,200000})(?:\]\]>)?\s*</Encrypt>")
_REPLY = (
    "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[{text}]]></Content></xml>"
)

Fields = Mapping[str, str]


class Unreadable(Exception):  # noqa: N818 - says what it is
    """A callback that carries WeChat's address signature and yet is no message."""


class Forged(Exception):  # noqa: N818 - says what it is
    """A ciphertext that WeChat did not sign."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A callback: its fields, and the key that opened it (None: it came plain)."""

    fields: Fields
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Opens and closes envelopes; ``keys`` are the AES keys, the current first, then the previous."""

    app_id: str
    token: str
    keys: tuple[str, ...]

    def open(self, body: bytes, query: Mapping[str, str]) -> Letter:
        """Read a callback whose address is signed; raises Forged or Unreadable."""
        xml = clean(body.decode(errors="replace"))
        if query.get("encrypt_type", "raw") != "aes":
            return Letter(_fields(xml))
        found = _ENCRYPTED.search(xml)
        if found is None:
            raise Unreadable("no ciphertext")
        if not sealed(self.token, query, found[1]):
            raise Forged
        for key in self.keys:
            opened = self._decrypted(found[1], key)
            if opened is not None:
                return Letter(_fields(clean(opened)), key)
        raise Unreadable("no key opens it")

    def reply(self, letter: Letter, text: str) -> str:
        """Return the passive reply to a callback, encrypted with its own key if it was."""
        to, sender = letter.fields.get("FromUserName", ""), letter.fields.get("ToUserName", "")
        stamp = str(int(time.time()))
        xml = _REPLY.format(to=escaped(to), sender=escaped(sender), at=stamp, text=escaped(text))
        if letter.key is None:
            return xml
        crypto = WeChatCrypto(self.token, letter.key, self.app_id)
        return str(crypto.encrypt_message(xml, secrets.token_hex(8), stamp))

    def _decrypted(self, encrypted: str, key: str) -> str | None:
        try:
            return str(
                PrpCrypto(WeChatCrypto(self.token, key, self.app_id).key).decrypt(encrypted, self.app_id)
            )
        except Exception:  # noqa: BLE001 - a wrong key shows in a dozen ways, in padding, length or text
            return None


def clean(text: str) -> str:
    """Return text without what XML does not allow."""
    return _ILLEGAL.sub("", text)


def escaped(text: str) -> str:
    """Return text fit for a CDATA section."""
    return clean(text).replace("]]>", "]]]]><![CDATA[>")


def _fields(xml: str) -> Fields:
    """Return the texts of a message by their names; raises Unreadable."""
    if _DECLARES.search(xml):
        raise Unreadable("declarations are refused")
    try:
        message = parse_message(xml)
        told: dict[str, Any] = dict(message._data)  # noqa: SLF001 - the only place with the raw fields
    except Exception as error:  # noqa: BLE001 - wechatpy lets the errors of every layer through
        raise Unreadable(type(error).__name__) from None
    return {name: value for name, value in told.items() if isinstance(value, str)}
