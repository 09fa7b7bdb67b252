"""Understanding, embedded: milliseconds a line over the whole test set on one core, load time, size.

usage: python -m benchmarks.parse [--rasa URL]   URL of a Rasa server with the trained model, for the ratio
"""

import argparse
import json
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from config.loader import load_profile
from nlu.backend import local
from nlu.embedded import SHIPPED
from nlu.training.corpus import read_folder

ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rasa")
    args = parser.parse_args()
    begun = time.perf_counter()
    reader = local(load_profile("yiyuan"))
    loaded = time.perf_counter() - begun
    texts = [line.text for line in read_folder(Path("nlu/test"))]
    ours = _times(texts * ROUNDS, reader.read)
    size = sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) / 2**20
    print(f"embedded p50 {_at(ours, 0.5):.2f} ms  p99 {_at(ours, 0.99):.2f} ms  {len(texts)} lines")
    print(f"load {loaded:.2f} s  model {size:.1f} MB")
    if args.rasa:
        theirs = _times(texts[:300], lambda text: _ask(args.rasa, text))
        print(f"rasa     p50 {_at(theirs, 0.5):.2f} ms  p99 {_at(theirs, 0.99):.2f} ms")
        print(f"ratio    {_at(theirs, 0.5) / _at(ours, 0.5):.1f} x   (budget: 6 x)")


def _times(texts: list[str], read: Callable[[str], object]) -> list[float]:
    """Return the milliseconds of each reading, sorted."""
    times = []
    for text in texts:
        begun = time.perf_counter()
        read(text)
        times.append((time.perf_counter() - begun) * 1e3)
    return sorted(times)


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _ask(url: str, text: str) -> bytes:
    body = json.dumps({"text": text}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/model/parse", body)) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    main()
