"""Outside numbers: orders of other systems and rows of old ledgers, each filed once.

Nothing is filled in: no release before this one wrote an outside number into a case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS: dict[str, sa.types.TypeEngine[object]] = {
    "outside_no": sa.Text(),
    "outside_part": sa.Integer(),
    "fingerprint": sa.Text(),
}
INDEXES = {
    "uq_cases_outside": ("outside_no", "outside_part"),
    "uq_cases_fingerprint": ("fingerprint",),
}
"""Unique; partial on the first column being there."""


def upgrade() -> None:
    """Add the columns, empty, and what keeps them unique."""
    for name, kind in COLUMNS.items():
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    for name, columns in INDEXES.items():
        there = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(name, "cases", list(columns), unique=True, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """Drop them; the entries keep the numbers."""
    for name in INDEXES:
        op.drop_index(name, "cases")
    for name in COLUMNS:
        op.drop_column("cases", name)
