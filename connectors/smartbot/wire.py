"""The JSON envelope of callbacks and replies, always encrypted, and the replies inside it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from connectors.smartbot.payload import Call, Outer
from connectors.tencent.cipher import Cipher, Unreadable

NO_MESSAGE = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""What reading JSON raises that is none, or another."""


def opened(cipher: Cipher, body: bytes, query: Mapping[str, str]) -> tuple[Call, str]:
    """Return a callback and the key that opened it; raises Forged or Unreadable."""
    try:
        outer = msgspec.json.decode(body, type=Outer)
    except NO_MESSAGE:
        raise Unreadable("no ciphertext") from None
    text, key = cipher.open(outer.encrypt, query)
    try:
        return msgspec.json.decode(text, type=Call, strict=False), key
    except NO_MESSAGE as error:
        raise Unreadable(type(error).__name__) from None


def sealed(cipher: Cipher, key: str, reply: Mapping[str, Any]) -> bytes:
    """Return a reply in its envelope, encrypted with the key of its question."""
    made = cipher.seal(msgspec.json.encode(reply).decode(), key)
    return msgspec.json.encode({
        "encrypt": made.encrypted, "msgsignature": made.signature,
        "timestamp": made.timestamp, "nonce": made.nonce,
    })  # fmt: skip


def stream(name: str, content: str, *, finish: bool) -> dict[str, Any]:
    """Return an answer as a stream: unfinished, the platform asks for the rest of it by its name."""
    return {"msgtype": "stream", "stream": {"id": name, "finish": finish, "content": content}}


def welcome(content: str) -> dict[str, Any]:
    """Return an answer to somebody who opened the chat, which may be no stream."""
    return {"msgtype": "text", "text": {"content": content}}
