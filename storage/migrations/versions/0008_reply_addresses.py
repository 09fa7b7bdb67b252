"""Addresses at which a platform takes late answers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table, empty: an address lives for an hour."""
    op.create_table(
        "reply_addresses",
        sa.Column("code", sa.LargeBinary(), primary_key=True),
        sa.Column("conversation", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("reply_addresses_of", "reply_addresses", ["conversation", "ends_at"])
    op.create_index("reply_addresses_end", "reply_addresses", ["ends_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("reply_addresses")
