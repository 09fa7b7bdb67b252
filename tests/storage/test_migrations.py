"""Migrations lead to the tables that the code expects, and back."""

import msgspec
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage import tables
from storage.bodies import decode
from storage.case import opened
from storage.chain import Link
from storage.engines import Database
from storage.entries import Changed, Entry
from storage.migrate import at, config, downgrade, upgrade
from storage.rows import case_columns
from storage.sealing import Vault
from storage.store import Store, connect
from storage.tables import REVISION, metadata
from tests.storage.conftest import KEY, START, Clock


@pytest.fixture
async def database(url: str):  # type: ignore[no-untyped-def]
    database = connect(sa.make_url(url))
    yield database
    await database.close()


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The index of words is a different thing on each engine and not in the metadata."""
    return kind != "table" or not str(name).startswith("case_search")


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_upgrading_leads_to_the_tables_of_the_code(database: Database) -> None:
    await database.run(upgrade)
    assert await database.run(differences) == []
    assert await database.run(at) == REVISION


async def test_each_revision_can_be_taken_back(database: Database) -> None:
    heads = await database.run(lambda c: ScriptDirectory.from_config(config(c)).get_heads())
    assert heads == [REVISION]
    steps = await database.run(
        lambda c: [s.revision for s in ScriptDirectory.from_config(config(c)).walk_revisions()]
    )
    for revision in reversed(steps):
        await database.run(lambda c, r=revision: upgrade(c, r))
        await database.run(lambda c: downgrade(c, "-1"))
        await database.run(lambda c, r=revision: upgrade(c, r))
    await database.run(lambda c: downgrade(c, "base"))
    left = await database.run(lambda c: sa.inspect(c).get_table_names())
    assert [name for name in left if name != "alembic_version"] == []
    await database.run(upgrade)
    assert await database.run(differences) == []


OLD_BODY = (
    '{"anonymous":false,"attachments":[],"audience":[],"category":"facility","channel":"web","confidential":false,'
    '"contact_name":null,"contact_phone":null,"entry":"opened","form":"","headcount":1,"kind":"complaint",'
    '"minor":false,"outside_no":null,"parent":null,"profile":"yiyuan","proxy":false,"query_code":null,'
    '"source":"chat","status":"received","subject":"individual","suggested_unit":null,"summary":"音响坏了",'
    '"topic":null,"town":null,"urgency":"normal","venue":null,"village":null,"when":null,"words":""}'
)
"""An opening as it was written before outside numbers had a part."""
NEW_COLUMNS = ("outside_no", "outside_part", "fingerprint")


async def test_a_ledger_from_before_outside_numbers_still_holds(
    url: str, database: Database, clock: Clock
) -> None:
    vault = Vault(KEY)
    link = Link("case:WH20261120-0001", 1, "bot", START, None, OLD_BODY)
    entry = Entry(link.stream, 1, link.actor, START, decode(OLD_BODY, None, link.stream))
    case = opened(entry)
    doc = {k: v for k, v in msgspec.to_builtins(case).items() if k not in ("outside_part", "fingerprint")}
    columns = {k: v for k, v in case_columns(case).items() if k not in NEW_COLUMNS}
    row = columns | {"head": link.hash(""), "doc": vault.seal(msgspec.json.encode(doc), case.no)}

    def write(connection: Connection) -> None:
        upgrade(connection, "0002")
        written = link._asdict() | {"owner": link.stream, "kind": "opened", "hash": link.hash("")}
        connection.execute(sa.insert(tables.entries), written)
        connection.execute(sa.insert(tables.cases), row)
        connection.execute(sa.insert(tables.counters), {"name": "20261120", "serial": 1})

    await database.run(write)
    store = await Store.open(url, KEY, clock)
    try:
        assert await store.read(lambda tx: tx.ledger.verify()) == []
        assert await store.read(lambda tx: tx.ledger.case(case.no)) == case
        change = Changed({"outside_no": "2506120087"})
        await store.run(lambda tx: tx.ledger.append(case.no, change, actor="x"))
        assert len(await store.read(lambda tx: tx.ledger.by_outside("2506120087"))) == 1
        assert await store.read(lambda tx: tx.ledger.verify()) == []
    finally:
        await store.close()
