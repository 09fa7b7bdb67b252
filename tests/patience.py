"""How long a test waits for what happens beyond a socket, in another task or in another process."""

PATIENCE = 60
"""Seconds after which it has waited in vain and fails. Where all goes well none of them pass; a machine that is
slow, or has other work, needs some of them."""
START = 300
"""Seconds that a program of its own may take to start, or to do what was typed."""
