"""What is put right afterwards, each in one transaction, and the second time without effect."""

from collections.abc import Sequence

import msgspec

from connectors.errors import Away, Gone, Misconfigured, Quota, Refused, SendFailed
from connectors.kf.events import NAME, SESSION, WROTE, Said
from storage.messages import Queued
from storage.tx import Tx

LOST: dict[int, type[SendFailed]] = {
    1: Misconfigured, 2: Misconfigured, 8: Misconfigured, 11: Misconfigured,
    4: Away, 5: Away,
    6: Quota,
    10: Gone,
}  # fmt: skip
"""Why the platform did not deliver what it had taken: account deleted, application closed, corp not verified,
nobody of the corp signed in; too late, session closed; more than five; refused by the resident. Any other is a refusal."""
TOO_LATE = "欢迎语没赶上二十秒"
UNSAID = "对方撤回了"


def attended(tx: Tx, chat: str) -> None:
    """The platform says that a person has the conversation: nothing goes out before its next message."""
    tx.attended.begin(NAME, chat, tx.now + SESSION)
    tx.quotas.close(NAME, chat)


def contact(tx: Tx, said: Said) -> None:
    """A message opens its send window; delivered again, it opens none."""
    message = said.message
    if tx.inbox.find(message.channel, message.external_id) is None:
        tx.quotas.open(NAME, message.sender, WROTE, said.at)


def unsay(tx: Tx, chat: str, external_id: str) -> None:
    """Forget a message that its writer took back, unless it was handled: then what it led to stands."""
    conversation = f"{NAME}:{chat}"
    tx.conversations.lock(conversation)
    row = tx.inbox.find(NAME, external_id)
    waiting = next((one for one in tx.inbox.pending(conversation) if one.id == row), None)
    if waiting is None:
        return
    tx.inbox.complete(waiting.id, msgspec.structs.replace(waiting.message, text="", attachments=()))
    tx.inbox.done([waiting.id], UNSAID)


def welcomed(tx: Tx, rows: Sequence[Queued], gone: int) -> None:
    """The first ``gone`` of what was kept for a welcome were said; notices among the others wait on.

    What answers nothing but the coming in is not said any more: it would stand before the next answer.
    """
    tx.handover.done(row.id for row in rows[:gone])
    latest = max((row.created_at for row in rows if row.created_at), default=None)
    for row in rows[gone:]:
        if row.created_at == latest:
            tx.outbox.refused(row.id, TOO_LATE)
        else:
            tx.outbox.hold(row.id, Quota().record)


def lost(tx: Tx, row: int, chat: str, reason: int) -> int:
    """Record that a message did not arrive; what may arrive later is held anew. Returns the rows it had."""
    carried = [one for one in tx.outbox.carried(row) if one.conversation == f"{NAME}:{chat}"]
    failed = LOST.get(reason, Refused)(f"fail_type {reason}")
    again = isinstance(failed, Away | Quota)
    for one in carried:
        tx.outbox.refused(one.id, failed.record)
        if again:  # as a row of its own, since the platform takes none of the old key again
            tx.outbox.hold(tx.outbox.add(one.message, conversation=one.conversation), failed.record)
    if again:
        tx.quotas.close(NAME, chat)
    return len(carried)
