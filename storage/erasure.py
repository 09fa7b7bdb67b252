"""Erasing a person: the data key goes, and with it everything sealed under it.

Entries, chain and counts stay. Rows outside the ledger are blanked. A message that still waits to be
handled or sent is blanked when that has happened, so that the erasure loses nobody's request.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.attended import attended
from storage.entries import Erased
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.people import Person
from storage.photo_links import photo_links
from storage.quotas import send_windows
from storage.scope import Scope
from storage.subscriptions import subscriptions
from storage.tables import accounts, cases, conversations, files, inbox, outbox, people

_TALKS = sa.select(conversations.c.key).where(conversations.c.person == sa.bindparam("person"))
_CASES = sa.select(cases.c.no).where(cases.c.reporter == sa.bindparam("person")).order_by(cases.c.no)
_BLANK_PERSON = sa.update(people).where(people.c.id == sa.bindparam("person")).values(
    sealed=b"", phone_index=None, role=None, unit=None, town=None, erased_at=sa.bindparam("at"))  # fmt: skip
_OF_PERSON = sa.select(accounts.c.account).where(accounts.c.person == sa.bindparam("person"))
_FILES = sa.select(files.c.digest).where(files.c.owner == sa.bindparam("person"))
TO_SAY_SO = timedelta(minutes=10)
"""How long a send window outlives its person, so that they can be told that all is deleted."""
_DROP = (
    sa.delete(send_windows).where(send_windows.c.ends_at <= sa.bindparam("at")),
    sa.update(send_windows)
    .where(send_windows.c.account.in_(_OF_PERSON), send_windows.c.ends_at > sa.bindparam("soon"))
    .values(ends_at=sa.bindparam("soon")),
    sa.delete(attended).where(attended.c.account.in_(_OF_PERSON)),
    sa.delete(subscriptions).where(subscriptions.c.account.in_(_OF_PERSON)),
    sa.delete(accounts).where(accounts.c.person == sa.bindparam("person")),
    sa.delete(photo_links).where(photo_links.c.digest.in_(_FILES)),
    sa.delete(photo_links).where(photo_links.c.person == sa.bindparam("person")),
    sa.delete(files).where(files.c.owner == sa.bindparam("person")),
)
_DROP_TALKS = sa.delete(conversations).where(conversations.c.key.in_(sa.bindparam("talks", expanding=True)))


def erase(scope: Scope, keys: Keyring, ledger: Ledger, person: Person) -> int:
    """Erase; return the number of cases of this person, all of which stay valid."""
    talks = sorted({f"{channel}:{chat}" for channel, chat in person.accounts}
                   | {row.key for row in scope.all(_TALKS, person=person.id)})  # fmt: skip
    own = [row.no for row in scope.all(_CASES, person=person.id)]
    keys.destroy(person.id)
    scope.execute(_BLANK_PERSON, {"person": person.id, "at": scope.now})
    bounds = {"at": scope.now, "soon": scope.now + TO_SAY_SO}
    for statement in _DROP:
        scope.execute(statement, {"person": person.id, **bounds})
    if talks:
        _blank_talks(scope, talks, f"erased:{person.id}")
    for no in own:
        ledger.refold(no)
    ledger.record(f"person:{person.id}", Erased(len(own)), actor=person.id, person=person.id)
    return len(own)


def _blank_talks(scope: Scope, talks: list[str], alias: str) -> None:
    scope.execute(_DROP_TALKS, {"talks": talks})
    for table, note in ((inbox, inbox.c.note), (outbox, outbox.c.error)):
        for statement in _blanking(table, note):
            scope.execute(statement, {"talks": talks, "alias": alias})


def _blanking(table: sa.Table, note: sa.Column[Any]) -> tuple[sa.Update, sa.Update]:
    """Return the statements for rows that are finished and for rows that still wait."""
    of_person = table.c.conversation.in_(sa.bindparam("talks", expanding=True))
    waits = table.c.status == "pending"
    blank = {"payload": b"", note.name: "", "conversation": sa.bindparam("alias")}
    finished = sa.update(table).where(of_person, sa.not_(waits)).values(blank)
    return finished, sa.update(table).where(of_person, waits).values(forget=True)
