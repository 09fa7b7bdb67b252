"""The inbox: every delivery once, in order of arrival, until it is handled."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.entries import ERASED
from storage.messages import Inbound, Received
from storage.scope import Scope
from storage.tables import inbox

MAX_ATTEMPTS = 5
ABOUT = "inbox"
PENDING = inbox.c.status == sa.literal_column("'pending'")  # literal, so that partial indexes serve

_ACCEPT = (
    insert(inbox)
    .on_conflict_do_nothing(index_elements=["channel", "external"])
    .returning(inbox.c.id)
)  # fmt: skip
_FIND = sa.select(inbox.c.id).where(
    inbox.c.channel == sa.bindparam("channel"), inbox.c.external == sa.bindparam("external")
)
_PENDING = (
    sa.select(inbox.c.id, inbox.c.payload)
    .where(inbox.c.conversation == sa.bindparam("conversation"), PENDING)
    .order_by(inbox.c.id)
    .limit(sa.bindparam("limit"))
)
_FORGOTTEN = sa.case((inbox.c.forget, sa.literal(b"")), else_=inbox.c.payload)
_DONE = (
    sa.update(inbox)
    .where(inbox.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(status="done", note=sa.bindparam("why"), payload=_FORGOTTEN)
)
_BACKLOG = (
    sa.select(inbox.c.conversation)
    .where(PENDING)
    .group_by(inbox.c.conversation)
    .order_by(sa.func.min(inbox.c.id))
    .limit(sa.bindparam("limit"))
)
_FAILED = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("row"))
    .values(
        attempts=inbox.c.attempts + 1,
        note=sa.bindparam("why"),
        status=sa.case((inbox.c.attempts + 1 >= MAX_ATTEMPTS, "dead"), else_=inbox.c.status),
    )
)
_REWRITE = sa.update(inbox).where(inbox.c.id == sa.bindparam("row")).values(payload=sa.bindparam("whole"))
_DEAD = (
    sa.select(inbox.c.id, inbox.c.payload)
    .where(inbox.c.status == "dead")
    .order_by(inbox.c.id)
    .limit(sa.bindparam("limit"))
)


class Inbox:
    """Deliveries of one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def accept(self, message: Inbound, *, handled: bool = False) -> int | None:
        """Keep a delivery; return its row id, or None when it is already there.

        ``handled`` is for a message whose effect is part of the same transaction.
        """
        row = {
            "channel": message.channel,
            "external": self._external(message.channel, message.external_id),
            "conversation": message.conversation,
            "status": "done" if handled else "pending",
            "attempts": 0,
            "note": "",
            "accepted_at": self._scope.now,
            "forget": False,
            "payload": self._scope.seal(message, ABOUT),
        }
        return self._scope.execute(_ACCEPT, row).scalar()

    def find(self, channel: str, external_id: str) -> int | None:
        """Return the row id of a delivery, or None."""
        external = self._external(channel, external_id)
        return self._scope.integer(_FIND, channel=channel, external=external)

    def pending(self, conversation: str, limit: int = 50) -> list[Received]:
        """Return the unhandled messages of a conversation, oldest first."""
        rows = self._scope.all(_PENDING, conversation=conversation, limit=limit)
        return [Received(row.id, self._message(row.payload)) for row in rows]

    def complete(self, row_id: int, message: Inbound) -> None:
        """Put a message whose attachments were fetched in the place of the one that came."""
        self._scope.execute(_REWRITE, {"row": row_id, "whole": self._scope.seal(message, ABOUT)})

    def done(self, ids: Sequence[int], note: str = "") -> None:
        """Mark messages as handled; ``note`` says why nothing was done, if so."""
        self._scope.execute(_DONE, {"ids": list(ids), "why": note})

    def backlog(self, limit: int) -> list[str]:
        """Return conversations with unhandled messages, the longest waiting first."""
        return [row.conversation for row in self._scope.all(_BACKLOG, limit=limit)]

    def failed(self, row_id: int, error: str) -> None:
        """Count a failed attempt; the fifth sets the message aside as dead."""
        self._scope.execute(_FAILED, {"row": row_id, "why": error})

    def dead(self, limit: int = 50) -> list[Received]:
        """Return the messages set aside, oldest first."""
        return [Received(row.id, self._message(row.payload)) for row in self._scope.all(_DEAD, limit=limit)]

    def _external(self, channel: str, external_id: str) -> bytes:
        # some platforms build their message ids from the account id, so only a fingerprint is kept
        return self._scope.vault.blind("external", f"{channel}\0{external_id}")

    def _message(self, payload: bytes) -> Inbound:
        return self._scope.unseal(payload, ABOUT, Inbound) if payload else BLANK


BLANK = msgspec.convert(
    {"channel": "", "external_id": "", "chat": "", "sender": "", "text": ERASED,
     "received_at": "1970-01-01T00:00:00Z"}, Inbound)  # fmt: skip
"""What an erased message reads as."""
