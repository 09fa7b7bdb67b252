"""Reading call records: milliseconds a record of about 600 characters; the encoder reads on a second core meanwhile.

usage: python -m benchmarks.calls
"""

import time

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import read_record
from nlu.training.calls_corpus import read_records

LENGTH = 600
NEAR = 0.25
ROUNDS = 5
LONG = 3000


def main() -> None:
    """Measure and print."""
    model, gazetteer = local(load_profile("yiyuan")).parts
    texts = [record.transcript for record in read_records()]
    read_record(texts[0], model, gazetteer)  # loads the models
    near = [text for text in texts if abs(len(text) - LENGTH) <= NEAR * LENGTH]
    for name, chosen in (
        (f"{LENGTH} characters", [_filled(text, near, LENGTH) for text in near] * ROUNDS),
        (f"{LONG} characters", [_filled(text, near, LONG) for text in near[:5]] * ROUNDS),
        ("all records", texts),
    ):
        times = []
        for text in chosen:
            begun = time.perf_counter()
            read_record(text, model, gazetteer)
            times.append((time.perf_counter() - begun) * 1e3)
        times.sort()
        p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
        print(f"{name:16} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  {len(times)} readings")


def _filled(text: str, others: list[str], length: int) -> str:
    """Bring a record to the length with the words of others."""
    return ("\n".join([text, *others]))[:length]


if __name__ == "__main__":
    main()
