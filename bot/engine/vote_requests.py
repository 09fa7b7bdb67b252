"""Requests about votes that are going on; a vote is named ``<number of its case>/<its number there>``."""

from dataclasses import dataclass

from bot.engine.reply import Reply
from bot.engine.requests import Request
from storage.messages import Room


@dataclass(frozen=True, slots=True)
class BeginVote(Request[None]):
    """A vote begins in the room where the message was said."""

    vote: str


@dataclass(frozen=True, slots=True)
class VoteRoom(Request[Room | None]):
    """Where a vote is going on, None where it is over."""

    vote: str


@dataclass(frozen=True, slots=True)
class VoteBehind(Request[Room | None]):
    """Where the vote is going on that a poll of the platform stands for; None for a poll that stands for none."""

    poll: str


@dataclass(frozen=True, slots=True)
class EndVote(Request[Room | None]):
    """A vote is over; the answer is the room where it was."""

    vote: str


@dataclass(frozen=True, slots=True)
class SayIn(Request[None]):
    """Say something in the room of a vote."""

    room: Room
    reply: Reply
