"""Conversations that a person has taken over at the platform's own desk, where the bot keeps silent.

Accounts appear as their blind index only. A conversation comes back by itself when it ends there.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Column, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata

attended = Table(
    "attended", metadata,
    Column("account", LargeBinary, primary_key=True),
    Column("ends_at", Utc, nullable=False),
)  # fmt: skip

_mine = attended.c.account == sa.bindparam("whose")
_new = insert(attended)
_BEGIN = _new.on_conflict_do_update(index_elements=["account"], set_={"ends_at": _new.excluded.ends_at})
_END = sa.delete(attended).where(_mine)
_NOW = sa.select(attended.c.account).where(_mine, attended.c.ends_at > sa.bindparam("at"))


class Attended:
    """The conversations with a person, of one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def begin(self, channel: str, sender: str, until: datetime) -> None:
        """A person speaks with this account, at the latest ``until``."""
        self._scope.execute(_BEGIN, {"account": self._account(channel, sender), "ends_at": until})

    def end(self, channel: str, sender: str) -> None:
        """The bot has the conversation again."""
        self._scope.execute(_END, {"whose": self._account(channel, sender)})

    def now(self, channel: str, sender: str) -> bool:
        """Whether a person seems to have it."""
        row = self._scope.first(_NOW, whose=self._account(channel, sender), at=self._scope.now)
        return row is not None

    def _account(self, channel: str, sender: str) -> bytes:
        return self._scope.vault.blind("account", f"{channel}\0{sender}")
