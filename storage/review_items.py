"""Messages kept to learn from, as the rest of the system sees them; pure, and nothing personal in them."""

from datetime import datetime
from typing import Literal, get_args

import msgspec

Reason = Literal["doubted", "corrected", "misunderstood", "rejected", "relabelled"]
"""The bot did not know · the resident set it right · the resident wanted a person at once · staff sent it
elsewhere · staff gave it other labels."""
REASONS: tuple[Reason, ...] = get_args(Reason)
State = Literal["open", "labelled", "dropped"]


class Labels(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a message means, in labels of the taxonomy."""

    intent: str
    kind: str | None = None
    category: str | None = None
    urgency: str | None = None
    faq: str | None = None
    audience: tuple[str, ...] = ()


REQUIRED: dict[str, tuple[str, ...]] = {"submit_need": ("kind", "category", "urgency"), "ask_faq": ("faq",)}
"""Intent -> the labels that belong to it; all others have none."""


def missing(labels: Labels) -> tuple[str, ...]:
    """Return the names of the labels that the intent still needs."""
    return tuple(name for name in REQUIRED.get(labels.intent, ()) if getattr(labels, name) is None)


def proper(labels: Labels) -> Labels:
    """Return the labels without those that do not belong to the intent."""
    kept = {name: getattr(labels, name) for name in REQUIRED.get(labels.intent, ())}
    return Labels(labels.intent, **kept, audience=labels.audience if labels.intent == "submit_need" else ())


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the model said. ``ranking`` holds its best intents with their probability (0 to 1), ``spans``
    the entities it saw as (entity, words of the redacted text), in the order of the text."""

    labels: Labels
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    spans: tuple[tuple[str, str], ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """A message worth a look. ``text`` is redacted already; ``proposal`` is what people said it means."""

    text: str
    reading: Reading
    reason: Reason
    channel: str
    proposal: Labels | None = None


class Review(msgspec.Struct, frozen=True):
    """A finding in the queue. ``by`` is the post that decided, never a person; times are UTC."""

    id: int
    at: datetime
    finding: Finding
    state: State = "open"
    label: Labels | None = None
    by: str = ""
    decided_at: datetime | None = None
    exported_at: datetime | None = None
