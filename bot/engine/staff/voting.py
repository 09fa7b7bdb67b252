"""Putting a question to a council, counting, and ending the vote."""

import msgspec

from bot.engine import votes
from bot.engine.requests import Append, Plan, ask
from bot.engine.staff.job import Job
from bot.engine.staff.masking import scrub
from bot.engine.staff.vote_words import Motion, motion, wish
from bot.engine.vote_requests import BeginVote, EndVote, SayIn
from storage.votes import VoteClosed, VoteOpened


def vote(job: Job) -> Plan[None]:
    """Put a vote in the room where it is asked for, say how the last one stands, or end it."""
    wanted = motion(job.text)
    if wanted is not None:
        yield from _put(job, wanted)
    elif not job.case.votes:
        job.say("vote.none")
    elif wish(job.text) == "close" and job.case.votes[-1].open:
        yield from _end(job)
    else:
        job.talk.replies.append(votes.result(job.case, job.case.votes[-1]))


def _put(job: Job, wanted: Motion) -> Plan[None]:
    case = job.case
    question = scrub(wanted.question, case)
    options = tuple(scrub(option, case) for option in wanted.options)
    refused = _refused(job, question, options)
    if refused:
        job.say(refused, question=votes.QUESTION, option=votes.OPTION, most=votes.MOST)
        return
    yield from ask(Append(case.no, VoteOpened(question, options)))
    number = len(case.votes) + 1
    yield from ask(BeginVote(votes.name(case.no, number)))
    job.talk.replies.append(votes.put(case, number, question, options))


def _refused(job: Job, question: str, options: tuple[str, ...]) -> str:
    """Return what stands against a vote, as a wording key."""
    case = job.case
    if case.finished:
        return "vote.finished"
    if case.confidential or case.kind == "report":
        return "vote.secret"
    if case.votes and case.votes[-1].open:
        return "vote.one_at_a_time"
    fits = len(question) <= votes.QUESTION and all(len(option) <= votes.OPTION for option in options)
    return "" if fits and votes.FEWEST <= len(options) <= votes.MOST else "vote.limits"


def _end(job: Job) -> Plan[None]:
    """The numbers are said where the vote was; who ends it elsewhere hears them too."""
    case, message = job.case, job.talk.heard.message
    number = len(case.votes)
    after = yield from ask(Append(case.no, VoteClosed(number, case.votes[-1].tally)))
    room = yield from ask(EndVote(votes.name(case.no, number)))
    told = votes.result(after, after.votes[-1])
    here = room is not None and (room.channel, room.chat) == (message.channel, message.chat)
    if room is not None and not here:
        yield from ask(SayIn(room, told))
    job.talk.replies.append(msgspec.structs.replace(told, ends=room.message if room and here else None))
