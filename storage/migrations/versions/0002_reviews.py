"""The review queue: redacted messages from which the next training learns."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table and the index of what is open."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "reading", "reason", "channel")),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text()),
        sa.Column("label", sa.Text()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("exported_at", sa.DateTime(timezone=True)),
    )
    waiting = sa.text("state = 'open'")
    op.create_index("ix_reviews_open", "reviews", ["id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_reviews_at", "reviews", ["at"])


def downgrade() -> None:
    """Drop the table; its indexes go with it."""
    op.drop_table("reviews")
