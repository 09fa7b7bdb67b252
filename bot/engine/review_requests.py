"""Requests about the review queue, the messages that the bot is to learn from."""

from dataclasses import dataclass

from bot.engine.requests import Request
from storage.review_items import Finding, Labels, Review


@dataclass(frozen=True, slots=True)
class AskReview(Request[int | None]):
    """Put a redacted message before staff; None where it waits already or the day has had ``per_day``."""

    finding: Finding
    per_day: int


@dataclass(frozen=True, slots=True)
class NextReview(Request[Review | None]):
    """The oldest open item with an id above ``after``."""

    after: int = 0


@dataclass(frozen=True, slots=True)
class ReviewById(Request[Review | None]):
    id: int


@dataclass(frozen=True, slots=True)
class CountReviews(Request[int]):
    """How many items are open."""


@dataclass(frozen=True, slots=True)
class LabelReview(Request[bool]):
    """Say what an open item means; False where somebody else was faster."""

    id: int
    labels: Labels
    by: str


@dataclass(frozen=True, slots=True)
class DropReview(Request[bool]):
    """Put an open item away; False where somebody else was faster."""

    id: int
    by: str
