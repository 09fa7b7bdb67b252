"""People: found by account or telephone, changed, told, asked; names and telephones sealed."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

import msgspec
import sqlalchemy as sa

from storage import erasure
from storage.dossier import dossier
from storage.entries import ConsentGiven, OptedIn, OptedOut
from storage.errors import UnknownPersonError
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.people import Person, Post
from storage.scope import Scope
from storage.sealing import Box
from storage.tables import accounts, people, secrets

_own = accounts.alias("own")
_ALL = (
    sa.select(people, secrets.c.wrapped, _own.c.sealed.label("account"))
    .outerjoin(secrets, secrets.c.owner == people.c.id)
    .outerjoin(_own, _own.c.person == people.c.id)
    .order_by(people.c.since, people.c.id)
)
"""Persons with their wrapped key, one row for each account."""
_BY_ACCOUNT = _ALL.where(
    people.c.id
    == sa.select(accounts.c.person).where(accounts.c.account == sa.bindparam("account")).scalar_subquery()
)
_BY_ID = _ALL.where(people.c.id == sa.bindparam("id"))
_BY_PHONE = _ALL.where(people.c.phone_index == sa.bindparam("phone"))
_HOLDERS = _ALL.where(people.c.role.is_not(None))
_INSERT = sa.insert(people)
_ACCOUNT = sa.insert(accounts)
_MOVE = (
    sa.update(accounts).where(accounts.c.account == sa.bindparam("which")).values(sealed=sa.bindparam("new"))
)
_who = people.c.id == sa.bindparam("who")
_UPDATE = sa.update(people).where(_who).values(
    sealed=sa.bindparam("new"), phone_index=sa.bindparam("index"), minor=sa.bindparam("young"))  # fmt: skip
_NOTICE = sa.update(people).where(_who).values(notice=sa.bindparam("new"))
_OPT = sa.update(people).where(_who).values(opted_out=sa.bindparam("new"))


class Contact(msgspec.Struct, frozen=True):
    """The sealed part of a person."""

    name: str | None = None
    phone: str | None = None


class Directory:
    """People of one transaction."""

    def __init__(self, scope: Scope, keys: Keyring, ledger: Ledger) -> None:
        self._scope = scope
        self._keys = keys
        self._ledger = ledger

    def identify(self, channel: str, sender: str, chat: str) -> Person:
        """Return the person behind an account; a new account is a new person."""
        account = self._scope.vault.blind("account", f"{channel}\0{sender}")
        found = self._people(_BY_ACCOUNT, account=account)
        if not found:
            return self._meet(account, channel, chat)
        if chat == sender and (channel, chat) not in found[0].accounts:
            # a private chat reaches the person alone, so it takes the place of a group chat
            return self._move(found[0], account, channel, chat)
        return found[0]

    def find(self, channel: str, sender: str) -> Person | None:
        """Return the person behind an account, or None."""
        found = self._people(_BY_ACCOUNT, account=self._scope.vault.blind("account", f"{channel}\0{sender}"))
        return found[0] if found else None

    def get(self, person: str) -> Person | None:
        """Return the person with this id, or None."""
        found = self._people(_BY_ID, id=person)
        return found[0] if found else None

    def update(self, person: str, *, name: str | None = None, phone: str | None = None,
               minor: bool | None = None) -> Person:  # fmt: skip
        """Change what is given; None leaves a value as it is. UnknownPersonError also after an erasure."""
        given = {"name": name, "phone": phone, "minor": minor}
        changed = {key: value for key, value in given.items() if value is not None}
        after = msgspec.structs.replace(self._known(person), **changed)
        key = self._key(person)
        self._scope.execute(_UPDATE, {
            "who": person, "young": after.minor, "index": self._phone_index(after.phone),
            "new": _seal(key, Contact(after.name, after.phone), person),
        })  # fmt: skip
        return after

    def caller(self, name: str | None, phone: str | None) -> Person:
        """Return a hotline caller: the person with that telephone, or a new one without account."""
        known = self.by_phone(phone) if phone else []
        return known[0] if known else self._create(name, phone)

    def by_phone(self, phone: str) -> list[Person]:
        """Return the people with this telephone, longest known first."""
        index = self._phone_index(phone)
        return self._people(_BY_PHONE, phone=index) if index else []

    def notice(self, person: str, version: str) -> None:
        """Record that the privacy notice was shown."""
        self._scope.execute(_NOTICE, {"who": person, "new": version})
        self._ledger.record(f"person:{person}", ConsentGiven(version), actor=person, person=person)

    def opt(self, person: str, what: str, out: bool) -> None:
        """Record that the person wants no more messages of a sort, or wants them again."""
        before = self._known(person).opted_out
        after = before | {what} if out else before - {what}
        self._scope.execute(_OPT, {"who": person, "new": msgspec.json.encode(sorted(after)).decode()})
        body = OptedOut(what) if out else OptedIn(what)
        self._ledger.record(f"person:{person}", body, actor=person, person=person)

    def holders(self) -> list[Person]:
        """Return everybody who holds a post."""
        return self._people(_HOLDERS)

    def select(self, *conditions: sa.ColumnElement[bool]) -> list[Person]:
        """Return the people for whom all conditions on the people table hold."""
        return self._people(_ALL.where(*conditions))

    def erase(self, person: str) -> int:
        """Destroy everything personal about someone; return the number of their cases, which stay."""
        return erasure.erase(self._scope, self._keys, self._ledger, self._known(person))

    def export(self, person: str) -> dict[str, Any]:
        """Return everything kept about someone, as plain JSON-able data."""
        return dossier(self._scope, self._ledger, self._known(person))

    def _known(self, person: str) -> Person:
        found = self.get(person)
        if found is None:
            raise UnknownPersonError(person)
        return found

    def _key(self, person: str) -> Box:
        key = self._keys.get(person)
        if key is None:
            raise UnknownPersonError(f"{person} was erased")
        return key

    def _meet(self, account: bytes, channel: str, chat: str) -> Person:
        person = self._create(None, None)
        sealed = _seal(self._key(person.id), (channel, chat), person.id)
        self._scope.execute(_ACCOUNT, {"account": account, "person": person.id, "sealed": sealed})
        return msgspec.structs.replace(person, accounts=((channel, chat),))

    def _move(self, person: Person, account: bytes, channel: str, chat: str) -> Person:
        sealed = _seal(self._key(person.id), (channel, chat), person.id)
        self._scope.execute(_MOVE, {"which": account, "new": sealed})
        return self._known(person.id)

    def _create(self, name: str | None, phone: str | None) -> Person:
        person = f"p{token_hex(8)}"
        key = self._keys.create(person)
        self._scope.execute(_INSERT, {
            "id": person, "phone_index": self._phone_index(phone), "minor": False, "notice": "",
            "opted_out": "[]", "since": self._scope.now,
            "sealed": _seal(key, Contact(name, phone), person),
        })  # fmt: skip
        return Person(person, name, phone, since=self._scope.now)

    def _phone_index(self, phone: str | None) -> bytes | None:
        digits = "".join(filter(str.isdigit, phone or ""))
        return self._scope.vault.blind("phone", digits) if digits else None

    def _people(self, statement: sa.Select[Any], **values: Any) -> list[Person]:
        grouped: dict[str, list[Any]] = {}
        for row in self._scope.all(statement, **values):
            grouped.setdefault(row.id, []).append(row)
        return [self._person(rows) for rows in grouped.values()]

    def _person(self, rows: Sequence[Any]) -> Person:
        row = rows[0]
        key = self._keys.unwrap(row.id, row.wrapped)
        contact = _open(key, row.sealed, row.id, Contact) if key and row.sealed else Contact()
        reach = [_open(key, r.account, row.id, tuple[str, str]) for r in rows if key and r.account]
        post = Post(row.role, row.unit, row.town) if row.role else None
        return Person(row.id, contact.name, contact.phone, post, row.notice,
                      frozenset(msgspec.json.decode(row.opted_out)), row.minor, tuple(sorted(reach)),
                      row.since)  # fmt: skip


def _seal(key: Box, value: Any, person: str) -> bytes:
    return key.seal(msgspec.json.encode(value), person)


def _open(key: Box, sealed: bytes, person: str, kind: Any) -> Any:
    return msgspec.json.decode(key.open(sealed, person), type=kind)
