"""What the doors count. Labels are names of routes and channels, never anything of a person."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("shiliu_http_requests", "HTTP requests", ["route", "status"])
SECONDS = Histogram(
    "shiliu_http_seconds", "Time to answer a request, in seconds", ["route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
)  # fmt: skip
SENDS = Counter("shiliu_sends", "Outgoing messages by what became of them", ["channel", "outcome"])
UNREADABLE = Counter("shiliu_unreadable_deliveries", "Deliveries nobody could read", ["channel", "why"])
SOCKETS = Gauge("shiliu_web_sockets", "Open chat pages")
SLOWED = Counter("shiliu_slowed_messages", "Messages that were asked to slow down")
