"""Sealing of stored data: AES-256-GCM boxes, data keys of persons, blind indexes.

One secret key per installation; every use has its own key derived from it, so that a box of one use
never opens as another. Each person has a random data key, stored only wrapped. Destroying the
wrapped key makes everything sealed under it unreadable for good, also in old copies of the rows.
"""

import hmac
import os
from collections import OrderedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import WrongKeyError

NONCE = 12
CACHED_KEYS = 4096


class Box:
    """One AES-256-GCM key. ``about`` binds a box to its place, so boxes cannot be swapped."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return the plain bytes; WrongKeyError when key, place or bytes do not fit."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        except InvalidTag as error:
            raise WrongKeyError(f"a sealed value of {about} does not open") from error


class Vault:
    """The installation's secret key and what is derived from it. ``key`` is at least 16 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the storage key is shorter than 16 bytes")
        self._payloads = Box(_derive(key, "payloads"))
        self._wrapping = Box(_derive(key, "data keys"))
        self._index = _derive(key, "blind index")
        self._unwrapped: OrderedDict[bytes, Box] = OrderedDict()

    def seal(self, plain: bytes, about: str) -> bytes:
        """Seal a payload that belongs to no single person's key."""
        return self._payloads.seal(plain, about)

    def open(self, sealed: bytes, about: str) -> bytes:
        """Open what ``seal`` made."""
        return self._payloads.open(sealed, about)

    def blind(self, kind: str, value: str) -> bytes:
        """Return a keyed fingerprint (16 bytes) by which equal values can be found, and no other."""
        return hmac.digest(self._index, f"{kind}\0{value}".encode(), "sha256")[:16]

    def new_key(self, owner: str) -> tuple[bytes, Box]:
        """Return a fresh data key for ``owner``: wrapped for the table, and ready for use."""
        key = AESGCM.generate_key(256)
        return self._wrapping.seal(key, owner), Box(key)

    def unwrap(self, owner: str, wrapped: bytes) -> Box:
        """Return the data key from its row; cached by the row's bytes, never without them."""
        box = self._unwrapped.get(wrapped)
        if box is None:
            box = self._unwrapped[wrapped] = Box(self._wrapping.open(wrapped, owner))
            if len(self._unwrapped) > CACHED_KEYS:
                self._unwrapped.popitem(last=False)
        return box


def _derive(key: bytes, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"shiliu {use}".encode()).derive(key)
