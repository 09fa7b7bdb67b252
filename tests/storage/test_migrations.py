"""Migrations lead to the tables that the code expects, and back."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engines import Database
from storage.migrate import at, config, downgrade, upgrade
from storage.store import connect
from storage.tables import REVISION, metadata


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
