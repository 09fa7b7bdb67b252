"""Callbacks as WeChat's documentation shows them (callbacks/), and what each means, or the refusal.

Every row is read plain and encrypted; what is encrypted must come to the same.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.tencent.cipher import Cipher, Unreadable
from connectors.tencent.envelope import Envelope
from connectors.wechat.events import TOUCHED, WROTE, read
from tests.connectors.payloads import table, told
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN

ROWS: list[dict[str, Any]] = table("wechat/callbacks")
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
SENT = datetime(2026, 11, 20, 1, tzinfo=UTC)
WINDOWS = {"wrote": WROTE, "touched": TOUCHED, "none": None}
WHO = "oIWsFt5f3LzZ0mHrFh0vPqrfW0aY"
ALWAYS = {"channel": "wechat", "chat": WHO, "sender": WHO, "received_at": NOW}
ENVELOPE = Envelope(Cipher(APP_ID, TOKEN, (KEY,)))


@pytest.mark.parametrize("safe", [False, True], ids=["plain", "safe"])
@pytest.mark.parametrize("row", ROWS, ids=[row["title"] for row in ROWS])
def test_a_raw_callback_is_what_was_done(row: dict[str, Any], safe: bool) -> None:
    xml, query = row["xml"].replace(r"\x1d", "\x1d"), crypt.address(TOKEN)
    if safe:
        encrypted = crypt.encrypt(xml, KEY, APP_ID)
        xml = f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        query = crypt.address(TOKEN, encrypted)
    if "unreadable" in row:
        with pytest.raises(Unreadable, match=row["unreadable"]):
            ENVELOPE.open(xml.encode(), query)
        return
    happened = read(ENVELOPE.open(xml.encode(), query).fields, NOW)
    if "nothing" in row:
        assert row["nothing"]
        assert happened is None
        return
    assert happened is not None
    number = {"external_id": f"{WHO}\n23456789012345678"}
    assert told(happened.message) == {**ALWAYS, **number, **row["is"]}
    assert (happened.at, happened.window) == (SENT, WINDOWS[row["window"]])
    flags = {"pressed": happened.pressed, "place": happened.place, "leaves": happened.leaves}
    assert {name: value for name, value in flags.items() if value} == {
        name: row[name] for name in flags if name in row
    }
