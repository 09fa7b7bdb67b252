"""Conversation states: locked, read, written back in the same transaction."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.messages import Conversation
from storage.scope import Scope
from storage.tables import conversations

ABOUT = "conversation"

_LOCK = sa.select(conversations).where(conversations.c.key == sa.bindparam("key")).with_for_update()
_CREATE = insert(conversations).on_conflict_do_nothing(index_elements=["key"])
_SAVE = (
    sa.update(conversations)
    .where(conversations.c.key == sa.bindparam("talk"))
    .values(state=sa.bindparam("new"), person=sa.bindparam("who"), version=conversations.c.version + 1)
)
_OF_ROOM = sa.select(conversations.c.key).where(
    (conversations.c.key == sa.bindparam("room")) | conversations.c.key.like(sa.bindparam("members"))
)
_MOVE = (
    sa.update(conversations)
    .where(conversations.c.key == sa.bindparam("before"))
    .values(key=sa.bindparam("after"))
)  # fmt: skip


class Conversations:
    """Conversation rows of one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def lock(self, key: str) -> Conversation:
        """Return the conversation, created if missing, and keep others off it until the commit."""
        row = self._scope.first(_LOCK, key=key)
        if row is None:
            self._create(key, b"", None)
            row = self._scope.execute(_LOCK, {"key": key}).one()
        state = self._scope.vault.open(row.state, ABOUT) if row.state else b""
        return Conversation(key, state, row.version, row.person)

    def save(self, key: str, state: bytes, person: str | None) -> None:
        """Write the state back."""
        sealed = self._scope.vault.seal(state, ABOUT)
        if not self._scope.execute(_SAVE, {"talk": key, "new": sealed, "who": person}).rowcount:
            self._create(key, sealed, person)

    def move(self, old: str, new: str) -> None:
        """Let the conversations of a room go on in the room that it became; what is there already stays."""
        for row in self._scope.all(_OF_ROOM, room=old, members=f"{old}:%"):
            after = new + row.key.removeprefix(old)
            if self._scope.first(_LOCK, key=after) is None:
                self._scope.execute(_MOVE, {"before": row.key, "after": after})

    def _create(self, key: str, state: bytes, person: str | None) -> None:
        self._scope.execute(_CREATE, {"key": key, "version": 0, "person": person, "state": state})
