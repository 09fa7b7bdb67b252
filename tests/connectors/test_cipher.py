"""Opening what platforms seal: a wrong key never opens, whatever its bytes happen to decrypt to."""

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.tencent.cipher import Cipher, Unreadable
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import KEY, OLD_KEY, TOKEN

WRONG_KEYS = 4000
"""With no receiver to compare, looking at the last byte of the padding alone let one wrong key of 256 pass."""


def query(encrypted: str) -> dict[str, str]:
    return crypt.address(TOKEN, encrypted)


@pytest.mark.parametrize("receiver", ["", "ww1a2b3c"])
def test_no_wrong_key_opens(receiver: str) -> None:
    encrypted = crypt.encrypt("书屋锁着门", KEY, receiver)
    chance = random.Random(f"wrong keys {receiver}")
    wrong = tuple(base64.b64encode(chance.randbytes(32)).decode()[:-1] for _ in range(WRONG_KEYS))
    with pytest.raises(Unreadable):
        Cipher(receiver, TOKEN, wrong).open(encrypted, query(encrypted))


@given(text=st.text(), receiver=st.sampled_from(["", "ww1a2b3c"]))
def test_the_right_key_opens_every_text(text: str, receiver: str) -> None:
    encrypted = crypt.encrypt(text, KEY, receiver)
    assert Cipher(receiver, TOKEN, (OLD_KEY, KEY)).open(encrypted, query(encrypted)) == (text, KEY)


BROKEN = {
    "padding of two minds": b"r" * 16 + b"\0\0\0\0" + bytes([12]) * 11 + b"\x0b",
    "a length beyond the end": b"r" * 16 + b"\0\0\0\x09" + b"text" + bytes([8]) * 8,
    "letters left over": b"r" * 16 + b"\0\0\0\x02" + b"text" + bytes([8]) * 8,
    "no padding": b"r" * 16 + bytes(16),
    "nothing but padding behind the random bytes": bytes([16]) * 32,
    "nothing at all": b"",
}


@pytest.mark.parametrize("plain", BROKEN.values(), ids=BROKEN)
def test_what_is_not_framed_as_documented_stays_shut(plain: bytes) -> None:
    encrypted = crypt.sealed(plain, KEY)
    with pytest.raises(Unreadable):
        Cipher("", TOKEN, (KEY,)).open(encrypted, query(encrypted))
