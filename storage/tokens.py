"""Access tokens of platforms, shared by all processes; one of them at a time fetches a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Column, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata, text

platform_tokens = Table(
    "platform_tokens", metadata,
    text("name", primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("forced_at", Utc),
    Column("fetching_until", Utc, nullable=False),
)  # fmt: skip
LEASE = timedelta(seconds=15)
"""How long the others wait for the one that fetches."""

_GET = sa.select(platform_tokens).where(platform_tokens.c.name == sa.bindparam("of"))
_new = insert(platform_tokens)
_TURN = _new.on_conflict_do_update(
    index_elements=["name"],
    set_={"fetching_until": _new.excluded.fetching_until},
    where=platform_tokens.c.fetching_until <= sa.bindparam("at"),
).returning(platform_tokens.c.name)
_which = platform_tokens.c.name == sa.bindparam("of")
_KEEP = sa.update(platform_tokens).where(_which).values(
    sealed=sa.bindparam("new"), ends_at=sa.bindparam("until"), fetching_until=sa.bindparam("at"))  # fmt: skip
_FORCED = sa.update(platform_tokens).where(_which).values(forced_at=sa.bindparam("at"))
_FAILED = sa.update(platform_tokens).where(_which).values(fetching_until=sa.bindparam("at"))


@dataclass(frozen=True, slots=True)
class Token:
    """A token; ``forced_at`` is when a new one was last forced, None never."""

    value: str
    ends_at: datetime
    forced_at: datetime | None

    def __repr__(self) -> str:
        """Nothing of the value."""
        return f"Token(until {self.ends_at})"


class Tokens:
    """The tokens in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, name: str) -> Token | None:
        """Return the token, valid or not; None where there was never one."""
        row = self._scope.first(_GET, of=name)
        if row is None:
            return None
        value = self._scope.vault.open(row.sealed, f"token:{name}").decode() if row.sealed else ""
        return Token(value, row.ends_at, row.forced_at)

    def turn(self, name: str) -> bool:
        """Whether the caller is to fetch a new one now; False while another does."""
        now = self._scope.now
        row = {"name": name, "sealed": b"", "ends_at": now, "forced_at": None,
               "fetching_until": now + LEASE, "at": now}  # fmt: skip
        return self._scope.execute(_TURN, row).first() is not None

    def keep(self, name: str, value: str, ends_at: datetime) -> None:
        """Keep what the caller fetched."""
        sealed = self._scope.vault.seal(value.encode(), f"token:{name}")
        self._scope.execute(_KEEP, {"of": name, "new": sealed, "until": ends_at, "at": self._scope.now})

    def force(self, name: str) -> None:
        """Note that the caller is about to force a new one, whatever comes of it."""
        self._scope.execute(_FORCED, {"of": name, "at": self._scope.now})

    def failed(self, name: str) -> None:
        """The caller got none: another may try."""
        self._scope.execute(_FAILED, {"of": name, "at": self._scope.now})
