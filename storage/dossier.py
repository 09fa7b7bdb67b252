"""Everything kept about one person, for their own reading."""

from typing import Any

import msgspec
import sqlalchemy as sa

from storage.case import Case
from storage.journal import READABLE
from storage.ledger import Ledger
from storage.people import CaseFilter, Person
from storage.scope import Scope
from storage.tables import conversations, entries, files
from storage.transcript import transcript

ALL = 1_000_000
_TALKS = sa.select(conversations.c.key).where(conversations.c.person == sa.bindparam("person"))
_FILES = sa.select(files.c.digest, files.c.mime, files.c.size, files.c.kept_at).where(
    files.c.owner == sa.bindparam("person")
)
_ABOUT = READABLE.where(entries.c.person == sa.bindparam("person")).order_by(entries.c.at, entries.c.version)


def dossier(scope: Scope, ledger: Ledger, person: Person) -> dict[str, Any]:
    """Return person, cases, entries about them, messages and files, as plain JSON-able data."""
    talks = {f"{channel}:{chat}" for channel, chat in person.accounts}
    talks |= {row.key for row in scope.all(_TALKS, person=person.id)}
    kept: dict[str, Any] = msgspec.to_builtins({
        "person": person,
        "cases": [_own(case, person) for case in ledger.cases(CaseFilter(reporter=person.id, limit=ALL))],
        "entries": ledger.read(scope.all(_ABOUT, person=person.id)),
        "messages": {talk: transcript(scope, talk, ALL) for talk in sorted(talks)},
        "files": [dict(row) for row in scope.execute(_FILES, {"person": person.id}).mappings()],
    })  # fmt: skip
    return kept


def _own(case: Case, person: Person) -> Case:
    """Return a case without what others have chosen in its votes."""
    own = tuple(
        msgspec.structs.replace(vote, cast=tuple(pair for pair in vote.cast if pair[0] == person.id))
        for vote in case.votes
    )
    return msgspec.structs.replace(case, votes=own)
