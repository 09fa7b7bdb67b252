"""Bends what is valid: odd values where others are expected, scraps in the middle, cuts and doubles."""

import copy
import itertools
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

MOST = 120_000
_numbers = itertools.count(10**9)

ODD = (
    None, True, -1, 0, 2**31, 2**53, 2**63, 10**30, -(10**30), 1e308, float("nan"), "", " ", "\x00", "\ud800",
    "\udfff\ud800", "a\x1f\x7f\u2028b", "]]>", "字" * 5_000, "救命" * 400, [], {}, [[]], {"x": {"y": []}}, "../../etc/passwd",
    "%s%n{0.__class__}", "' OR 1=1 --", "<script>", "\u202egnp.exe", "٤٢", "1e9",
)  # fmt: skip
"""What stands where something else is expected."""
WORDS = (
    *(one for one in ODD if isinstance(one, str)), "0", "-1", "1" * 40, "1.5", "NaN", "9" * 5_000, "\x1d\x07村里\x0b", "🙂" * 900,
    "转人工", "注销", "跳过", "/start ~", "WH20261120-0001", "\n\n", "e\u0301" * 300, "[链接](javascript:1)", "\ufeff好\ufffe",
)  # fmt: skip
"""What somebody may have written where a platform has a text or a number."""
LEAF = re.compile(rb">(?:<!\[CDATA\[)?([^<>]*)(?:\]\]>)?</")
SCRAPS = (
    b"\x00", b"\x00" * 300, b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b[2J", b"]]>", b"<![CDATA[", b"<!--",
    b"&x;", b"&#0;", b"&#xD800;", b"&#x110000;", b"<?xml version='1.0' encoding='utf-16'?>", b"<xml>", b"</xml>",
    b'"', b"\\", b"\\ud800", b"{", b"}", b"[" * 200, b"\r\n\r\n", b"%00", b"'", "\u2028".encode(),
)  # fmt: skip
"""What stands in the middle of something whole."""


def fresh(content: bytes) -> bytes:
    """The same from another message, so that it is not taken for a second delivery."""
    number = str(next(_numbers)).encode()
    content = re.sub(rb"<MsgId>\d+</MsgId>", b"<MsgId>" + number + b"</MsgId>", content)
    return re.sub(rb'("(?:message_id|msgid)": ?"?)\w+', rb"\g<1>" + number, content)


def mangled(dice: Random, content: bytes) -> bytes:
    """Cut, double, swap and spoil some bytes."""
    content = fresh(content)
    for _ in range(dice.randint(1, 3)):
        at, end = sorted((dice.randrange(len(content) + 1), dice.randrange(len(content) + 1)))
        content = dice.choice((
            content[:at] + dice.choice(SCRAPS) + content[at:],
            content[:at] + dice.choice(SCRAPS) + content[min(at + 3, end) :],
            content[:at] + content[end:],
            content[:end] + content[at:end] * dice.choice((1, 1, 30)) + content[end:],
            content[:at],
            content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :],
            re.sub(rb"\d+", lambda found: dice.choice((found[0], b"-1", b"0", b"9" * 30, b"1.5", b"")), content),
        ))[:MOST]  # fmt: skip
    return content


def bent(dice: Random, content: bytes) -> bytes:
    """Put something odd into one or two places of a JSON message."""
    whole = json.loads(fresh(content))
    for _ in range(dice.randint(1, 2)):
        places = list(_places(whole))
        owner, name = dice.choice(places)
        if dice.random() < 0.15:
            del owner[name]
        else:
            owner[name] = copy.deepcopy(dice.choice(ODD))
        if not whole:
            break
    return json.dumps(whole).encode()


def worded(dice: Random, content: bytes) -> bytes:
    """Leave the shape as it is, and put other words into one or two of its places."""
    content = fresh(content)
    for _ in range(dice.randint(1, 2)):
        word = dice.choice(WORDS)
        if content.startswith(b"{"):
            whole = json.loads(content)
            places = [(owner, name) for owner, name in _places(whole) if isinstance(owner[name], str)]
            owner, name = dice.choice(places)
            owner[name] = word
            content = json.dumps(whole).encode()
        else:
            leaf = dice.choice(list(LEAF.finditer(content)))
            mark = word.encode(errors="surrogatepass")
            content = content[: leaf.start(1)] + mark + content[leaf.end(1) :]
    return content


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    names = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _places(value[name])
