"""Data keys of their owners: persons, and cases that have no person."""

import sqlalchemy as sa

from storage.scope import Scope
from storage.sealing import Box
from storage.tables import secrets

_GET = sa.select(secrets.c.wrapped).where(secrets.c.owner == sa.bindparam("owner"))
_PUT = sa.insert(secrets)
_DESTROY = sa.delete(secrets).where(secrets.c.owner == sa.bindparam("who"))


class Keyring:
    """The data keys, within one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, owner: str) -> Box | None:
        """Return the key of an owner; None when there is none, or no longer."""
        return self.unwrap(owner, self._scope.scalar(_GET, owner=owner))

    def unwrap(self, owner: str, wrapped: bytes | None) -> Box | None:
        """Return the key from its stored form."""
        return None if wrapped is None else self._scope.vault.unwrap(owner, wrapped)

    def create(self, owner: str) -> Box:
        """Make and keep a key for a new owner."""
        wrapped, box = self._scope.vault.new_key(owner)
        self._scope.execute(_PUT, {"owner": owner, "wrapped": wrapped})
        return box

    def first(self, *owners: str | None) -> tuple[str, Box]:
        """Return the first owner that has a key; the last gets one if none has."""
        named = [owner for owner in owners if owner]
        for owner in named:
            if (box := self.get(owner)) is not None:
                return owner, box
        return named[-1], self.create(named[-1])

    def destroy(self, owner: str) -> None:
        """Destroy a key; what is sealed under it stays unreadable."""
        self._scope.execute(_DESTROY, {"who": owner})
