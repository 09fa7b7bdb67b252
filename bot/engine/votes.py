"""How a vote is put, cast and counted, in words; shared by staff who put it and those who vote.

A vote is cast with words that anybody could type (0031选2, 0031不投了); what stands behind a button names
the vote in full (WH20261120-0031 投票1 选2), and what a platform's own poll brings names that poll.
"""

import re
from dataclasses import dataclass

from bot.engine.reply import Choice, Reply
from storage.case import Case
from storage.messages import Poll
from storage.votes import Vote

QUESTION, OPTION, FEWEST, MOST = 300, 100, 2, 10
"""Characters of a question and of an option, and how many options: Telegram takes no more."""
_BACK = r"(?P<back>不投了|撤票|(?:撤回|收回)(?:我的?)?(?:这一)?(?:投?票))"
_CAST = re.compile(
    r"^(?:(?P<no>WH\d{8}-\d{4}|(?<!\d)\d{4})\s*号?\s*(?:投票(?P<vote>\d{1,3}))?|poll:(?P<poll>\S+))"
    rf"[\s，,]*(?:{_BACK}|我?(?:选|投给|投)\s*(?:第\s*(?P<nth>\d{{1,2}})\s*[项个]|(?P<option>\S.*?)))[\s。.！!]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody chooses: ``option`` a number or words, "" takes back. One of ``no`` and ``poll`` is set."""

    no: str
    vote: int | None
    poll: str
    option: str

    def number(self, options: tuple[str, ...]) -> int | None:
        """Return the number of the option that is meant, from 1; None where there is none such."""
        if self.option in options:
            return options.index(self.option) + 1
        plain = self.option.isdecimal() and len(self.option) <= 2
        return int(self.option) if plain and 1 <= int(self.option) <= len(options) else None


def read(text: str) -> Ballot | None:
    """Return the vote that a message casts, None where it reads as none."""
    said = _CAST.match(text)
    if said is None:
        return None
    option = "" if said["back"] else said["nth"] or said["option"]
    number = int(said["vote"]) if said["vote"] else None
    return Ballot((said["no"] or "").upper(), number, said["poll"] or "", option)


def of_poll(poll: str, option: int | None) -> str:
    """Return the payload of an answer to a platform's poll; options count from 1, None takes back."""
    return f"poll:{poll} 不投了" if option is None else f"poll:{poll} 选{option}"


def name(no: str, number: int) -> str:
    """Return the name of a vote."""
    return f"{no}/{number}"


def put(case: Case, number: int, question: str, options: tuple[str, ...]) -> Reply:
    """Return the message that puts a vote."""
    title = f"{case.short} {question}"
    return Reply(
        "vote.put",
        {"no": case.no, "short": case.short, "question": question},
        tuple(
            Choice("vote.option", f"{case.no} 投票{number} 选{n}", {"option": option})
            for n, option in enumerate(options, 1)
        ),
        poll=Poll(name(case.no, number), title if len(title) <= QUESTION else question, options),
    )


def result(case: Case, vote: Vote) -> Reply:
    """Return how a vote stands, in numbers alone."""
    lines = tuple(
        Reply("vote.line", {"option": option, "count": count})
        for option, count in zip(vote.options, vote.tally, strict=True)
    )
    state = Reply("vote.going_on" if vote.open else "vote.ended", {"count": sum(vote.tally)})
    return Reply("vote.result", {"no": case.no, "question": vote.question, "lines": lines, "state": state})


def in_brief(vote: Vote) -> str:
    """Return the counts of a vote on one line."""
    pairs = zip(vote.options, vote.tally, strict=True)
    return "，".join(f"{option}{count}票" for option, count in pairs)
