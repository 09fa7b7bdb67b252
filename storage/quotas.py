"""How many messages a platform still takes for somebody who did not just ask: a ledger of windows.

Each contact opens a window of so many messages for so long. A message is booked before it is sent, so
that several processes together never send one too many. Accounts appear as their blind index only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Integer, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata, text

send_windows = Table(
    "send_windows", metadata,
    Column("account", LargeBinary, primary_key=True),
    text("kind", primary_key=True),
    Column("size", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("ends_at", Utc, nullable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """What a sort of contact opens: ``size`` messages within ``span``."""

    kind: str
    size: int
    span: timedelta


_mine = send_windows.c.account == sa.bindparam("whose")
_new = insert(send_windows)
_OPEN = _new.on_conflict_do_update(
    index_elements=["account", "kind"],
    set_={"size": _new.excluded.size, "used": 0, "ends_at": _new.excluded.ends_at},
    where=send_windows.c.ends_at < _new.excluded.ends_at,
)
_VALID = (
    sa.select(send_windows)
    .where(_mine, send_windows.c.ends_at > sa.bindparam("at"))
    .order_by(send_windows.c.ends_at)
)
_LOCKED = _VALID.with_for_update()
_USE = (
    sa.update(send_windows)
    .where(_mine, send_windows.c.kind == sa.bindparam("which"))
    .values(used=sa.bindparam("count"))
)
_CLOSE = sa.update(send_windows).where(_mine).values(
    used=send_windows.c.size, ends_at=sa.bindparam("at"))  # fmt: skip
_FORGET = sa.delete(send_windows).where(_mine)


class Quotas:
    """The ledger in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def open(self, channel: str, sender: str, window: Window, since: datetime) -> None:
        """Open a window that began at ``since``; an older contact that comes late, or the same one again, changes nothing."""
        row = {"account": self._account(channel, sender), "kind": window.kind, "size": window.size,
               "used": 0, "ends_at": since + window.span}  # fmt: skip
        self._scope.execute(_OPEN, row)

    def left(self, channel: str, sender: str) -> int:
        """Return how many messages may still be sent."""
        account = self._account(channel, sender)
        return sum(row.size - row.used for row in self._scope.all(_VALID, whose=account, at=self._scope.now))

    def book(self, channel: str, sender: str, count: int = 1) -> bool:
        """Book messages, from the window that ends first; False, and nothing booked, where too few are left."""
        account = self._account(channel, sender)
        windows = self._locked(account)
        if sum(row.size - row.used for row in windows) < count:
            return False
        for row in windows:
            taken = min(row.size - row.used, count)
            if taken:
                self._use(account, row.kind, row.used + taken)
            count -= taken
        return True

    def give_back(self, channel: str, sender: str, count: int = 1) -> None:
        """Take back bookings that came to nothing; never more than a window holds."""
        account = self._account(channel, sender)
        for row in reversed(self._locked(account)):
            back = min(row.used, count)
            if back:
                self._use(account, row.kind, row.used - back)
            count -= back

    def close(self, channel: str, sender: str) -> None:
        """The platform says that nothing more may be sent before the next contact."""
        self._scope.execute(_CLOSE, {"whose": self._account(channel, sender), "at": self._scope.now})

    def forget(self, channel: str, sender: str) -> None:
        """Somebody left for good."""
        self._scope.execute(_FORGET, {"whose": self._account(channel, sender)})

    def _account(self, channel: str, sender: str) -> bytes:
        return self._scope.vault.blind("account", f"{channel}\0{sender}")

    def _locked(self, account: bytes) -> list[Any]:
        return list(self._scope.all(_LOCKED, whose=account, at=self._scope.now))

    def _use(self, account: bytes, kind: str, used: int) -> None:
        self._scope.execute(_USE, {"whose": account, "which": kind, "count": used})
