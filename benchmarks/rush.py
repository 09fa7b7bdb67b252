"""Two hundred WeChat callbacks a second: answers within five seconds, healthy and before a slow database.

usage: python -m benchmarks.rush [--seconds 10] [--rate 200]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.faults.rush import Outcome, rush

COMMITS = {"healthy": 0.0, "commits of three seconds": 3.0}


def main() -> None:
    """Run both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, default=200)
    args = parser.parse_args()
    for name, commit in COMMITS.items():
        with tempfile.TemporaryDirectory() as folder:
            outcome = asyncio.run(rush(Path(folder), int(args.rate * args.seconds), args.rate, commit))
        print(f"{name}: {_told(outcome)}")


def _told(outcome: Outcome) -> str:
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(outcome.statuses.items()))
    shown = sum(len(texts) == 1 for texts in outcome.shown.values())
    return (
        f"{len(outcome.followers)} messages, {answers}, hung up {outcome.hung_up}, p50 {outcome.quantile(0.5):.2f} s, "
        f"p99 {outcome.quantile(0.99):.2f} s, slowest {max(outcome.seconds):.2f} s; "
        f"one answer seen by {shown}, messages in the ledger {sum(outcome.heard.values())}"
    )


if __name__ == "__main__":
    main()
