"""Callbacks as no platform sends them: valid ones bent with a seed, and nasty ones made by hand.

Each is a raw HTTP request, so that it may break HTTP itself. ``signed`` says that it carries what its platform
signs with; all others must be turned away and change nothing.
"""

import base64
import gzip
import itertools
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote_from_bytes

from tests.connectors.wechat import crypt
from tests.faults.bending import bent, fresh, mangled, worded

Query = dict[str, bytes]
Headers = dict[bytes, bytes]
METHODS = (b"GET", b"HEAD", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"NONSENSE")
TYPES = (
    b"text/xml", b"application/json", b"multipart/form-data; boundary=x", b"application/x-www-form-urlencoded", b"\xff",
    b"text/plain; charset=nonsense", b"",
)  # fmt: skip
CODINGS = (b"gzip", b"deflate", b"br", b"nonsense")
CHUNKS = (b"zz\r\nabc\r\n0\r\n\r\n", b"-5\r\nabc\r\n", b"3\r\nabcdef\r\n0\r\n\r\n")
OPEN = (b"ffffffffffffffff\r\nabc", b"3\r\nabc\r\n")
"""Bodies in chunks, wrong ones and such whose end is missing."""
NOTHING = b"0\r\n\r\n"
"""There is nothing in it that could be forged."""
LENGTHS = (b"-1", b"99999999999999999999", b"1e3", b"0x10", b"5, 6")
TAILS = (
    b"&timestamp=1&nonce=2&signature=3&msg_signature=4", b"&" * 2_000, b"&=&=%00", b"&encrypt_type=raw",
    b"&encrypt_type=nonsense",
)  # fmt: skip
HEADERS = (b"Bearer ", b"Basic YTpi", b"x" * 5_000, b"\xff\xfe", b" ", b"")
VALUES = (b"", b"0" * 40, b"\xff", b"\x00", b"-1", b"9" * 400, "٤٢".encode(), b"\xed\xa0\x80", b"a" * 6_000)
"""What may stand where a header or the address should show who calls."""
SIGNING = ("msg_signature", "signature", "timestamp", "nonce")


@dataclass(frozen=True)
class Shot:
    """One request; ``what`` says how it came to be."""

    what: str
    raw: bytes
    signed: bool
    stops: bool = False
    """It promises more than it brings."""


@dataclass(frozen=True)
class Call:
    """A request before it is written down."""

    path: str
    query: Query
    headers: Headers
    body: bytes = b""
    method: bytes = b"POST"

    def having(self, name: bytes, value: bytes) -> "Call":
        return replace(self, headers={**self.headers, name: value})

    def shot(self, what: str, *, signed: bool, tail: bytes = b"") -> Shot:
        pairs = b"&".join(f"{name}={quote_from_bytes(value)}".encode() for name, value in self.query.items())
        target = b"?".join(part for part in (self.path.encode(), (pairs + tail).removeprefix(b"&")) if part)
        own = {
            b"Host": b"127.0.0.1",
            b"Connection": b"close",
            b"Content-Length": str(len(self.body)).encode(),
        }
        lines = [self.method + b" " + target + b" HTTP/1.1"]
        lines += [name + b": " + value for name, value in {**own, **self.headers}.items()]
        raw = b"\r\n".join([*lines, b"", self.body])
        return Shot(f"{self.method.decode()} {self.path}: {what}", raw, signed)


@dataclass(frozen=True)
class Gate:
    """One way in: ``valid`` contents, ``nasty`` ones, and how either is carried there, signed.

    ``secret`` is the header that shows who calls, where it is not the address. Where messages are encrypted,
    ``sealed`` carries a ciphertext, made with ``key`` for ``receiver``.
    """

    valid: Sequence[bytes]
    nasty: Sequence[bytes]
    carry: Callable[[bytes], Call]
    json: bool = False
    secret: bytes = b""
    sealed: Callable[[str], Call] | None = None
    key: str = ""
    receiver: str = ""


def shots(seed: int, gates: Sequence[Gate], count: int, *, signed: bool) -> list[Shot]:
    """So many of one sort, mixed; the same for the same seed, apart from nonces and the time."""
    dice = Random(seed)
    made = list(itertools.islice(_signed(dice, gates) if signed else _unsigned(dice, gates), count))
    dice.shuffle(made)
    return made


def encrypted(plain: bytes, key: str, pad: bytes | None = None) -> str:
    """The ciphertext of bytes as they are."""
    size = crypt.BLOCK - len(plain) % crypt.BLOCK
    return crypt._run(crypt._cipher(key).encryptor(), plain + (bytes([size]) * size if pad is None else pad))


def framed(content: bytes, receiver: str, size: int | None = None) -> bytes:
    """What is encrypted: sixteen bytes, a length, the content, the receiver."""
    return bytes(16) + struct.pack(">I", len(content) if size is None else size) + content + receiver.encode()


