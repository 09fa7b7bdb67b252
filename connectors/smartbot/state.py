"""How far the answer to a message is, from what stands in the store."""

from dataclasses import dataclass
from datetime import timedelta

from connectors.smartbot.events import NAME
from storage.messages import Inbound, Queued
from storage.tx import Tx

LOST, FOLLOWS = "smartbot.lost", "smartbot.follows"
"""Keys of what is said in the place of an answer."""
GOOD = timedelta(minutes=55)
"""How long an address for a late answer is used; it ends after an hour."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``rows`` are to be shown; without any the answer ``waits``, or ``note`` is the key of what to say."""

    rows: tuple[Queued, ...] = ()
    waits: bool = False
    note: str = ""


def begun(tx: Tx, message: Inbound, address: str) -> bool:
    """Whether a message is known; of a new one the address for a late answer is kept."""
    if tx.inbox.find(NAME, message.external_id) is not None:
        return True
    if address:
        tx.addresses.keep(message.conversation, address, tx.now + GOOD)
    return False


def progress(tx: Tx, external_id: str, conversation: str) -> Progress:
    """Return what there is to say to a message of this conversation, known by its id."""
    row = tx.inbox.find(NAME, external_id)
    if row is None:
        return Progress(note=LOST)
    rows = tuple(one for one in tx.handover.rows(row) if one.conversation == conversation)
    if rows:
        return Progress(rows)
    if tx.handover.waits(row) or any(one.id == row for one in tx.inbox.pending(conversation)):
        return Progress(waits=True)
    return Progress(note=FOLLOWS if tx.outbox.replies(row) else "")
