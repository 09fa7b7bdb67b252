"""Sample values for the tests of the store."""

from typing import Any

import sqlalchemy as sa

from storage.case import Case
from storage.entries import Opened
from storage.messages import Inbound, Outbound
from storage.store import Store
from storage.tables import metadata
from storage.tx import Tx
from tests.storage.conftest import START

WORDS = "俺村文化广场那个音响坏了快俩月了，找李桂花，电话13812340123"
NAME = "李桂花"
PHONE = "13812340123"


def inbound(
    external_id: str = "1", text: str = "我们村好久没放电影了", sender: str = "u1", **more: Any
) -> Inbound:
    fields = {"channel": "web", "chat": sender, "received_at": START} | more
    return Inbound(external_id=external_id, text=text, sender=sender, **fields)


def outbound(text: str = "收到", chat: str = "u1", **more: Any) -> Outbound:
    return Outbound(channel=more.pop("channel", "web"), chat=chat, text=text, **more)


def need(**more: Any) -> Opened:
    fields: dict[str, Any] = {
        "profile": "yiyuan", "source": "chat", "channel": "web", "words": WORDS, "kind": "complaint",
        "category": "facility", "urgency": "normal", "town": "燕崖镇", "village": "碾砣村",
        "topic": "音响", "venue": "文化广场", "summary": "文化广场音响损坏",
    }  # fmt: skip
    return Opened(**(fields | more))


def open_case(tx: Tx, person: str | None = None, **more: Any) -> Case:
    return tx.ledger.open(need(**more), actor="bot", person=person)


async def everything(store: Store) -> str:
    """Return every stored value of every table as one text."""

    def dump(tx: Tx) -> str:
        rows = [row for table in metadata.sorted_tables for row in tx.scope.all(sa.select(table))]
        return "\n".join(str(value) if not isinstance(value, bytes) else value.decode("utf-8", "replace")
                         for row in rows for value in row)  # fmt: skip

    return await store.read(dump)
