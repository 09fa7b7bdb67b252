"""Raw updates as the platform sends them (updates/), and the message that each is, or the refusal."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from connectors.telegram.payload import convert
from connectors.telegram.updates import Me, Moved, read
from storage.messages import Inbound
from tests.connectors.payloads import table, told

ROWS: list[dict[str, Any]] = table("telegram/updates")
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
ME = Me(4242, "shiliu_test_bot")


@pytest.mark.parametrize("row", ROWS, ids=[row["title"] for row in ROWS])
def test_a_raw_update_is_what_was_done(row: dict[str, Any]) -> None:
    raw = json.loads(json.dumps(row["update"]))
    if "unreadable" in row:
        with pytest.raises(msgspec.ValidationError) as refused:
            convert(raw)
        assert row["unreadable"] in str(refused.value)
        return
    meaning = read(convert(raw), ME, NOW)
    if "is" in row:
        assert isinstance(meaning, Inbound)
        assert told(meaning) == {"channel": "telegram", "received_at": NOW, "text": "", **row["is"]}
    elif "moved" in row:
        assert meaning == Moved(*row["moved"])
    else:
        assert row["nothing"]
        assert meaning is None
