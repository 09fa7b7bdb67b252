"""10,000 Telegram updates out of order, a fifth of them twice, forty at a time, with random kills.

usage: python -m benchmarks.storm [--updates 10000] [--kills 12] [--seed 1]
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.storm import SCRIPT, storm


def main() -> None:
    """Run it and print what was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(storm(Path(folder), args.updates // len(SCRIPT), args.kills, args.seed))
    seconds = time.monotonic() - begun
    said = sum(map(len, outcome.said.values()))
    lost = sum(
        (Counter(lines) - Counter(outcome.heard[chat])).total() for chat, lines in outcome.said.items()
    )
    doubled = sum(
        (Counter(outcome.heard[chat]) - Counter(lines)).total() for chat, lines in outcome.said.items()
    )
    mixed = (
        sum(outcome.heard[chat] != lines for chat, lines in outcome.said.items())
        if not lost + doubled
        else "?"
    )
    print(f"{said} updates, {outcome.deliveries} deliveries, {outcome.kills} kills, {seconds:.0f} s")
    print(f"lost {lost}, doubled {doubled}, chats out of order {mixed}")
    print(
        f"cases {sum(outcome.cases.values())} for {len(outcome.said)} residents, unanswered {len(outcome.unanswered)}"
    )
    print(f"left in the inbox {outcome.backlog}, findings of the ledger {len(outcome.findings)}")


if __name__ == "__main__":
    main()
