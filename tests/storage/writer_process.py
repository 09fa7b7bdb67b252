"""A process that writes until it is killed: python -m tests.storage.writer_process URL FIRST LAST.

Each message becomes an inbox row and a case in one transaction; its number is printed only after
the commit. A message that is already there changes nothing and is acknowledged again.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from itertools import count

from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import KEY
from tests.storage.samples import inbound, need, outbound

TASKS = 16


def handle(tx: Tx, number: int) -> None:
    row = tx.inbox.accept(inbound(str(number), sender=f"u{number % 50}"))
    if row is None:
        return
    person = tx.people.identify("web", f"u{number % 50}", f"u{number % 50}")
    tx.ledger.open(need(outside_no=str(number)), actor="bot", person=person.id)
    tx.outbox.add(outbound(str(number)), conversation=f"web:u{number % 50}", inbox=row)
    tx.inbox.done([row])


async def write(url: str, first: int, last: int) -> None:
    store = await Store.open(url, KEY, lambda: datetime.now(UTC))
    numbers = count(first)

    async def deliver() -> None:
        while (number := next(numbers)) < last:
            await store.run(lambda tx: handle(tx, number))
            os.write(1, b"%d\n" % number)  # past the buffer: the kill comes at any moment

    await asyncio.gather(*(deliver() for _ in range(TASKS)))
    await store.close()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
