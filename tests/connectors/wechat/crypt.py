"""WeChat's encryption, written from its documentation and without the library that the bot uses."""

import base64
import hashlib
import secrets
import struct
import time
from xml.etree import ElementTree as ET

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypt(xml: str, key: str, app_id: str) -> str:
    """Base64 of AES-256-CBC over 16 random bytes, length, text and app id, padded to 32."""
    text = xml.encode()
    plain = secrets.token_bytes(16) + struct.pack(">I", len(text)) + text + app_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    return sealed(plain + bytes([pad]) * pad, key)


def sealed(plain: bytes, key: str) -> str:
    """Base64 of AES-256-CBC over whole blocks, framed well or not."""
    return _run(_cipher(key).encryptor(), plain)


def decrypt(encrypted: str, key: str) -> tuple[str, str]:
    """Return text and app id."""
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
    plain = plain[16 : -plain[-1]]
    (length,) = struct.unpack(">I", plain[:4])
    return plain[4 : 4 + length].decode(), plain[4 + length :].decode()


def address(token: str, encrypted: str | None = None, stamp: int | None = None) -> dict[str, str]:
    """The query of a callback as WeChat signs it."""
    at, nonce = str(int(time.time()) if stamp is None else stamp), secrets.token_hex(5)
    query = {"timestamp": at, "nonce": nonce, "signature": signature(token, at, nonce)}
    if encrypted is not None:
        query |= {"encrypt_type": "aes", "msg_signature": signature(token, at, nonce, encrypted)}
    return query


def element(name: str, xml: str) -> str:
    """The text of one element, as an XML parser reads it."""
    found = ET.fromstring(xml).find(name)
    assert found is not None, f"no {name} in {xml}"
    return found.text or ""


def _cipher(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))


def _run(context, plain: bytes) -> str:  # type: ignore[no-untyped-def]
    return base64.b64encode(context.update(plain) + context.finalize()).decode()
