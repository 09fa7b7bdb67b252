"""Filing planned cases: some hundred in one transaction, each once, however often a file is brought."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from app.old_ledger.case import Planned, with_fingerprint
from storage.body import ERASED
from storage.case import Case
from storage.entries import Noted
from storage.store import Store
from storage.tx import Tx

ACTOR = "import"
BATCH = 300
Result = Literal["new", "known", "other"]
"""Filed now, filed before, or its number stands for something else in the ledger."""


class Filed(NamedTuple):
    """What became of one row; ``no`` is the number of the case that it is, or that is in its way."""

    result: Result
    no: str


async def file_all(store: Store, planned: Sequence[Planned]) -> list[Filed]:
    """File a batch in one transaction, all of it or nothing."""
    return await store.run(lambda tx: [_file(tx, plan) for plan in planned])


async def look_all(store: Store, planned: Sequence[Planned]) -> list[Filed]:
    """Say what filing a batch would come to, and write nothing."""
    return await store.read(lambda tx: [_there(tx, plan) or Filed("new", "") for plan in planned])


def _there(tx: Tx, plan: Planned) -> Filed | None:
    record = plan.record
    if record.outside_no is None:
        case = tx.ledger.by_fingerprint(tx.ledger.fingerprint(*record.identity))
        return Filed("known", case.no) if case else None
    if own := tx.ledger.case(record.outside_no):
        return Filed("known", own.no)
    cases = tx.ledger.by_outside(record.outside_no)
    if same := _first(cases, lambda case: case.words == record.words):
        return Filed("known", same.no)
    taken = _first(cases, lambda case: case.outside_part == record.part)
    if taken is None:
        return None
    # Of an erased person only the number is left, and it must not bring the words back.
    return Filed("known" if taken.words == ERASED else "other", taken.no)


def _first(cases: Iterable[Case], holds: Callable[[Case], bool]) -> Case | None:
    return next(filter(holds, cases), None)


def _file(tx: Tx, plan: Planned) -> Filed:
    if there := _there(tx, plan):
        return there
    record, body = plan.record, plan.body
    if record.outside_no is None:
        body = with_fingerprint(body, tx.ledger.fingerprint(*record.identity))
    known = record.name or record.phone
    person = tx.people.caller(record.name, record.phone).id if known else None
    no = tx.ledger.open(body, actor=ACTOR, person=person, at=record.received).no
    for step, at in plan.steps:
        tx.ledger.append(no, step, actor=ACTOR, at=at)
    tx.ledger.append(no, Noted(f"从老台账导入，第 {record.line} 行"), actor=ACTOR)
    return Filed("new", no)
