"""Corrections of a filed case: the contract on both engines."""

from datetime import date, timedelta

from storage import entries as e
from storage.bodies import decode
from storage.people import CaseFilter
from storage.store import Store
from tests.storage.conftest import START, Clock
from tests.storage.samples import open_case


async def test_labels_set_right_take_the_deadline_and_the_routing_with_them(
    store: Store, clock: Clock
) -> None:
    no = (await store.run(open_case)).no
    relabelled = e.Changed(
        {"kind": "complaint", "urgency": "urgent", "suggested_unit": "center"}, "有危险", date(2026, 11, 23)
    )
    kept = e.Changed({"category": "service"})
    for body in (e.Assigned("culture", date(2026, 11, 27)), relabelled, kept):
        clock.forward(hours=1)
        await store.run(lambda tx, body=body: tx.ledger.append(no, body, actor="person:p9"))
    case = await store.read(lambda tx: tx.ledger.case(no))
    assert case is not None
    assert (case.kind, case.category, case.urgency) == ("complaint", "service", "urgent")
    assert (case.unit, case.suggested_unit, case.due) == ("culture", "center", date(2026, 11, 23))
    assert (case.status, case.assigned_at) == ("assigned", START + timedelta(hours=1))
    late = CaseFilter(due_before="2026-11-24", kind="complaint")
    assert [found.no for found in await store.read(lambda tx: tx.ledger.cases(late))] == [no]
    entry = (await store.read(lambda tx: tx.ledger.entries(f"case:{no}")))[2]
    assert (entry.body, entry.actor, entry.at) == (relabelled, "person:p9", START + timedelta(hours=2))
    assert await store.read(lambda tx: tx.ledger.verify()) == []


def test_a_correction_from_before_there_were_deadlines_in_it_reads_back() -> None:
    stored = '{"entry":"changed","fields":{"town":"东里镇"},"reason":"本人更正"}'
    assert decode(stored, None, "p1") == e.Changed({"town": "东里镇"}, "本人更正")
