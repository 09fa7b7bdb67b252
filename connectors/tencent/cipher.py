"""Encrypted callbacks, whatever they are wrapped in: AES with the account's key, signed with its token."""

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from wechatpy.crypto import PrpCrypto, WeChatCrypto

from config.channels import Encrypted
from connectors.problem import Problem
from connectors.tencent.signature import sealed, sign

_RANDOM = 16
_LONGEST_PADDING = 32


class Unreadable(Exception):  # noqa: N818 - says what it is
    """A callback that carries the platform's signature and yet is no message."""


class Forged(Problem):
    """A callback that the platform did not sign."""

    def __init__(self) -> None:
        super().__init__(403, "bad_signature", "签名不对", "the signature is wrong")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext with what its receiver checks it by."""

    encrypted: str
    signature: str
    timestamp: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Cipher:
    """``receiver`` is the app or corp id ("" for a smart bot); ``keys`` the current AES key, then the previous."""

    receiver: str
    token: str
    keys: tuple[str, ...]

    def open(self, encrypted: str, query: Mapping[str, str]) -> tuple[str, str]:
        """Return a text and the key that opened it; raises Forged or Unreadable."""
        if not sealed(self.token, query, encrypted):
            raise Forged
        for key in self.keys:
            opened = self._decrypted(encrypted, key)
            if opened is not None:
                return opened, key
        raise Unreadable("no key opens it")

    def seal(self, text: str, key: str) -> Sealed:
        """Encrypt and sign an answer with the key of its question."""
        stamp, nonce = str(int(time.time())), secrets.token_hex(8)
        encrypted = self._crypto(key).encrypt(text, self.receiver).decode()
        return Sealed(encrypted, sign(self.token, stamp, nonce, encrypted), stamp, nonce)

    def _decrypted(self, encrypted: str, key: str) -> str | None:
        try:
            return _text(
                self._crypto(key).cipher.decrypt(base64.b64decode(encrypted)), self.receiver.encode()
            )
        except ValueError:
            return None

    def _crypto(self, key: str) -> PrpCrypto:
        return PrpCrypto(WeChatCrypto(self.token, key, self.receiver).key)


def _text(plain: bytes, receiver: bytes) -> str:
    """Return the text of a plaintext: 16 random bytes, four of length, the text, the receiver, the padding.

    Raises ValueError if anything is amiss. wechatpy looks at the last byte of the padding alone, and where there
    is no receiver to compare, one wrong key of 256 "opens" a message as an empty one.
    """
    padding = plain[-1:] * (plain[-1] if plain else 0)
    if not 1 <= len(padding) <= _LONGEST_PADDING or not plain.endswith(padding):
        raise ValueError("the padding is not whole")
    framed = plain[_RANDOM : -len(padding)]
    end = 4 + int.from_bytes(framed[:4], "big")
    if len(framed) < end or framed[end:] != receiver:
        raise ValueError("the length or the receiver is another's")
    return framed[4:end].decode()


def cipher_of(receiver: str, settings: Encrypted) -> Cipher:
    """Return the cipher of an account; ``receiver`` as in Cipher."""
    return Cipher(receiver, settings.token.get_secret_value(), settings.aes_keys)
