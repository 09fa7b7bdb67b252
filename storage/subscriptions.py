"""Who takes subscription notices of a platform: the last answer of each account to each template.

Accounts appear as their blind index only. Which message a notice was sent for stands on its row of the
outbox, because the message itself still waits there.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.scope import Scope
from storage.tables import Utc, metadata, outbox, text

subscriptions = Table(
    "subscriptions", metadata,
    Column("account", LargeBinary, primary_key=True),
    text("template", primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("answered_at", Utc, nullable=False),
)  # fmt: skip

_new = insert(subscriptions)
_ANSWER = _new.on_conflict_do_update(
    index_elements=["account", "template"],
    set_={"accepted": _new.excluded.accepted, "answered_at": _new.excluded.answered_at},
    where=subscriptions.c.answered_at <= _new.excluded.answered_at,
)
_ACCEPTED = sa.select(subscriptions.c.accepted).where(
    subscriptions.c.account == sa.bindparam("whose"), subscriptions.c.template == sa.bindparam("which")
)
_NOTE = sa.update(outbox).where(outbox.c.id == sa.bindparam("row")).values(error=sa.bindparam("why"))
_oldest = (
    sa.select(outbox.c.id)
    .where(
        outbox.c.conversation == sa.bindparam("talk"),
        outbox.c.error == sa.bindparam("before"),
        outbox.c.status.in_(("pending", "held")),
    )
    .order_by(outbox.c.id)
    .limit(1)
)
_OUTCOME = sa.update(outbox).where(outbox.c.id.in_(_oldest)).values(error=sa.bindparam("why"))


class Subscriptions:
    """The answers of one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def answer(self, channel: str, sender: str, template: str, *, accepted: bool, at: datetime) -> None:
        """Keep an answer that was given at ``at``; an older one that comes late changes nothing."""
        row = {"account": self._account(channel, sender), "template": template,
               "accepted": accepted, "answered_at": at}  # fmt: skip
        self._scope.execute(_ANSWER, row)

    def accepted(self, channel: str, sender: str, template: str) -> bool:
        """Whether an account takes notices of this template."""
        return bool(self._scope.scalar(_ACCEPTED, whose=self._account(channel, sender), which=template))

    def note(self, row_id: int, note: str) -> None:
        """Write on a waiting message that a notice is sent for it."""
        self._scope.execute(_NOTE, {"row": row_id, "why": note})

    def outcome(self, conversation: str, before: str, after: str) -> None:
        """Write what became of a notice on the oldest waiting message that says ``before``."""
        self._scope.execute(_OUTCOME, {"talk": conversation, "before": before, "why": after})

    def _account(self, channel: str, sender: str) -> bytes:
        return self._scope.vault.blind("account", f"{channel}\0{sender}")
