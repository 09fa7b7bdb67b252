"""Append-only, tamper-evident, all-or-nothing; on both engines."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from storage import entries as e
from storage.errors import StoreClosedError, WrongKeyError
from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import Clock
from tests.storage.samples import inbound, open_case

DROP = {
    "sqlite": ("DROP TRIGGER entries_no_update", "DROP TRIGGER entries_no_delete"),
    "postgresql": ("DROP TRIGGER entries_append_only ON entries",),
}


async def disarm(store: Store) -> None:
    """Do what an attacker with the database password does first."""
    for statement in DROP[store.engine.dialect.name]:
        await store.run(lambda tx, s=statement: tx.scope.execute(sa.text(s)))


async def change(store: Store, statement: str, **values: Any) -> None:
    await store.run(lambda tx: tx.scope.execute(sa.text(statement), values))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET actor = 'x'",
        "UPDATE entries SET body = body WHERE version = 1",
        "DELETE FROM entries",
    ],
)
async def test_entries_are_append_only(store: Store, statement: str) -> None:
    await store.run(open_case)
    with pytest.raises(DBAPIError, match="append-only"):
        await change(store, statement)
    assert await store.read(lambda tx: tx.ledger.verify()) == []


@pytest.fixture
async def ledger(store: Store, clock: Clock) -> Store:
    """Two cases of three entries each and a person's stream; the triggers gone."""

    def fill(tx: Tx) -> None:
        for _ in range(2):
            no = open_case(tx).no
            tx.ledger.append(no, e.Supplemented("还有灯"), actor="p1")
            tx.ledger.append(no, e.Started("去看了"), actor="p1")
        tx.ledger.record("person:p1", e.OptedOut("survey"), actor="p1")

    await store.run(fill)
    assert await store.read(lambda tx: tx.ledger.verify()) == []
    await disarm(store)
    return store


ONE = "case:WH20261120-0001"
TAMPERING = [
    (f"UPDATE entries SET actor = 'p2' WHERE stream = '{ONE}' AND version = 2", f"{ONE} version 2"),
    (
        f"UPDATE entries SET at = '2026-11-20 01:00:01' WHERE stream = '{ONE}' AND version = 2",
        f"{ONE} version 2",
    ),
    (f"UPDATE entries SET person = 'p2' WHERE stream = '{ONE}' AND version = 3", f"{ONE} version 3"),
    (
        f"UPDATE entries SET body = replace(body, '去看了', '去看勒') WHERE stream = '{ONE}'",
        f"{ONE} version 3",
    ),
    (f"DELETE FROM entries WHERE stream = '{ONE}' AND version = 2", f"{ONE} version 2: missing"),
    (f"DELETE FROM entries WHERE stream = '{ONE}' AND version = 3", f"{ONE} version 3"),
    (f"DELETE FROM entries WHERE stream = '{ONE}'", f"{ONE} has a row but no entries"),
    ("UPDATE entries SET hash = 'x' WHERE stream = 'person:p1'", "person:p1 version 1"),
    ("UPDATE cases SET status = 'closed' WHERE no = 'WH20261120-0001'", "columns differ: status"),
    ("UPDATE cases SET town = NULL WHERE no = 'WH20261120-0001'", "columns differ: town"),
    ("DELETE FROM cases WHERE no = 'WH20261120-0002'", "version 1: has no case row"),
    ("UPDATE counters SET serial = 3", "serials of 20261120: 2 cases up to 2, counter at 3"),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERING)
async def test_tampering_is_found(ledger: Store, statement: str, found: str) -> None:
    await change(ledger, statement)
    faults = await ledger.read(lambda tx: tx.ledger.verify())
    assert any(found in fault for fault in faults), faults


