"""WeChat's signatures: SHA-1 over the sorted parts, compared in constant time.

The plain signature does not cover the body, and addresses end in the logs of proxies; so an address
is good for an hour only.
"""

import hashlib
import time
from collections.abc import Mapping

from connectors.problem import same_secret

FRESH = 3600
"""Seconds that a signed address is good for, either way, since clocks differ."""


def sign(*parts: str) -> str:
    """Return the signature of token, timestamp, nonce and, encrypted, the ciphertext."""
    # The order is that of the characters, as in WeChat's own samples; SHA-1 is WeChat's choice.
    return hashlib.sha1("".join(sorted(parts)).encode(errors="surrogateescape")).hexdigest()  # noqa: S324


def signed(token: str, query: Mapping[str, str]) -> bool:
    """Whether an address carries WeChat's signature and is fresh."""
    stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    genuine = same_secret(query.get("signature", ""), sign(token, stamp, nonce))
    return genuine and _fresh(stamp)


def sealed(token: str, query: Mapping[str, str], encrypted: str) -> bool:
    """Whether the ciphertext carries WeChat's signature."""
    stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    return same_secret(query.get("msg_signature", ""), sign(token, stamp, nonce, encrypted))


def _fresh(stamp: str) -> bool:
    return stamp.isascii() and stamp.isdecimal() and len(stamp) < 12 and abs(time.time() - int(stamp)) < FRESH
