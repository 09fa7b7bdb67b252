"""The hash chain of a stream; pure."""

import hashlib
from datetime import datetime
from typing import NamedTuple

import msgspec


class Link(NamedTuple):
    """What is hashed of an entry: ``body`` is its stored form, ``at`` is UTC."""

    stream: str
    version: int
    actor: str
    at: datetime
    person: str | None
    body: str

    def hash(self, previous: str) -> str:
        """Return the hash (SHA-256, hex) of this entry after the one with hash ``previous``."""
        place = [previous, self.stream, self.version, self.actor, self.at.isoformat(), self.person]
        return hashlib.sha256(msgspec.json.encode(place) + b"\n" + self.body.encode()).hexdigest()
