"""The tables, the same on both engines. ``REVISION`` names the migration that leads to them.

Payloads are sealed. Plain columns hold only what lists, counts and look-ups need. Where a look-up
needs a personal value, the column holds its blind index.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, Date, Dialect, Index, Integer, LargeBinary, Table, Text

REVISION = "0009"
metadata = sa.MetaData()
Id = BigInteger().with_variant(Integer, "sqlite")


class Utc(sa.TypeDecorator[datetime]):
    """A point in time, aware and UTC in Python, on SQLite kept as naive UTC text."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware time into UTC; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)  # type: ignore[no-any-return]


def text(name: str, **options: Any) -> Column[Any]:
    """A text column that is never null."""
    return Column(name, Text, nullable=False, **options)


inbox = Table(
    "inbox", metadata,
    Column("id", Id, primary_key=True),
    text("channel"),
    Column("external", LargeBinary, nullable=False),
    text("conversation"),
    text("status"),
    Column("attempts", Integer, nullable=False),
    text("note"),
    Column("accepted_at", Utc, nullable=False),
    Column("forget", Boolean, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)  # fmt: skip
Index("uq_inbox_delivery", inbox.c.channel, inbox.c.external, unique=True)
_waiting = sa.text("status = 'pending'")
Index("ix_inbox_pending", inbox.c.conversation, inbox.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_inbox_conversation", inbox.c.conversation, inbox.c.id)

outbox = Table(
    "outbox", metadata,
    Column("id", Id, primary_key=True),
    text("conversation"),
    text("channel"),
    Column("inbox", Id),
    Column("priority", Integer, nullable=False),
    text("status"),
    Column("attempts", Integer, nullable=False),
    Column("free_at", Utc, nullable=False),
    text("error"),
    Column("created_at", Utc, nullable=False),
    Column("sent_at", Utc),
    Column("forget", Boolean, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)  # fmt: skip
Index("ix_outbox_due", outbox.c.priority, outbox.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_outbox_first", outbox.c.conversation, outbox.c.priority, outbox.c.id, sqlite_where=_waiting,
      postgresql_where=_waiting)  # fmt: skip
_held = sa.text("status = 'held'")
Index("ix_outbox_held", outbox.c.conversation, sqlite_where=_held, postgresql_where=_held)
Index("ix_outbox_conversation", outbox.c.conversation, outbox.c.id)
Index("ix_outbox_inbox", outbox.c.inbox)

conversations = Table(
    "conversations", metadata,
    text("key", primary_key=True),
    Column("version", Integer, nullable=False),
    Column("person", Text, index=True),
    Column("state", LargeBinary, nullable=False),
)  # fmt: skip

secrets = Table(
    "secrets", metadata,
    text("owner", primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)  # fmt: skip

people = Table(
    "people", metadata,
    text("id", primary_key=True),
    Column("phone_index", LargeBinary, index=True),
    Column("minor", Boolean, nullable=False),
    text("notice"),
    text("opted_out"),
    Column("role", Text),
    Column("unit", Text),
    Column("town", Text),
    Column("since", Utc, nullable=False),
    Column("erased_at", Utc),
    Column("sealed", LargeBinary, nullable=False),
)  # fmt: skip
_staff = sa.text("role IS NOT NULL")
Index("ix_people_posts", people.c.role, sqlite_where=_staff, postgresql_where=_staff)

accounts = Table(
    "accounts", metadata,
    Column("account", LargeBinary, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)  # fmt: skip

entries = Table(
    "entries", metadata,
    text("stream", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    text("actor"),
    Column("at", Utc, nullable=False),
    Column("person", Text, index=True),
    text("owner"),
    text("kind"),
    text("body"),
    text("hash"),
)  # fmt: skip

counters = Table(
    "counters", metadata,
    text("name", primary_key=True),
    Column("serial", Integer, nullable=False),
)  # fmt: skip

cases = Table(
    "cases", metadata,
    text("no", primary_key=True),
    text("short"),
    Column("version", Integer, nullable=False),
    text("head"),
    Column("reporter", Text, index=True),
    text("status"),
    Column("finished", Boolean, nullable=False),
    Column("unit", Text),
    Column("town", Text),
    Column("village", Text),
    Column("venue", Text),
    Column("topic", Text),
    text("category"),
    text("kind"),
    text("urgency"),
    Column("received_at", Utc, nullable=False),
    text("month"),
    Column("due", Date, nullable=False),
    Column("score", Text),
    Column("query_code", Text),
    Column("outside_no", Text),
    Column("outside_part", Integer),
    Column("fingerprint", Text),
    text("helpers"),
    text("search"),
    Column("doc", LargeBinary, nullable=False),
)  # fmt: skip
OPEN = sa.text("NOT cases.finished")
"""The condition of the partial indexes of open cases, to be used as it stands."""
NEWEST = (cases.c.received_at, cases.c.no)
_open = sa.text("NOT finished")
_helped = sa.text("helpers <> ''")
_coded = sa.text("query_code IS NOT NULL")
Index("ix_cases_received", *NEWEST)
for _name in ("short", "unit", "town", "village", "status"):
    # deadline and standing ride along, so that counting and sorting need not touch the rows
    Index(f"ix_cases_{_name}", cases.c[_name], *NEWEST, cases.c.due, cases.c.finished)
Index("ix_cases_code", cases.c.query_code, sqlite_where=_coded, postgresql_where=_coded)
_numbered = sa.text("outside_no IS NOT NULL")
_printed = sa.text("fingerprint IS NOT NULL")
Index("uq_cases_outside", cases.c.outside_no, cases.c.outside_part, unique=True, sqlite_where=_numbered,
      postgresql_where=_numbered)  # fmt: skip
Index("uq_cases_fingerprint", cases.c.fingerprint, unique=True, sqlite_where=_printed,
      postgresql_where=_printed)  # fmt: skip
Index("ix_cases_helpers", *NEWEST, cases.c.helpers, sqlite_where=_helped, postgresql_where=_helped)
Index("ix_cases_due", cases.c.due, cases.c.no, sqlite_where=_open, postgresql_where=_open)
Index("ix_cases_unit_due", cases.c.unit, cases.c.due, cases.c.no, sqlite_where=_open, postgresql_where=_open)
Index("ix_cases_alike", cases.c.town, cases.c.category, cases.c.received_at, sqlite_where=_open,
      postgresql_where=_open)  # fmt: skip
Index("ix_cases_stats", *(cases.c[name] for name in
      ("month", "status", "town", "category", "kind", "score", "finished", "due")))  # fmt: skip

invitations = Table(
    "invitations", metadata,
    Column("code", LargeBinary, primary_key=True),
    text("role"),
    Column("unit", Text),
    Column("town", Text),
    text("by"),
    Column("expires_at", Utc, nullable=False),
    Column("used_by", Text),
)  # fmt: skip

tasks = Table(
    "tasks", metadata,
    text("id", primary_key=True),
    text("person"),
    Column("opened_at", Utc, nullable=False),
    Column("done", Boolean, nullable=False),
    sa.Index("ix_tasks_open", "done", "opened_at"),
)  # fmt: skip

campaigns = Table(
    "campaigns", metadata,
    text("id", primary_key=True),
    text("form"),
    text("version"),
    text("title"),
    Column("town", Text),
    Column("issued", Integer, nullable=False),
    Column("started_at", Utc, nullable=False),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    text("campaign", primary_key=True),
    text("person", primary_key=True),
    text("item", primary_key=True),
    text("code"),
    Column("version", Integer, nullable=False),
)  # fmt: skip

reviews = Table(
    "reviews", metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    text("text"),
    text("reading"),
    text("reason"),
    text("channel"),
    text("state"),
    Column("proposal", Text),
    Column("label", Text),
    text("by"),
    Column("decided_at", Utc),
    Column("exported_at", Utc),
)  # fmt: skip
"""Nothing personal, hence plain: the words are redacted before they come here."""
_unread = sa.text("state = 'open'")
Index("ix_reviews_open", reviews.c.id, sqlite_where=_unread, postgresql_where=_unread)
Index("ix_reviews_at", reviews.c.at)

files = Table(
    "files", metadata,
    text("digest", primary_key=True),
    text("owner", primary_key=True),
    text("mime"),
    Column("size", Integer, nullable=False),
    Column("kept_at", Utc, nullable=False),
    Column("content", LargeBinary, nullable=False),
)  # fmt: skip