@pytest.mark.parametrize("at", [20, 60, -20])
async def test_one_changed_byte_of_a_body_is_found(ledger: Store, at: int) -> None:
    read = sa.text(f"SELECT body FROM entries WHERE stream = '{ONE}' AND version = 1")
    body = await ledger.read(lambda tx: tx.scope.scalar(read))
    changed = body[:at] + ("A" if body[at] != "A" else "B") + body[at:][1:]
    await change(
        ledger, f"UPDATE entries SET body = :body WHERE stream = '{ONE}' AND version = 1", body=changed
    )
    faults = await ledger.read(lambda tx: tx.ledger.verify())
    assert f"{ONE} version 1: the hash does not follow" in faults


async def test_one_changed_byte_of_a_case_row_is_found(ledger: Store) -> None:
    doc = await ledger.read(
        lambda tx: tx.scope.scalar(sa.text("SELECT doc FROM cases WHERE no LIKE '%-0001'"))
    )
    broken = doc[:30] + bytes([doc[30] ^ 1]) + doc[31:]
    await change(ledger, "UPDATE cases SET doc = :doc WHERE no LIKE '%-0001'", doc=broken)
    faults = await ledger.read(lambda tx: tx.ledger.verify())
    assert len(faults) == 1
    assert ONE in faults[0]


async def test_a_failing_job_does_not_hurt_its_neighbours(store: Store) -> None:
    def fails(tx: Tx) -> None:
        tx.inbox.accept(inbound("lost"))
        raise ValueError("on purpose")

    def breaks(tx: Tx) -> None:
        tx.inbox.accept(inbound("lost too"))
        tx.scope.execute(sa.text("SELECT no_such_column FROM inbox"))

    jobs = [store.run(lambda tx, n=n: tx.inbox.accept(inbound(str(n)))) for n in range(20)]
    jobs[5:5] = [store.run(fails)]
    jobs[9:9] = [store.run(breaks)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(outcomes[5], ValueError)
    assert isinstance(outcomes[9], DBAPIError)
    assert len([row for row in outcomes if isinstance(row, int)]) == 20
    assert len(await store.read(lambda tx: tx.inbox.pending("web:u1"))) == 20
    assert await store.read(lambda tx: tx.inbox.find("web", "lost")) is None


async def test_a_failing_commit_fails_its_jobs_and_keeps_nothing(store: Store) -> None:
    def refuse(_connection: sa.Connection) -> None:
        raise OSError("disk full")

    sa.event.listen(store.engine, "commit", refuse)
    jobs = (store.run(lambda tx, n=n: tx.inbox.accept(inbound(str(n)))) for n in range(5))
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    sa.event.remove(store.engine, "commit", refuse)
    assert [type(outcome) for outcome in outcomes] == [OSError] * 5
    assert await store.read(lambda tx: tx.inbox.pending("web:u1")) == []
    assert await store.run(lambda tx: tx.inbox.accept(inbound("6"))) is not None


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await store.read(lambda tx: tx.inbox.accept(inbound("1")))


async def test_an_abandoned_job_leaves_the_store_working(store: Store) -> None:
    task = asyncio.create_task(store.run(open_case))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.run(open_case)
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_another_key_opens_nothing(url: str, store: Store, clock: Clock) -> None:
    await store.run(open_case)
    stranger = await Store.open(url, b"another key, also 32 bytes long.", clock)
    with pytest.raises(WrongKeyError):
        await stranger.read(lambda tx: tx.ledger.case("WH20261120-0001"))
    await stranger.close()
    with pytest.raises(ValueError, match="shorter than 16"):
        await Store.open(url, b"short", clock)


async def test_a_closed_sqlite_store_takes_no_work(clock: Clock) -> None:
    store = await Store.open("sqlite://", b"x" * 32, clock)
    await store.run(open_case)
    assert await store.read(lambda tx: tx.ledger.case("WH20261120-0001")) is not None
    await store.close()
    await store.close()
    with pytest.raises(StoreClosedError):
        await store.run(open_case)
    with pytest.raises(ValueError, match="no such engine"):
        await Store.open("mysql://x/y", b"x" * 32, clock)
