"""A survey to 5,000 Telegram chats with a kill in the middle: who gets it, how often, how fast.

usage: python -m benchmarks.mailing [--chats 5000]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.faults.mailing import mail


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=5_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(mail(Path(folder), args.chats, args.chats // 2))
    received = outcome.received
    took = outcome.times[-1] - outcome.times[0]
    print(f"{len(received)} of {outcome.chats} chats reached in {took:.0f} s, {len(outcome.sent)} messages")
    print(f"came twice: {sum(count > 1 for count in received.values()) - 1} (what was under way at the kill)")
    print(f"most messages within one second: {outcome.fastest()} (the platform takes about 30)")
    print(f"a resident's answer waited behind {outcome.before_answer} invitations")


if __name__ == "__main__":
    main()
