"""Ports for servers that are started in a process of their own and cannot tell which one they got."""

import random
import socket

BELOW_THE_PASSING_ONES = range(20_000, 32_000)
"""The system gives out no port from here by itself, so nobody has the chosen one before the server does."""


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    return next(filter(_free, random.SystemRandom().choices(BELOW_THE_PASSING_ONES, k=1_000)))


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
