"""Posts: a role is bound to a person with a one-time invitation code."""

from datetime import timedelta
from secrets import choice
from typing import cast

import sqlalchemy as sa

from storage.directory import Directory
from storage.entries import RoleBound, RoleRevoked
from storage.ledger import Ledger
from storage.people import Person, Post, Role
from storage.scope import Scope
from storage.tables import invitations, people

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Characters of a code, without those that are easily confused."""
LENGTH = 10

_INVITE = sa.insert(invitations)
_REDEEM = (
    sa.update(invitations)
    .where(
        invitations.c.code == sa.bindparam("hash"),
        invitations.c.used_by.is_(None),
        invitations.c.expires_at > sa.bindparam("at"),
    )
    .values(used_by=sa.bindparam("who"))
    .returning(invitations)
)
_BIND = sa.update(people).where(people.c.id == sa.bindparam("who")).values(
    role=sa.bindparam("new_role"), unit=sa.bindparam("new_unit"), town=sa.bindparam("new_town"))  # fmt: skip


class Posts:
    """Posts and invitations of one transaction."""

    def __init__(self, scope: Scope, directory: Directory, ledger: Ledger) -> None:
        self._scope = scope
        self._directory = directory
        self._ledger = ledger

    def invite(self, *, role: str, unit: str | None, town: str | None, by: str, days: int = 7) -> str:
        """Return a one-time code for a post, e.g. ``K7QMX-3WPAF``; only its fingerprint is kept."""
        code = "".join(choice(ALPHABET) for _ in range(LENGTH))
        self._scope.execute(_INVITE, {
            "code": self._hash(code), "role": role, "unit": unit, "town": town, "by": by,
            "expires_at": self._scope.now + timedelta(days=days),
        })  # fmt: skip
        return f"{code[:5]}-{code[5:]}"

    def redeem(self, code: str, person: str) -> Post | None:
        """Bind the post of a code to a person; None when the code is wrong, used or too old."""
        row = self._scope.first(_REDEEM, hash=self._hash(code), at=self._scope.now, who=person)
        if row is None:
            return None
        self._bind(person, row.role, row.unit, row.town)
        body = RoleBound(row.role, row.unit, row.town, invitation=row.code.hex())
        self._ledger.record(f"person:{person}", body, actor=row.by, person=person)
        return Post(cast(Role, row.role), row.unit, row.town)

    def revoke(self, person: str, *, actor: str = "") -> None:
        """Take a person's post away, if they hold one."""
        found = self._directory.get(person)
        if found is None or found.post is None:
            return
        self._bind(person, None, None, None)
        body = RoleRevoked(found.post.role)
        self._ledger.record(f"person:{person}", body, actor=actor or person, person=person)

    def all(self) -> list[tuple[Person, Post]]:
        """Return everybody who holds a post, with it."""
        return [(person, person.post) for person in self._directory.holders() if person.post]

    def holders(self, *, unit: str | None = None, town: str | None = None,
                role: str | None = None) -> list[Person]:  # fmt: skip
        """Return those whose post fits all that is given."""
        wanted = {"unit": unit, "town": town, "role": role}
        equal = [people.c[name] == value for name, value in wanted.items() if value is not None]
        return self._directory.select(people.c.role.is_not(None), *equal)

    def _bind(self, person: str, role: str | None, unit: str | None, town: str | None) -> None:
        self._scope.execute(_BIND, {"who": person, "new_role": role, "new_unit": unit, "new_town": town})

    def _hash(self, code: str) -> bytes:
        typed = "".join(filter(str.isalnum, code.upper()))
        return self._scope.vault.blind("invitation", typed)
