"""The ledger: cases opened, moved, found and counted. A case row is the fold of its entries."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage import query, similar
from storage.calendar import day_of
from storage.case import Case, apply, fold, opened
from storage.entries import Body, Changed, Entry, Opened
from storage.errors import AlreadyFiledError, UnknownCaseError
from storage.journal import Journal
from storage.people import CaseFilter
from storage.rows import case_of, case_row, searched
from storage.scope import Scope
from storage.search import Search
from storage.tables import cases, counters
from storage.verify import verify

_SERIAL = (
    insert(counters)
    .values(name=sa.bindparam("counter"), serial=1)
    .on_conflict_do_update(index_elements=["name"], set_={"serial": counters.c.serial + 1})
    .returning(counters.c.serial)
)
_DRAWN = sa.select(counters.c.serial).where(counters.c.name == sa.bindparam("counter"))
_INSERT = sa.insert(cases)
_BRIEF = sa.select(cases.c.no, cases.c.doc)
_CASE = _BRIEF.where(cases.c.no == sa.bindparam("no"))
_HEAD = (
    sa.select(cases.c.no, cases.c.doc, cases.c.head).where(cases.c.no == sa.bindparam("no")).with_for_update()
)
_SHORT = (
    _BRIEF.where(cases.c.short == sa.bindparam("short"))
    .order_by(cases.c.received_at.desc(), cases.c.no.desc())
    .limit(sa.bindparam("limit"))
)
_CODE = _BRIEF.where(cases.c.query_code == sa.bindparam("code")).order_by(cases.c.received_at.desc()).limit(1)
_OUTSIDE = _BRIEF.where(cases.c.outside_no == sa.bindparam("outside")).order_by(cases.c.outside_part)
_PRINTED = _BRIEF.where(cases.c.fingerprint == sa.bindparam("print"))
_AFTER = (
    _BRIEF.where(cases.c.no > sa.bindparam("after"))
    .order_by(cases.c.no)
    .limit(sa.bindparam("limit"))
)  # fmt: skip


class Ledger:
    """Cases and entries of one transaction."""

    def __init__(self, scope: Scope, journal: Journal) -> None:
        self._scope = scope
        self._journal = journal
        self._search = Search(scope)

    def open(
        self, body: Opened, *, actor: str, person: str | None,
        at: datetime | None = None, no: str | None = None,
    ) -> Case:  # fmt: skip
        """Register a case and return it with its number.

        ``at`` is given only for records that are entered later than they were received, ``no`` only
        for records that bring their number along; new numbers of that day then go on after it.
        AlreadyFiledError where outside number and part, or the fingerprint, are those of another case.
        """
        self._refuse_second(body)
        received = at or self._scope.now
        if no is None:
            no = self.next_number(day_of(received))
        else:
            self._reserve(no)
        entry = self._journal.write(f"case:{no}", 1, "", body, actor=actor, person=person, at=received)
        case = opened(entry)
        self._scope.execute(_INSERT, case_row(self._scope, case, entry.hash))
        self._search.put(no, searched(case))
        return case

    def append(self, no: str, body: Body, *, actor: str, at: datetime | None = None) -> Case:
        """Add an entry to a case and return the case after it; UnknownCaseError if there is none.

        ``at`` is given only for records that are entered later than they happened. AlreadyFiledError
        where a changed outside number is that of another case.
        """
        row = self._scope.first(_HEAD, no=no)
        if row is None:
            raise UnknownCaseError(no)
        case = case_of(self._scope, row)
        self._refuse_second_after(case, body)
        entry = self._journal.write(f"case:{no}", case.version + 1, row.head, body, actor=actor,
                                    person=case.reporter, at=at)  # fmt: skip
        after = apply(case, entry)
        self._rewrite(after, entry.hash)
        self._search.replace(no, searched(case), searched(after))
        return after

    def record(self, stream: str, body: Body, *, actor: str, person: str | None = None) -> Entry:
        """Add an entry to a stream that is no case."""
        if stream.startswith("case:"):
            raise ValueError("entries of a case are appended to the case")
        return self._journal.record(stream, body, actor=actor, person=person)

    def case(self, no: str) -> Case | None:
        """Return the case with this number, or None."""
        return self._one(_CASE, no=no)

    def by_code(self, code: str) -> Case | None:
        """Return the case with this query code, or None."""
        return self._one(_CODE, code=code)

    def by_outside(self, outside_no: str) -> list[Case]:
        """Return the cases with this outside number, in order of their part."""
        return self._many(self._scope.all(_OUTSIDE, outside=outside_no))

    def by_fingerprint(self, fingerprint: str) -> Case | None:
        """Return the case opened from this row, or None."""
        return self._one(_PRINTED, print=fingerprint)

    def fingerprint(self, *values: str) -> str:
        """Return what tells a row without a number from others: keyed, so that nobody can guess it back."""
        return self._scope.vault.blind("row", "\0".join(values)).hex()

    def by_short(self, last4: str, limit: int = 5) -> list[Case]:
        """Return the cases whose number ends so, newest first."""
        return self._many(self._scope.all(_SHORT, short=last4, limit=limit))

    def cases(self, wanted: CaseFilter) -> list[Case]:
        """Return the cases that a filter lets through, in its order."""
        return self._many(self._scope.all(query.listed(wanted, *self._within(wanted))))

    def count(self, wanted: CaseFilter) -> int:
        """Return how many cases a filter lets through, whatever its limit."""
        counted = query.narrowed(sa.select(sa.func.count()).select_from(cases), wanted)
        return self._scope.integer(counted.where(*self._within(wanted))) or 0

    def page(self, after: str = "", limit: int = 1000) -> list[Case]:
        """Return cases in order of number, those after ``after``; for reading all of them in pages."""
        return self._many(self._scope.all(_AFTER, after=after, limit=limit))

    def similar(self, *, town: str | None, village: str | None, category: str | None, topic: str | None,
                venue: str | None, since: datetime, limit: int = 3) -> list[Case]:  # fmt: skip
        """Return open cases about the same thing at the same place, the closest first."""
        about = similar.About(town, village, category, topic, venue)
        found = similar.find(self._scope, about, since, limit)
        return [case for no in found if (case := self.case(no)) is not None]

    def entries(self, stream: str) -> list[Entry]:
        """Return the entries of a stream, first to last."""
        return self._journal.entries(stream)

    def read(self, rows: Sequence[Any]) -> list[Entry]:
        """Turn selected rows (``journal.READABLE``) into entries."""
        return self._journal.read(rows)

    def refold(self, no: str) -> None:
        """Write the row anew from its entries, as after an erasure."""
        history = self._journal.entries(f"case:{no}")
        self._rewrite(fold(history), history[-1].hash)

    def next_number(self, day: date) -> str:
        """Draw the next case number of a day; a number is never given twice."""
        return f"WH{day:%Y%m%d}-{self.serial(f'{day:%Y%m%d}'):04d}"

    def serial(self, counter: str) -> int:
        """Draw the next value of a counter, from 1."""
        return self._scope.execute(_SERIAL, {"counter": counter}).scalar_one()  # type: ignore[no-any-return]

    def _reserve(self, no: str) -> None:
        """Keep the counter of a day at or above a number that was brought along."""
        day, _, serial = no.removeprefix("WH").partition("-")
        while self._drawn(day) < int(serial):
            self.serial(day)

    def _drawn(self, counter: str) -> int:
        return self._scope.scalar(_DRAWN, counter=counter) or 0

    def verify(self) -> list[str]:
        """Recompute chains, folds and serials; return what does not hold, empty if all does."""
        return verify(self._scope, self._journal)

    def _refuse_second(self, wanted: Opened | Case) -> None:
        """Raise AlreadyFiledError if another case stands for the same outside matter."""
        numbered = self.by_outside(wanted.outside_no) if wanted.outside_no else []
        printed = self.by_fingerprint(wanted.fingerprint) if wanted.fingerprint else None
        same = [case for case in numbered if case.outside_part == wanted.outside_part]
        if printed or same:
            raise AlreadyFiledError((printed or same[0]).no)

    def _refuse_second_after(self, case: Case, body: Body) -> None:
        number = body.fields.get("outside_no") if isinstance(body, Changed) else None
        if isinstance(number, str) and number != case.outside_no:
            self._refuse_second(msgspec.structs.replace(case, outside_no=number, fingerprint=None))

    def _within(self, wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
        found = self._search.find(wanted.words) if wanted.words else None
        return [] if found is None else [cases.c.no.in_(found)]

    def _rewrite(self, case: Case, head: str) -> None:
        changed = case_row(self._scope, case, head)
        self._scope.execute(_UPDATE, {f"new_{name}": value for name, value in changed.items()})

    def _one(self, statement: sa.Select[Any], **values: Any) -> Case | None:
        row = self._scope.first(statement, **values)
        return case_of(self._scope, row) if row else None

    def _many(self, rows: Sequence[Any]) -> list[Case]:
        return [case_of(self._scope, row) for row in rows]


_UPDATE = (
    sa.update(cases)
    .where(cases.c.no == sa.bindparam("new_no"))
    .values({c.name: sa.bindparam(f"new_{c.name}") for c in cases.c if c.name != "no"})
)
