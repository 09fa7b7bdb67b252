"""Casting a vote: a button, typed words, or a platform's own poll; one vote a person, the last one counts.

Whoever is not in the room of a vote cannot cast one by words, nor learn that there is one. In a group
nothing is said to it: the numbers come when somebody asks for them.
"""

from bot.engine import votes
from bot.engine.requests import Append, CaseByNo, CasesByShort, Plan, ask
from bot.engine.talk import Talk
from bot.engine.vote_requests import VoteBehind, VoteRoom
from storage.case import Case
from storage.messages import Inbound, Room
from storage.votes import VoteCast

SHORT = 4


def cast(talk: Talk) -> Plan[bool]:
    """Take down a vote; False where the message is none, or there is none here."""
    ballot = votes.read(talk.text.removeprefix(f"@{talk.world.profile.bot_name}").strip())
    if ballot is None:
        return False
    if ballot.poll:
        if talk.heard.message.payload is None:
            return False
        room = yield from ask(VoteBehind(ballot.poll))
        if room is not None:
            yield from _in(talk, room, ballot)
        return True
    room = yield from _room(talk.heard.message, ballot)
    if room is None:
        return False
    return (yield from _in(talk, room, ballot))


def _room(message: Inbound, ballot: votes.Ballot) -> Plan[Room | None]:
    """Return the room of the vote that is meant if the message was said there."""
    for case in (yield from _cases(ballot.no)):
        if not case.votes:
            continue
        vote = votes.name(case.no, ballot.vote or len(case.votes))
        room = yield from ask(VoteRoom(vote))
        if room is not None and (room.channel, room.chat) == (message.channel, message.chat):
            return room
    return None


def _cases(no: str) -> Plan[list[Case]]:
    if len(no) == SHORT:
        return (yield from ask(CasesByShort(no)))
    case = yield from ask(CaseByNo(no))
    return [case] if case else []


def _in(talk: Talk, room: Room, ballot: votes.Ballot) -> Plan[bool]:
    no, _, number = room.vote.partition("/")
    case = yield from ask(CaseByNo(no))
    assert case is not None
    vote = case.votes[int(number) - 1]
    option = ballot.number(vote.options) if ballot.option else None
    if ballot.option and option is None:
        return False
    if vote.open and vote.choice(talk.person.id) != option:
        yield from ask(Append(no, VoteCast(int(number), talk.person.id, option)))
    if not room.group:
        talk.say("vote.counted" if option else "vote.taken_back", option=vote.options[(option or 1) - 1])
    return True
