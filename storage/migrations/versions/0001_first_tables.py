"""The first tables: messages, people, ledger, surveys, files; the ledger append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TYPES: dict[str, sa.types.TypeEngine[object]] = {
    "id": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
    "int": sa.Integer(),
    "bool": sa.Boolean(),
    "text": sa.Text(),
    "blob": sa.LargeBinary(),
    "date": sa.Date(),
    "at": sa.DateTime(timezone=True),
}
TABLES: dict[str, tuple[str, ...]] = {
    "accounts": (
        "account blob key",
        "person text",
        "sealed blob",
    ),
    "answers": (
        "campaign text key",
        "person text key",
        "item text key",
        "code text",
        "version int",
    ),
    "campaigns": (
        "id text key",
        "form text",
        "version text",
        "title text",
        "town text null",
        "issued int",
        "started_at at",
    ),
    "cases": (
        "no text key",
        "short text",
        "version int",
        "head text",
        "reporter text null",
        "status text",
        "finished bool",
        "unit text null",
        "town text null",
        "village text null",
        "venue text null",
        "topic text null",
        "category text",
        "kind text",
        "urgency text",
        "received_at at",
        "month text",
        "due date",
        "score text null",
        "query_code text null",
        "helpers text",
        "search text",
        "doc blob",
    ),
    "conversations": (
        "key text key",
        "version int",
        "person text null",
        "state blob",
    ),
    "counters": (
        "name text key",
        "serial int",
    ),
    "entries": (
        "stream text key",
        "version int key",
        "actor text",
        "at at",
        "person text null",
        "owner text",
        "kind text",
        "body text",
        "hash text",
    ),
    "files": (
        "digest text key",
        "owner text key",
        "mime text",
        "size int",
        "kept_at at",
        "content blob",
    ),
    "inbox": (
        "id id key",
        "channel text",
        "external blob",
        "conversation text",
        "status text",
        "attempts int",
        "note text",
        "accepted_at at",
        "forget bool",
        "payload blob",
    ),
    "invitations": (
        "code blob key",
        "role text",
        "unit text null",
        "town text null",
        "by text",
        "expires_at at",
        "used_by text null",
    ),
    "outbox": (
        "id id key",
        "conversation text",
        "channel text",
        "inbox id null",
        "priority int",
        "status text",
        "attempts int",
        "free_at at",
        "error text",
        "created_at at",
        "sent_at at null",
        "forget bool",
        "payload blob",
    ),
    "people": (
        "id text key",
        "phone_index blob null",
        "minor bool",
        "notice text",
        "opted_out text",
        "role text null",
        "unit text null",
        "town text null",
        "since at",
        "erased_at at null",
        "sealed blob",
    ),
    "secrets": (
        "owner text key",
        "wrapped blob",
    ),
    "tasks": (
        "id text key",
        "person text",
        "opened_at at",
        "done bool",
    ),
}
"""Table -> columns: name, type, and key or null; a column without either is never null."""
INDEXES: tuple[tuple[str, str, str, str], ...] = (
    ("ix_accounts_person", "accounts", "person", ""),
    ("ix_cases_alike", "cases", "town category received_at", "NOT finished"),
    ("ix_cases_code", "cases", "query_code", "query_code IS NOT NULL"),
    ("ix_cases_due", "cases", "due no", "NOT finished"),
    ("ix_cases_helpers", "cases", "received_at no helpers", "helpers <> ''"),
    ("ix_cases_received", "cases", "received_at no", ""),
    ("ix_cases_reporter", "cases", "reporter", ""),
    ("ix_cases_short", "cases", "short received_at no due finished", ""),
    ("ix_cases_stats", "cases", "month status town category kind score finished due", ""),
    ("ix_cases_status", "cases", "status received_at no due finished", ""),
    ("ix_cases_town", "cases", "town received_at no due finished", ""),
    ("ix_cases_unit", "cases", "unit received_at no due finished", ""),
    ("ix_cases_unit_due", "cases", "unit due no", "NOT finished"),
    ("ix_cases_village", "cases", "village received_at no due finished", ""),
    ("ix_conversations_person", "conversations", "person", ""),
    ("ix_entries_person", "entries", "person", ""),
    ("ix_inbox_conversation", "inbox", "conversation id", ""),
    ("ix_inbox_pending", "inbox", "conversation id", "status = 'pending'"),
    ("ix_outbox_conversation", "outbox", "conversation id", ""),
    ("ix_outbox_due", "outbox", "priority id", "status = 'pending'"),
    ("ix_outbox_first", "outbox", "conversation priority id", "status = 'pending'"),
    ("ix_outbox_held", "outbox", "conversation", "status = 'held'"),
    ("ix_outbox_inbox", "outbox", "inbox", ""),
    ("ix_people_phone_index", "people", "phone_index", ""),
    ("ix_people_posts", "people", "role", "role IS NOT NULL"),
    ("ix_tasks_open", "tasks", "done opened_at", ""),
)
"""Name, table, columns, and the condition of a partial index."""
APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
           BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
        """CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
           BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$""",
        """CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ),
}
SEARCH = {
    "sqlite": (
        """CREATE VIRTUAL TABLE case_search
           USING fts5(grams, content='', detail=none, tokenize='unicode61 remove_diacritics 0')""",
    ),
    "postgresql": (
        "CREATE TABLE case_search (id bigint PRIMARY KEY, grams text[] NOT NULL)",
        "CREATE INDEX ix_case_search ON case_search USING gin (grams) WITH (fastupdate = off)",
    ),
}
UNDO = {
    "sqlite": ("DROP TABLE case_search",),
    "postgresql": ("DROP FUNCTION refuse_change", "DROP TABLE case_search"),
}


def upgrade() -> None:
    """Create everything."""
    for table, columns in TABLES.items():
        op.create_table(table, *(_column(column) for column in columns))
    for name, table, names, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(name, table, names.split(), sqlite_where=condition, postgresql_where=condition)
    op.create_index("uq_inbox_delivery", "inbox", ["channel", "external"], unique=True)
    engine = op.get_bind().dialect.name
    for statement in (*APPEND_ONLY[engine], *SEARCH[engine]):
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for table in TABLES:
        op.drop_table(table)
    for statement in UNDO[op.get_bind().dialect.name]:
        op.execute(statement)


def _column(described: str) -> sa.Column[object]:
    name, kind, *marks = described.split()
    return sa.Column(name, TYPES[kind], primary_key="key" in marks, nullable="null" in marks,
                     autoincrement=kind == "id" and "key" in marks)  # fmt: skip
