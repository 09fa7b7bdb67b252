"""Replies that a door hands over itself, inside its answer to the request that brought the message.

Such a reply is kept from the senders for a while. A door that fails, or dies, leaves it to them; a
message that is delivered again gets the same reply again.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from storage.messages import Queued
from storage.outbox import Outbox
from storage.scope import Scope
from storage.tables import outbox

KEPT = "passive"
"""Note of a row that a door hands over or has handed over."""
COMPANIONS = 8

_PENDING = sa.literal_column("'pending'", sa.Text)  # literal, so that partial indexes serve
_HELD = sa.literal_column("'held'", sa.Text)
_KEEP = (
    sa.update(outbox)
    .where(
        sa.or_(
            sa.and_(outbox.c.inbox == sa.bindparam("of"), outbox.c.status == _PENDING),
            sa.and_(outbox.c.conversation == sa.bindparam("talk"), outbox.c.status == _HELD),
        )
    )
    .values(status="pending", inbox=sa.bindparam("of"), error=KEPT, free_at=sa.bindparam("until"))
)
_ROWS = (
    sa.select(outbox)
    .where(outbox.c.inbox == sa.bindparam("of"), outbox.c.error == KEPT,
           outbox.c.status.in_(("pending", "sent")))
    .order_by(outbox.c.id)
)  # fmt: skip
_WAITS = (
    sa.select(outbox.c.id).where(outbox.c.inbox == sa.bindparam("of"), outbox.c.status == _PENDING).limit(1)
)
_ids = outbox.c.id.in_(sa.bindparam("ids", expanding=True))
_FORGOTTEN = sa.case((outbox.c.forget, sa.literal(b"")), else_=outbox.c.payload)
_DONE = sa.update(outbox).where(_ids, outbox.c.status == _PENDING).values(
    status="sent", error=KEPT, sent_at=sa.bindparam("at"), payload=_FORGOTTEN)  # fmt: skip
_LEAVE = sa.update(outbox).where(_ids, outbox.c.status == _PENDING, outbox.c.error == KEPT).values(
    error="", free_at=sa.bindparam("at"))  # fmt: skip
_TOGETHER = (
    sa.select(outbox)
    .where(
        outbox.c.conversation == sa.bindparam("talk"),
        outbox.c.status == _PENDING,
        outbox.c.free_at <= sa.bindparam("at"),
        sa.tuple_(outbox.c.priority, outbox.c.id)
        > sa.tuple_(sa.bindparam("priority", type_=sa.Integer), sa.bindparam("row", type_=sa.BigInteger)),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(COMPANIONS)
)
_DROP = (
    sa.update(outbox)
    .where(outbox.c.conversation == sa.bindparam("talk"), outbox.c.status.in_(("pending", "held")))
    .values(status="refused", error=sa.bindparam("why"))
)


class Handover:
    """The outbox rows of one transaction that go another way than one by one through a sender."""

    def __init__(self, scope: Scope, box: Outbox) -> None:
        self._scope = scope
        self._box = box

    def keep(self, inbox: int, conversation: str, lease: timedelta) -> None:
        """Keep the replies to a message, and what was held for its writer, from the senders."""
        until = self._scope.now + lease
        self._scope.execute(_KEEP, {"of": inbox, "talk": conversation, "until": until})

    def rows(self, inbox: int) -> list[Queued]:
        """Return what a door hands over, or has handed over, for a message, in the order it was said.

        What was held comes before the answer; nothing comes that was erased since.
        """
        return [self._box.queued(row) for row in self._scope.all(_ROWS, of=inbox) if row.payload]

    def waits(self, inbox: int) -> bool:
        """Whether a reply to a message has not gone out yet."""
        return self._scope.first(_WAITS, of=inbox) is not None

    def done(self, rows: Iterable[int]) -> None:
        """The door handed these over."""
        self._scope.execute(_DONE, {"ids": list(rows), "at": self._scope.now})

    def leave(self, rows: Iterable[int]) -> None:
        """The door could not hand these over: a sender may, from now on."""
        self._scope.execute(_LEAVE, {"ids": list(rows), "at": self._scope.now})

    def together(self, first: Queued) -> Sequence[Queued]:
        """Return what waits for the same person behind a message that a sender holds, at most eight."""
        rows = self._scope.all(_TOGETHER, talk=first.conversation, at=self._scope.now,
                               priority=first.message.priority, row=first.id)  # fmt: skip
        return [self._box.queued(row) for row in rows]

    def drop(self, conversation: str, reason: str) -> None:
        """Nothing more can be sent to this conversation."""
        self._scope.execute(_DROP, {"talk": conversation, "why": reason})
