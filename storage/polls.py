"""In which room a vote is going on, and which poll of the platform there stands for it.

A poll's id is known only after it was sent; it appears here as its blind index. Rooms are sealed. A row
lives as long as its vote.
"""

import msgspec
import sqlalchemy as sa
from sqlalchemy import Column, Index, LargeBinary, Table
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.messages import Room
from storage.scope import Scope
from storage.tables import metadata, text

polls = Table(
    "polls", metadata,
    text("vote", primary_key=True),
    Column("code", LargeBinary),
    Column("room", LargeBinary, nullable=False),
    Index("polls_code", "code"),
)  # fmt: skip
ABOUT = "poll"

_OPEN = insert(polls).on_conflict_do_nothing(index_elements=["vote"])
_ROW = sa.select(polls).where(polls.c.vote == sa.bindparam("which"))
_BEHIND = sa.select(polls).where(polls.c.code == sa.bindparam("by"))
_ALL = sa.select(polls).order_by(polls.c.vote)
_POSTED = (
    sa.update(polls)
    .where(polls.c.vote == sa.bindparam("which"))
    .values(code=sa.bindparam("by"), room=sa.bindparam("where"))
)
_MOVED = sa.update(polls).where(polls.c.vote == sa.bindparam("which")).values(room=sa.bindparam("where"))
_CLOSE = sa.delete(polls).where(polls.c.vote == sa.bindparam("which")).returning(polls)


class Polls:
    """The votes that are going on, in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def open(self, room: Room) -> None:
        """A vote begins in a room."""
        self._scope.execute(_OPEN, {"vote": room.vote, "code": None, "room": self._scope.seal(room, ABOUT)})

    def posted(self, channel: str, vote: str, poll: str, message: str) -> None:
        """The platform has made a poll of a vote; for one that is over this changes nothing."""
        room = self.room(vote)
        if room is None:
            return
        kept = self._scope.seal(msgspec.structs.replace(room, message=message), ABOUT)
        self._scope.execute(_POSTED, {"which": vote, "by": self._code(channel, poll), "where": kept})

    def room(self, vote: str) -> Room | None:
        """Return where a vote is going on, None where it is over."""
        return self._one(self._scope.first(_ROW, which=vote))

    def behind(self, channel: str, poll: str) -> Room | None:
        """Return where the vote that a poll stands for is going on; None for a poll that stands for none."""
        return self._one(self._scope.first(_BEHIND, by=self._code(channel, poll)))

    def close(self, vote: str) -> Room | None:
        """A vote is over; return where it was."""
        return self._one(self._scope.execute(_CLOSE, {"which": vote}).first())

    def move(self, channel: str, old: str, new: str) -> None:
        """A room goes on under another name, in which the messages of before are not."""
        for row in self._scope.all(_ALL):
            room = self._scope.unseal(row.room, ABOUT, Room)
            if (room.channel, room.chat) == (channel, old):
                kept = msgspec.structs.replace(room, chat=new, message=None)
                self._scope.execute(_MOVED, {"which": row.vote, "where": self._scope.seal(kept, ABOUT)})

    def _one(self, row: sa.Row[tuple[str, bytes | None, bytes]] | None) -> Room | None:
        return None if row is None else self._scope.unseal(row.room, ABOUT, Room)

    def _code(self, channel: str, poll: str) -> bytes:
        return self._scope.vault.blind(ABOUT, f"{channel}\0{poll}")
