"""Erasing a person leaves nothing personal and breaks nothing."""

import json

import pytest

from storage import entries as e
from storage.entries import ERASED
from storage.errors import UnknownPersonError
from storage.messages import Attachment
from storage.people import CaseFilter, Person
from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import Clock
from tests.storage.samples import NAME, PHONE, WORDS, everything, inbound, open_case, outbound

MORE = "李桂花家在村东头第三户"
TRACES = (NAME, PHONE, WORDS, MORE, "u-secret", "36.18", "李桂花收")


def live(tx: Tx) -> Person:
    """Have one resident leave traces everywhere; return them."""
    person = tx.people.identify("web", "u-secret", "u-secret")
    tx.people.update(person.id, name=NAME, phone=PHONE)
    row = tx.inbox.accept(inbound("1", WORDS, "u-secret"))
    place = Attachment("location", latitude=36.18, longitude=118.1, label=MORE)
    case = open_case(tx, person.id, contact_name=NAME, contact_phone=PHONE, attachments=(place,))
    tx.ledger.append(case.no, e.Supplemented(MORE, (place,)), actor="bot")
    tx.ledger.append(case.no, e.Evaluated("satisfied", MORE), actor="bot")
    tx.tasks.open(e.TaskOpened("call_back", MORE, PHONE), person=person.id, actor="bot")
    other = open_case(tx, None, words="别人的事")
    tx.ledger.append(other.no, e.Cosigned(person.id, MORE), actor="bot")
    tx.outbox.add(outbound("李桂花收", "u-secret"), conversation="web:u-secret", inbox=row, sent=True)
    tx.conversations.lock("web:u-secret")
    tx.conversations.save("web:u-secret", WORDS.encode(), person.id)
    assert row is not None
    tx.inbox.done([row])
    found = tx.people.get(person.id)
    assert found is not None
    return found


async def test_nothing_is_plain_even_before(store: Store) -> None:
    await store.run(live)
    kept = await everything(store)
    assert [trace for trace in TRACES if trace in kept and trace != "u-secret"] == []


async def test_erasing_leaves_cases_chain_and_counts(store: Store) -> None:
    person = await store.run(live)
    before = await store.read(lambda tx: tx.ledger.entries("case:WH20261120-0001"))
    assert await store.run(lambda tx: tx.people.erase(person.id)) == 1
    kept = await everything(store)
    assert [trace for trace in TRACES if trace in kept] == []
    assert await store.read(lambda tx: tx.ledger.verify()) == []
    case = await store.read(lambda tx: tx.ledger.case("WH20261120-0001"))
    assert case is not None
    assert (case.words, case.contact_name, case.score_reason, case.attachments) == (
        ERASED,
        ERASED,
        ERASED,
        (),
    )
    assert (case.town, case.score, case.version, case.supplements[0].words) == (
        "燕崖镇",
        "satisfied",
        3,
        ERASED,
    )
    after = await store.read(lambda tx: tx.ledger.entries("case:WH20261120-0001"))
    assert [entry.hash for entry in after] == [entry.hash for entry in before]
    tomb = await store.read(lambda tx: tx.ledger.entries(f"person:{person.id}"))
    assert tomb[-1].body == e.Erased(1)
    assert await store.read(lambda tx: tx.ledger.count(CaseFilter(reporter=person.id))) == 1
    assert (await store.read(lambda tx: tx.tasks.list()))[0].words == ERASED
    other = await store.read(lambda tx: tx.ledger.case("WH20261120-0002"))
    assert other is not None
    assert (other.words, other.headcount) == ("别人的事", 2)


async def test_an_erased_person_is_a_stranger(store: Store) -> None:
    person = await store.run(live)
    await store.run(lambda tx: tx.people.erase(person.id))
    assert await store.read(lambda tx: tx.people.by_phone(PHONE)) == []
    blank = await store.read(lambda tx: tx.people.get(person.id))
    assert blank is not None
    assert (blank.name, blank.phone, blank.accounts) == (None, None, ())
    back = await store.run(lambda tx: tx.people.identify("web", "u-secret", "u-secret"))
    assert back.id != person.id
    assert (await store.run(lambda tx: tx.conversations.lock("web:u-secret"))).state == b""
    assert await store.read(lambda tx: tx.outbox.history("web:u-secret", 9)) == []
    with pytest.raises(UnknownPersonError):
        await store.run(lambda tx: tx.people.update(person.id, name="x"))


async def test_staff_go_on_with_the_case_of_an_erased_person(store: Store) -> None:
    person = await store.run(live)
    await store.run(lambda tx: tx.people.erase(person.id))
    contact = e.ContactChanged(contact_phone="05391234567")
    case = await store.run(lambda tx: tx.ledger.append("WH20261120-0001", contact, actor="s1"))
    assert (case.contact_phone, case.words) == ("05391234567", ERASED)
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_the_same_delivery_is_still_known_after_erasing(store: Store) -> None:
    person = await store.run(live)
    await store.run(lambda tx: tx.people.erase(person.id))
    assert await store.run(lambda tx: tx.inbox.accept(inbound("1", WORDS, "u-secret"))) is None


async def test_a_request_to_erase_is_itself_answered_then_forgotten(store: Store) -> None:
    person = await store.run(live)
    row = await store.run(lambda tx: tx.inbox.accept(inbound("2", f"删掉我的电话{PHONE}", "u-secret")))
    assert row is not None

    def turn(tx: Tx) -> None:
        tx.conversations.lock("web:u-secret")
        tx.people.erase(person.id)
        assert [received.id for received in tx.inbox.pending("web:u-secret")] == [row]
        tx.outbox.add(outbound("已删除", "u-secret"), conversation="web:u-secret", inbox=row)
        tx.conversations.save("web:u-secret", b"{}", person.id)
        tx.inbox.done([row])

    await store.run(turn)
    (queued,) = await store.run(lambda tx: tx.outbox.due(9, ["web"]))
    assert queued.message.text == "已删除"
    lines = await store.read(lambda tx: tx.outbox.history("web:u-secret", 9))
    assert [line.text for line in lines] == [ERASED, "已删除"]


async def test_export_tells_everything(store: Store, clock: Clock) -> None:
    person = await store.run(live)
    clock.forward(days=1)
    told = await store.read(lambda tx: tx.people.export(person.id))
    text = json.dumps(told, ensure_ascii=False)
    assert [trace for trace in TRACES if trace not in text] == []
    assert len(told["cases"]) == 1
    assert {entry["body"]["entry"] for entry in told["entries"]} >= {"opened", "cosigned", "taskopened"}
    assert "别人的事" not in text
    await store.run(lambda tx: tx.people.erase(person.id))
    after = json.dumps(await store.read(lambda tx: tx.people.export(person.id)), ensure_ascii=False)
    assert [trace for trace in TRACES if trace in after] == []
