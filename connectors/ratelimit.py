"""A token bucket for each sender. Danger to life and the wish for a person always pass."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from connectors import metrics

KEPT = 10_000
"""Buckets kept before full ones are dropped; a full bucket says no more than none."""


def _never(_text: str) -> bool:
    return False


@dataclass(slots=True)
class RateLimiter:
    """Lets a sender write ``burst`` messages at once and ``per_minute`` in the long run.

    ``urgent`` tells from the text what passes in any case; ``clock`` gives seconds.
    """

    per_minute: float
    burst: int
    urgent: Callable[[str], bool] = _never
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, sender: str, text: str = "", ago: float = 0.0) -> float:
        """Return 0 where a message written ``ago`` seconds ago may pass, else the seconds until one may."""
        now = self.clock()
        tokens, since = self._tokens(sender, now - ago)
        if tokens < 1 and not self.urgent(text):
            metrics.SLOWED.inc()
            return (1 - tokens) * 60 / self.per_minute
        self._buckets[sender] = (max(tokens - 1, 0), since)
        self._tidy(now)
        return 0.0

    def _tokens(self, sender: str, at: float) -> tuple[float, float]:
        """Return what there is at ``at``, and since when; what comes out of turn changes nothing."""
        left, since = self._buckets.get(sender, (float(self.burst), at))
        now = max(at, since)
        return min(self.burst, left + (now - since) * self.per_minute / 60), now

    def _tidy(self, now: float) -> None:
        if len(self._buckets) > KEPT:
            full = [sender for sender in self._buckets if self._tokens(sender, now)[0] >= self.burst]
            for sender in full or list(self._buckets)[: KEPT // 2]:
                del self._buckets[sender]
