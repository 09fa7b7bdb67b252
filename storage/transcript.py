"""A conversation read back: inbox and outbox merged in the order in which things were said."""

from typing import Any

import sqlalchemy as sa

from storage.entries import ERASED
from storage.messages import Inbound, Line, Outbound
from storage.scope import Scope
from storage.tables import inbox, outbox

_talk = sa.bindparam("conversation", type_=sa.Text)
_limit = sa.bindparam("limit", type_=sa.Integer)
_HEARD = (
    sa.select(inbox.c.id, inbox.c.accepted_at, inbox.c.payload)
    .where(inbox.c.conversation == _talk)
    .order_by(inbox.c.id.desc())
    .limit(_limit)
)
_SAID = (
    sa.select(outbox.c.id, outbox.c.inbox, outbox.c.created_at, outbox.c.payload)
    .where(outbox.c.conversation == _talk)
    .order_by(outbox.c.id.desc())
    .limit(_limit)
)
_LAST = 1 << 62


def transcript(scope: Scope, conversation: str, limit: int) -> list[Line]:
    """Return the last ``limit`` lines; a reply follows the message that it answers."""
    heard = scope.all(_HEARD, conversation=conversation, limit=limit)
    said = scope.all(_SAID, conversation=conversation, limit=limit)
    lines = [((row.accepted_at, row.id, 0, row.id), _heard(scope, row)) for row in heard]
    lines += [((row.created_at, row.inbox or _LAST, 1, row.id), _said(scope, row)) for row in said]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])[-limit:]]


def _heard(scope: Scope, row: Any) -> Line:
    if not row.payload:
        return Line(row.accepted_at, mine=False, text=ERASED)
    message = scope.unseal(row.payload, "inbox", Inbound)
    return Line(row.accepted_at, mine=False, text=message.text, attachments=message.attachments)


def _said(scope: Scope, row: Any) -> Line:
    if not row.payload:
        return Line(row.created_at, mine=True, text=ERASED)
    message = scope.unseal(row.payload, "outbox", Outbound)
    return Line(row.created_at, mine=True, text=message.text, buttons=message.buttons)
