"""Writing down what a door handed over itself, inside its answer to a callback."""

from collections.abc import Sequence

import msgspec

from connectors.tencent.packing import Packed
from storage.messages import Queued
from storage.tx import Tx


def handed_over(tx: Tx, rows: Sequence[Queued], packed: Packed) -> None:
    """The first text of ``packed``, made of ``rows``, was shown; what did not fit goes through the outbox.

    Handed over before, nothing changes.
    """
    if not any(row.status == "pending" for row in rows):
        return
    tx.handover.done(row.id for row in rows[: packed.count])
    tx.handover.leave(row.id for row in rows[packed.count :])
    for text in packed.texts[1:]:
        rest = msgspec.structs.replace(rows[0].message, text=text, buttons=())
        tx.outbox.add(rest, conversation=rows[0].conversation)
