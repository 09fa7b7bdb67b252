"""Bringing a database to the tables this code expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

from storage.tables import REVISION

_LOCK = sa.text("SELECT pg_advisory_xact_lock(7306071)")
_AT = sa.text("SELECT version_num FROM alembic_version")


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to a revision, within the open transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)  # of several processes starting at once one migrates, the others wait
    if revision == "head" and at(connection) == REVISION:
        return
    from alembic import command  # slow to import, and not needed by a start that finds the tables right

    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the database back to an earlier revision, or to ``base``."""
    from alembic import command

    command.downgrade(config(connection), revision)


def at(connection: Connection) -> str | None:
    """Return the revision of the database; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(_AT).scalar()


def config(connection: Connection) -> Config:
    """Return the settings of Alembic for this connection."""
    from alembic.config import Config

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings
