"""The token bucket, with a clock of its own."""

from connectors import ratelimit
from connectors.ratelimit import RateLimiter
from tests.connectors.doors import Clock


def test_a_burst_then_a_steady_pace() -> None:
    clock = Clock()
    limiter = RateLimiter(30, 3, clock=clock)
    assert [limiter.wait("a") for _ in range(4)] == [0, 0, 0, 2]
    assert limiter.wait("b") == 0
    clock.now += 1
    assert limiter.wait("a") == 1
    clock.now += 1
    assert limiter.wait("a") == 0
    clock.now += 3600
    assert [limiter.wait("a") for _ in range(4)] == [0, 0, 0, 2]


def test_what_is_refused_costs_nothing() -> None:
    clock = Clock()
    limiter = RateLimiter(60, 1, clock=clock)
    limiter.wait("a")
    assert [limiter.wait("a") for _ in range(100)] == [1] * 100
    clock.now += 1
    assert limiter.wait("a") == 0


def test_what_counts_is_when_it_was_written() -> None:
    limiter = RateLimiter(60, 1, clock=Clock(600))
    assert [limiter.wait("a", ago=float(ago)) for ago in (300, 299.5, 299, 240, 240)] == [0, 0.5, 0, 0, 1]
    assert limiter.wait("a", ago=400.0) == 1, "out of turn there is nothing to be had"
    assert limiter.wait("a") == 0


def test_urgent_words_always_pass() -> None:
    limiter = RateLimiter(1, 1, urgent=lambda text: "转人工" in text, clock=Clock())
    assert [limiter.wait("a", "转人工") for _ in range(5)] == [0] * 5
    assert limiter.wait("a", "好") > 0


def test_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(ratelimit, "KEPT", 10)
    clock = Clock()
    limiter = RateLimiter(60, 2, clock=clock)
    for number in range(1_000):
        limiter.wait(str(number))
    assert len(limiter._buckets) <= 11
