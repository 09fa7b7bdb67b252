"""The outbox: what the bot decided to say, until a platform took it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.entries import ERASED
from storage.messages import Line, Outbound, Queued
from storage.scope import Scope
from storage.tables import outbox
from storage.transcript import transcript

LEASE = timedelta(seconds=60)
"""How long a row handed to a sender stays with it; a sender that died loses it then."""
ABOUT = "outbox"
BLANK = Outbound("", "", ERASED)

_ADD = sa.insert(outbox).returning(outbox.c.id)
_REPLIES = sa.select(outbox.c.payload).where(outbox.c.inbox == sa.bindparam("inbox")).order_by(outbox.c.id)
_PENDING = sa.literal_column("'pending'", sa.Text)  # literal, so that partial indexes serve
_mine, _earlier = outbox.alias("mine"), outbox.alias("earlier")
_blocked = sa.exists().where(
    _earlier.c.conversation == _mine.c.conversation,
    _earlier.c.status == _PENDING,
    sa.tuple_(_earlier.c.priority, _earlier.c.id) < sa.tuple_(_mine.c.priority, _mine.c.id),
)
_chosen = (
    sa.select(_mine.c.id)
    .where(
        _mine.c.status == _PENDING,
        _mine.c.free_at <= sa.bindparam("at"),
        _mine.c.channel.in_(sa.bindparam("channels", expanding=True)),
        ~_blocked,
    )
    .order_by(_mine.c.priority, _mine.c.id)
    .limit(sa.bindparam("limit"))
    .with_for_update(of=_mine, skip_locked=True)
    .cte("chosen")
)
_DUE = (
    sa.update(outbox)
    .where(outbox.c.id.in_(sa.select(_chosen.c.id)))
    .values(free_at=sa.bindparam("until"))
    .returning(outbox)
)
_FORGOTTEN = sa.case((outbox.c.forget, sa.literal(b"")), else_=outbox.c.payload)
_row = outbox.c.id == sa.bindparam("row")
_SENT = sa.update(outbox).where(_row).values(
    status="sent", error="", sent_at=sa.bindparam("at"), payload=_FORGOTTEN)  # fmt: skip
_FAIL = sa.update(outbox).where(_row).values(
    status=sa.bindparam("to"), error=sa.bindparam("why"), attempts=outbox.c.attempts + 1)  # fmt: skip
_RETRY = _FAIL.values(free_at=sa.bindparam("at"))
_LATER = sa.update(outbox).where(_row).values(free_at=sa.bindparam("at"))
_REPLAY = sa.update(outbox).where(_row, outbox.c.status != "sent").values(
    status="pending", error="", attempts=0, free_at=sa.bindparam("at"))  # fmt: skip
_RELEASE = (
    sa.update(outbox)
    .where(outbox.c.conversation == sa.bindparam("talk"), outbox.c.status == sa.literal_column("'held'"))
    .values(status="pending", free_at=sa.bindparam("at"))
)
_CARRIED = sa.select(outbox).join(
    _mine,
    (_mine.c.id == sa.bindparam("row"))
    & (_mine.c.conversation == outbox.c.conversation)
    & (_mine.c.sent_at == outbox.c.sent_at),
).where(outbox.c.status == "sent", sa.func.length(outbox.c.payload) > 0).order_by(outbox.c.id)  # fmt: skip
_ROWS = (
    sa.select(outbox)
    .where(outbox.c.status == sa.bindparam("status"))
    .order_by(outbox.c.id)
    .limit(sa.bindparam("limit"))
)


class Outbox:
    """Messages to send, of one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(
        self, message: Outbound, *, conversation: str, inbox: int | None = None, sent: bool = False
    ) -> int:
        """Keep a message and return its row id; ``sent`` when the caller hands it over itself."""
        now = self._scope.now
        row = {
            "conversation": conversation, "channel": message.channel, "inbox": inbox,
            "priority": message.priority, "status": "sent" if sent else "pending", "attempts": 0,
            "free_at": now, "error": "", "created_at": now, "sent_at": now if sent else None,
            "forget": False, "payload": self._scope.seal(message, ABOUT),
        }  # fmt: skip
        return self._scope.execute(_ADD, row).scalar_one()  # type: ignore[no-any-return]

    def replies(self, inbox: int) -> list[Outbound]:
        """Return what was said in answer to a message, in order."""
        return [self._message(row.payload) for row in self._scope.all(_REPLIES, inbox=inbox)]

    def due(self, limit: int, channels: Sequence[str]) -> list[Queued]:
        """Take messages to send now, by priority then age, one of each conversation.

        A taken row is leased for a minute; no other process gets it meanwhile.
        """
        now = self._scope.now
        rows = self._scope.all(_DUE, at=now, until=now + LEASE, channels=list(channels), limit=limit)
        return [self.queued(row) for row in sorted(rows, key=lambda row: (row.priority, row.id))]

    def sent(self, row_id: int) -> None:
        """The platform took it."""
        self._scope.execute(_SENT, {"row": row_id, "at": self._scope.now})

    def retry(self, row_id: int, at: datetime, error: str) -> None:
        """Try again at ``at``."""
        self._scope.execute(_RETRY, {"row": row_id, "to": "pending", "why": error, "at": at})

    def later(self, row_id: int, at: datetime) -> None:
        """Not before ``at``; nothing was tried yet."""
        self._scope.execute(_LATER, {"row": row_id, "at": at})

    def refused(self, row_id: int, error: str) -> None:
        """The platform refused it for good."""
        self._scope.execute(_FAIL, {"row": row_id, "to": "refused", "why": error})

    def hold(self, row_id: int, error: str) -> None:
        """It cannot be delivered before the resident writes again."""
        self._scope.execute(_FAIL, {"row": row_id, "to": "held", "why": error})

    def dead(self, row_id: int, error: str) -> None:
        """Give up; an operator may replay it."""
        self._scope.execute(_FAIL, {"row": row_id, "to": "dead", "why": error})

    def release(self, conversation: str) -> None:
        """Send what was held for this conversation."""
        self._scope.execute(_RELEASE, {"talk": conversation, "at": self._scope.now})

    def replay(self, row_id: int) -> None:
        """Send a held, refused or dead message again, from the first attempt."""
        self._scope.execute(_REPLAY, {"row": row_id, "at": self._scope.now})

    def rows(self, status: str, limit: int = 50) -> list[Queued]:
        """Return messages of one status, oldest first."""
        return [self.queued(row) for row in self._scope.all(_ROWS, status=status, limit=limit)]

    def carried(self, row_id: int) -> list[Queued]:
        """Return what one message to a person held, by one of its rows; nothing that was erased since.

        What went together is written down as sent in one moment.
        """
        return [self.queued(row) for row in self._scope.all(_CARRIED, row=row_id)]

    def history(self, conversation: str, limit: int = 50) -> list[Line]:
        """Return the last lines of a conversation, both sides, in order."""
        return transcript(self._scope, conversation, limit)

    def queued(self, row: Any) -> Queued:
        """Return a row of the table as what it holds."""
        message = self._message(row.payload)
        return Queued(row.id, message, row.attempts, row.status, row.error, row.conversation, row.created_at)

    def _message(self, payload: bytes) -> Outbound:
        return self._scope.unseal(payload, ABOUT, Outbound) if payload else BLANK