def _signed(dice: Random, gates: Sequence[Gate]) -> Iterator[Shot]:
    for gate in gates:
        for nasty in gate.nasty:
            yield gate.carry(nasty).shot(f"nasty {nasty[:40]!r}", signed=True)
        for number, text in enumerate(_ciphertexts(gate) if gate.sealed else ()):
            assert gate.sealed is not None
            yield gate.sealed(text).shot(f"sealed wrongly {number}", signed=True)
        yield from _carried(gate.carry(fresh(gate.valid[0])), signed=True)
    while True:
        gate = dice.choice(gates)
        bend = dice.choice((bent, mangled, worded) if gate.json else (mangled, worded))
        yield gate.carry(bend(dice, dice.choice(gate.valid))).shot(bend.__name__, signed=True)


def _ciphertexts(gate: Gate) -> list[str]:
    """What is signed as it should be, and yet is no message."""
    whole = gate.valid[0]
    long = len(whole)
    sizes = (0, 1, long - 1, long + 1, long + 33, 2**31 - 1, 2**31, 2**32 - 1)
    others = [other for other in ("wx-others", "") if other != gate.receiver]
    plains = [framed(whole, gate.receiver, size) for size in sizes] + [
        framed(whole, other) for other in others
    ]
    texts = [encrypted(plain, gate.key) for plain in (*plains, b"", b"x", bytes(16), bytes(20))]
    pads = (b"", b"\x00" * 16, b"\xff" * 16, b"\x21" * 16)
    texts += [encrypted(bytes(64), gate.key, pad) for pad in pads]
    good = encrypted(framed(whole, gate.receiver), gate.key)
    texts += [good[:-1], good[:-5], good[1:], good.replace("=", ""), good + "=", good * 3]
    texts += ["", "=", "A", "AAAA", "!" * 64, "A" * 64, "字" * 8, "\x00"]
    return texts + [base64.b64encode(bytes(size)).decode() for size in (1, 15, 16, 17, 31, 32, 48, 50_000)]


def _carried(call: Call, *, signed: bool) -> Iterator[Shot]:
    """A message in bad HTTP."""
    for kind in TYPES:
        yield call.having(b"Content-Type", kind).shot(f"type {kind!r}", signed=signed)
    for coding in CODINGS:
        yield call.having(b"Content-Encoding", coding).shot(f"not really {coding!r}", signed=signed)
    bomb = replace(call, body=gzip.compress(bytes(30_000_000)))
    yield bomb.having(b"Content-Encoding", b"gzip").shot("a bomb", signed=signed)
    for size in (1_000_001, 3_000_000):
        yield replace(call, body=b"x" * size).shot("huge", signed=signed)
    for chunks in (*CHUNKS, *OPEN, *((NOTHING,) if signed else ())):
        shot = (
            replace(call, body=chunks)
            .having(b"Transfer-Encoding", b"chunked")
            .shot(f"{chunks[:8]!r}", signed=signed)
        )
        whole = re.sub(rb"Content-Length: \d+\r\n", b"", shot.raw)
        yield replace(shot, raw=whole, stops=chunks in OPEN)
    for length in LENGTHS:
        yield call.having(b"Content-Length", length).shot(f"length {length!r}", signed=signed)
    more = str(len(call.body) + 50).encode()
    yield replace(call.having(b"Content-Length", more).shot("the end is missing", signed=signed), stops=True)
    for tail in TAILS:
        yield call.shot(f"more in the address {tail[:20]!r}", signed=signed, tail=tail)


def _unsigned(dice: Random, gates: Sequence[Gate]) -> Iterator[Shot]:
    for gate in gates:
        call = gate.carry(fresh(gate.valid[0]))
        for method in METHODS:
            yield replace(call, method=method, query={}, headers={}).shot("another method", signed=False)
        for nasty in gate.nasty:
            yield _stranger(dice, gate.carry(nasty), gate).shot(f"nasty {nasty[:40]!r}", signed=False)
        yield from _carried(_stranger(dice, call, gate), signed=False)
    while True:
        gate = dice.choice(gates)
        content = dice.choice(gate.valid)
        content = mangled(dice, content) if dice.random() < 0.5 else fresh(content)
        yield _stranger(dice, gate.carry(content), gate).shot("forged", signed=False)


def _stranger(dice: Random, call: Call, gate: Gate) -> Call:
    """Take away what shows who calls, or put something in its place."""
    if gate.secret:
        given = call.headers[gate.secret]
        wrong = dice.choice((given[:-1], given + b"x", given.swapcase(), *HEADERS))
        without = {name: value for name, value in call.headers.items() if name != gate.secret}
        return replace(call, headers=without) if dice.random() < 0.2 else call.having(gate.secret, wrong)
    name = dice.choice([one for one in SIGNING if one in call.query])
    given = call.query[name]
    left = {one: value for one, value in call.query.items() if one != name}
    wrong = dice.choice((given[:-1], given + b"0", *VALUES))
    return replace(call, query=left if dice.random() < 0.2 else {**left, name: wrong})
