"""What every part of the store works with inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, CursorResult, Executable, Row

from storage.sealing import Vault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction: its connection, the vault and the time (UTC) that holds throughout."""

    connection: Connection
    vault: Vault
    now: datetime

    def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run a statement."""
        return self.connection.execute(statement, values)

    def first(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """Return the first row, or None."""
        return self.connection.execute(statement, values).first()

    def scalar(self, statement: Executable, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, values).scalar()

    def integer(self, statement: Executable, **values: Any) -> int | None:
        """Return the first column of the first row as a number, or None."""
        found = self.scalar(statement, **values)
        return None if found is None else int(found)

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Return all rows."""
        return self.connection.execute(statement, values).all()

    def seal(self, value: msgspec.Struct, about: str) -> bytes:
        """Seal a struct for a payload column."""
        return self.vault.seal(msgspec.json.encode(value), about)

    def unseal(self, sealed: bytes, about: str, kind: type[T]) -> T:
        """Open a payload column."""
        return msgspec.json.decode(self.vault.open(sealed, about), type=kind)
