"""Votes that are going on, and the polls of platforms that stand for them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "polls",
        sa.Column("vote", sa.Text(), primary_key=True),
        sa.Column("code", sa.LargeBinary()),
        sa.Column("room", sa.LargeBinary(), nullable=False),
    )
    op.create_index("polls_code", "polls", ["code"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("polls")
