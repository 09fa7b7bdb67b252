"""What may come through the web socket of the page, down to the frames of RFC 6455."""

import json
import struct
from random import Random

from tests.faults.bending import bent, mangled, worded
from tests.faults.gates import JSONS

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
MASK = b"\x01\x02\x03\x04"
VALID = tuple(json.dumps(one).encode() for one in (
    {"t": "say", "id": "m3f2a0001", "text": "村里书屋的门老是锁着", "payload": "village:1"},
    {"t": "say", "id": "m3f2a0002", "text": "", "photos": ["0" * 64]},
    {"t": "say", "id": "m3f2a0003", "text": "", "place": {"latitude": 36.18, "longitude": 118.17}},
    {"t": "sync"},
    {"t": "got", "n": 1},
))  # fmt: skip


def frame(
    kind: int, content: bytes, *, first: int = 0x80, size: int | None = None, masked: bool = True
) -> bytes:
    """One frame; ``first`` are the bits before the kind, ``size`` is what it claims."""
    length = len(content) if size is None else size
    mark = 0x80 if masked else 0
    if length < 126:
        head = struct.pack(">BB", first | kind, mark | length)
    elif length < 1 << 16:
        head = struct.pack(">BBH", first | kind, mark | 126, length)
    else:
        head = struct.pack(">BBQ", first | kind, mark | 127, length)
    if not masked:
        return head + content
    return head + MASK + bytes(byte ^ MASK[at % 4] for at, byte in enumerate(content))


def frames(seed: int, count: int) -> list[tuple[bytes, bool]]:
    """So many, each for a connection of its own, and whether one promises more than it brings."""
    dice = Random(seed)
    made = [frame(TEXT, content) for content in (*VALID, *JSONS)]
    made += [frame(TEXT, b"x" * size) for size in (65_535, 65_536, 65_537, 200_000)]
    made += [frame(kind, b"x") for kind in (0, BINARY, 3, 7, PING, PONG, 11, 15)]
    made += [
        frame(CLOSE, content)
        for content in (b"", b"x", b"\x03\xe8", b"\x00\x00", b"\x03\xe8\xff", b"\x03\xe8" * 90)
    ]
    made += [frame(TEXT, VALID[0], first=first) for first in (0xC0, 0xF0, 0x00, 0x40)]
    open_ = [frame(TEXT, VALID[0], size=size) for size in (300, 1 << 16, (1 << 63) - 1, (1 << 64) - 1)]
    made += [frame(TEXT, VALID[0], size=size) for size in (0, 5)]
    made += [
        frame(TEXT, VALID[0], masked=False),
        frame(PING, b"x" * 300),
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 90,
    ]
    made += [
        frame(TEXT, VALID[0][:9], first=0) + frame(0, VALID[0][9:]),
        frame(TEXT, b"{", first=0) * 3,
        frame(3, b"") * 9,
    ]
    made += [frame(TEXT, VALID[3]) * 40, frame(TEXT, b'{"t":"got","n":' + b"9" * 30 + b"}")]
    while len(made) < count - len(open_):
        bend = dice.choice((bent, mangled, worded))
        made.append(frame(TEXT, bend(dice, dice.choice(VALID))))
    return [*((one, False) for one in made), *((one, True) for one in open_)]
