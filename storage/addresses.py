"""Addresses at which a platform takes one late answer each, for as long as they are good.

Whoever wants to answer takes an address out; so no two processes ever use the same one. Conversations
appear as their blind index only, and the addresses, which are their own permission, are sealed. After an
erasure they stay for their hour, since the answer to that wish may still have to go there.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Column, Index, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata

reply_addresses = Table(
    "reply_addresses", metadata,
    Column("code", LargeBinary, primary_key=True),
    Column("conversation", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Index("reply_addresses_of", "conversation", "ends_at"),
    Index("reply_addresses_end", "ends_at"),
)  # fmt: skip
ABOUT = "address"

_KEEP = insert(reply_addresses).on_conflict_do_nothing(index_elements=["code"])
_CLEAR = sa.delete(reply_addresses).where(reply_addresses.c.ends_at <= sa.bindparam("at"))
_next = (
    sa.select(reply_addresses.c.code)
    .where(
        reply_addresses.c.conversation == sa.bindparam("talk"), reply_addresses.c.ends_at > sa.bindparam("at")
    )
    .order_by(reply_addresses.c.ends_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_TAKE = (
    sa.delete(reply_addresses)
    .where(reply_addresses.c.code == _next)
    .returning(reply_addresses.c.sealed, reply_addresses.c.ends_at)
)


class Addresses:
    """The addresses in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def keep(self, conversation: str, address: str, until: datetime) -> None:
        """Keep an address; the same one again changes nothing. Old ones go."""
        self._scope.execute(_CLEAR, {"at": self._scope.now})
        vault = self._scope.vault
        row = {
            "code": vault.blind(ABOUT, address), "conversation": vault.blind("conversation", conversation),
            "sealed": vault.seal(address.encode(), ABOUT), "ends_at": until,
        }  # fmt: skip
        self._scope.execute(_KEEP, row)

    def take(self, conversation: str) -> tuple[str, datetime] | None:
        """Take out the address that ends first, with its end; None where there is none."""
        talk = self._scope.vault.blind("conversation", conversation)
        row = self._scope.execute(_TAKE, {"talk": talk, "at": self._scope.now}).first()
        return None if row is None else (self._scope.vault.open(row.sealed, ABOUT).decode(), row.ends_at)
