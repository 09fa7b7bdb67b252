"""Send windows of platforms that count messages, and access tokens shared by all processes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create both tables, empty: windows open with the next contact, tokens are fetched again."""
    op.create_table(
        "send_windows",
        sa.Column("account", sa.LargeBinary(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "platform_tokens",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetching_until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("platform_tokens")
    op.drop_table("send_windows")
