"""Who takes subscription notices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table, empty: nobody was asked before."""
    op.create_table(
        "subscriptions",
        sa.Column("account", sa.LargeBinary(), primary_key=True),
        sa.Column("template", sa.Text(), primary_key=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("subscriptions")
