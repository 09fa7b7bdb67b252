"""Messages a second through the store: accepted, locked, identified, answered, durable.

Each message costs two transactions, as in the bot: one that keeps the delivery (after which the
platform is acknowledged), one that handles it. Usage: python -m benchmarks.storage [URL]
"""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from storage.messages import Inbound, Outbound
from storage.store import Store
from storage.tx import Tx

TASKS = 16
MESSAGES = 400
"""For each task."""
STATE = b'{"frames": [{"form": "intake", "version": "1", "answers": {"place": "..."}}]}' * 8


async def measure(url: str) -> dict[str, float]:
    """Return messages a second and latencies in milliseconds."""
    store = await Store.open(url, b"benchmark key, 32 bytes long ...", lambda: datetime.now(UTC))
    begun, worked = time.perf_counter(), time.process_time()
    talks = await asyncio.gather(*(talk(store, number) for number in range(TASKS)))
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    await store.close()
    times = sorted(latency for latencies in talks for latency in latencies)
    return {
        "messages_per_second": round(len(times) / seconds),
        "cpu_ms_per_message": round(work * 1000 / len(times), 3),
        "p50_ms": round(times[len(times) // 2] * 1000, 2),
        "p99_ms": round(times[len(times) * 99 // 100] * 1000, 2),
    }


async def talk(store: Store, number: int) -> list[float]:
    """Have one conversation; return the seconds that each message took."""
    latencies = []
    for turn in range(MESSAGES):
        message = Inbound("web", f"{number}-{turn}", f"c{number}", f"c{number}", "我们村好久没放电影了",
                          datetime.now(UTC))  # fmt: skip
        begun = time.perf_counter()
        await store.run(lambda tx, message=message: tx.inbox.accept(message))  # type: ignore[misc]
        await store.run(lambda tx, message=message: handle(tx, message))  # type: ignore[misc]
        latencies.append(time.perf_counter() - begun)
    return latencies


def handle(tx: Tx, message: Inbound) -> None:
    """Do what the bot does with a message in the middle of a form."""
    tx.conversations.lock(message.conversation)
    received = tx.inbox.pending(message.conversation)
    person = tx.people.identify(message.channel, message.sender, message.chat)
    reply = Outbound(message.channel, message.chat, "请问在哪个乡镇？")
    tx.outbox.add(reply, conversation=message.conversation, inbox=received[0].id, sent=True)
    tx.conversations.save(message.conversation, STATE, person.id)
    tx.inbox.done([row.id for row in received])


def main() -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'ledger.db'}"
        print(json.dumps(asyncio.run(measure(url))))


if __name__ == "__main__":
    main()
