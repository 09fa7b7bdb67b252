"""Votes on a case: what is put to a council, who chose what, and what came of it. Pure.

Votes and options count from 1. One vote a person counts, the last one; what is cast after the end does not.
"""

import msgspec

from storage.body import Body


class VoteOpened(Body, frozen=True):
    """A question was put to the vote."""

    question: str
    options: tuple[str, ...]


class VoteCast(Body, frozen=True):
    """Somebody chose an option of a vote; None takes back what they chose before."""

    vote: int
    person: str
    option: int | None = None


class VoteClosed(Body, frozen=True):
    """A vote ended; ``counts`` stand in the order of the options."""

    vote: int
    counts: tuple[int, ...]


class Vote(msgspec.Struct, frozen=True):
    """One vote as it stands; ``cast`` (person, option) is forgotten when ``counts`` are final."""

    question: str
    options: tuple[str, ...]
    cast: tuple[tuple[str, int], ...] = ()
    counts: tuple[int, ...] | None = None

    @property
    def open(self) -> bool:
        """Whether it is still going on."""
        return self.counts is None

    @property
    def tally(self) -> tuple[int, ...]:
        """How many chose each option, final or so far."""
        chosen = [option for _, option in self.cast]
        return (
            self.counts
            if self.counts is not None
            else tuple(chosen.count(n) for n in range(1, len(self.options) + 1))
        )

    def choice(self, person: str) -> int | None:
        """Return what somebody has chosen, None if nothing."""
        return dict(self.cast).get(person)


Votes = tuple[Vote, ...]


def opened(votes: Votes, body: VoteOpened) -> Votes:
    """Return the votes of a case after another one began."""
    return (*votes, Vote(body.question, body.options))


def cast(votes: Votes, body: VoteCast) -> Votes:
    """Return the votes of a case after somebody chose."""
    vote = _going_on(votes, body.vote)
    if vote is None or not (body.option is None or 1 <= body.option <= len(vote.options)):
        return votes
    others = tuple(pair for pair in vote.cast if pair[0] != body.person)
    mine = () if body.option is None else ((body.person, body.option),)
    return _with(votes, body.vote, msgspec.structs.replace(vote, cast=(*others, *mine)))


def closed(votes: Votes, body: VoteClosed) -> Votes:
    """Return the votes of a case after one ended."""
    vote = _going_on(votes, body.vote)
    if vote is None:
        return votes
    return _with(votes, body.vote, msgspec.structs.replace(vote, cast=(), counts=body.counts))


def _going_on(votes: Votes, number: int) -> Vote | None:
    known = 1 <= number <= len(votes) and votes[number - 1].open
    return votes[number - 1] if known else None


def _with(votes: Votes, number: int, vote: Vote) -> Votes:
    return (*votes[: number - 1], vote, *votes[number:])
