"""Carrying out the requests of a turn against one transaction: a table from request to deed."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.engine import readings as read
from bot.engine import requests as r
from bot.engine import review_requests as rr
from bot.engine import vote_requests as vr
from bot.engine.reply import Reply
from bot.posting import post, start_wave
from bot.readings import Readings, at_hand
from bot.render import Renderer
from storage.messages import Inbound, Outbound, Room
from storage.people import Person
from storage.tx import Tx

T = TypeVar("T")
log = structlog.get_logger(__name__)
PHOTO_PATH = "/photo"
"""Where links to photos lead (``connectors.web.links``)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where requests are carried out: the transaction, the message being answered, its sender, what was read.

    ``address`` is where this installation is reached (``https://…``), ``rooms`` (channel, chat) are those of staff.
    """

    tx: Tx
    renderer: Renderer
    actor: str
    message: Inbound
    address: str = ""
    readings: Readings = field(default_factory=dict)
    rooms: Sequence[tuple[str, str]] = ()


def run(plan: r.Plan[T], scope: Scope) -> T:
    """Drive a plan to its end and return what it returns; nothing is caught on the way."""
    try:
        request = next(plan)
        while True:
            request = plan.send(_DEEDS[type(request)](scope, request))
    except StopIteration as end:
        result: T = end.value
        return result


def _notify(scope: Scope, request: r.Notify) -> bool:
    person = scope.tx.people.get(request.person)
    return bool(person) and _send(scope, person, request.reply, request.priority)


def _send(scope: Scope, person: Person | None, reply: Reply, priority: int) -> bool:
    return person is not None and post(scope.tx, scope.renderer, person, reply, priority)


def _notify_posts(scope: Scope, request: r.NotifyPosts) -> int:
    holders = scope.tx.posts.holders(unit=request.unit, town=request.town, role=request.role)
    return sum(_send(scope, person, request.reply, 1) for person in holders if person.id != request.but)


def _alarm(scope: Scope, request: r.Alarm) -> None:
    for channel, chat in scope.rooms:
        out = Outbound(channel, chat, scope.renderer.text(request.reply), priority=1, group=True)
        scope.tx.outbox.add(out, conversation=f"{channel}:{chat}")


def _behind(scope: Scope, request: vr.VoteBehind) -> Room | None:
    room = scope.tx.polls.behind(scope.message.channel, request.poll)
    if room is None:
        log.info("answer to a poll that stands for no vote", channel=scope.message.channel)
    return room


def _begin_vote(scope: Scope, request: vr.BeginVote) -> None:
    heard = scope.message
    scope.tx.polls.open(Room(request.vote, heard.channel, heard.chat, heard.group))


def _say_in(scope: Scope, request: vr.SayIn) -> None:
    room, text = request.room, scope.renderer.text(request.reply)
    out = Outbound(room.channel, room.chat, text, priority=1, group=room.group, ends=room.message)
    scope.tx.outbox.add(out, conversation=f"{room.channel}:{room.chat}")


def _save_person(scope: Scope, q: r.SavePerson) -> Person:
    return scope.tx.people.update(q.id, name=q.name, phone=q.phone, minor=q.minor)


def _similar(scope: Scope, q: r.Similar) -> Any:
    return scope.tx.ledger.similar(
        town=q.town, village=q.village, category=q.category, topic=q.topic, venue=q.venue,
        since=q.since, limit=q.limit,
    )  # fmt: skip


def _link_photos(scope: Scope, q: r.LinkPhotos) -> tuple[str, ...]:
    make = partial(
        scope.tx.photo_links.make, person=q.person, channel=scope.message.channel, case_no=q.no, span=q.span
    )
    return tuple(
        f"{scope.address}{PHOTO_PATH}/{make(digest=digest, number=number)}" for number, digest in q.photos
    )


_DEEDS: dict[type[r.Request[Any]], Callable[[Scope, Any], Any]] = {
    r.CaseByNo: lambda s, q: s.tx.ledger.case(q.no),
    r.CasesByShort: lambda s, q: s.tx.ledger.by_short(q.last4),
    r.CaseByCode: lambda s, q: s.tx.ledger.by_code(q.code),
    r.CasesByOutside: lambda s, q: s.tx.ledger.by_outside(q.number),
    r.Cases: lambda s, q: s.tx.ledger.cases(q.filter),
    r.CountCases: lambda s, q: s.tx.ledger.count(q.filter),
    r.Similar: _similar,
    r.History: lambda s, q: s.tx.ledger.entries(q.stream),
    r.OpenCase: lambda s, q: s.tx.ledger.open(q.body, actor=s.actor, person=q.person),
    r.Append: lambda s, q: s.tx.ledger.append(q.no, q.body, actor=s.actor),
    r.Record: lambda s, q: s.tx.ledger.record(q.stream, q.body, actor=s.actor, person=q.person),
    r.QueryCode: lambda s, q: f"{secrets.randbelow(900_000) + 100_000}",
    r.PersonById: lambda s, q: s.tx.people.get(q.id),
    r.PeopleByPhone: lambda s, q: s.tx.people.by_phone(q.phone),
    r.Caller: lambda s, q: s.tx.people.caller(q.name, q.phone),
    r.SavePerson: _save_person,
    r.NoticeShown: lambda s, q: s.tx.people.notice(q.id, q.version),
    r.Opt: lambda s, q: s.tx.people.opt(q.id, q.what, q.out),
    r.ErasePerson: lambda s, q: s.tx.people.erase(q.id),
    r.ExportPerson: lambda s, q: s.tx.people.export(q.id),
    r.LinkPhotos: _link_photos,
    r.OpenTask: lambda s, q: s.tx.tasks.open(q.body, person=q.person, actor=s.actor),
    r.FinishTask: lambda s, q: s.tx.tasks.done(q.id, q.text, actor=s.actor),
    r.Tasks: lambda s, q: s.tx.tasks.list(done=q.done, limit=q.limit),
    r.Notify: _notify,
    r.NotifyPosts: _notify_posts,
    r.Alarm: _alarm,
    r.RedeemInvitation: lambda s, q: s.tx.posts.redeem(q.code, q.person),
    r.Invite: lambda s, q: s.tx.posts.invite(role=q.role, unit=q.unit, town=q.town, by=s.actor),
    r.Holders: lambda s, q: s.tx.posts.holders(unit=q.unit, town=q.town, role=q.role),
    r.StartCampaign: lambda s, q: start_wave(s.tx, s.renderer, q.body, q.invitation, s.actor),
    r.CampaignFor: lambda s, q: s.tx.campaigns.invited(q.person),
    r.CampaignById: lambda s, q: s.tx.campaigns.get(q.id),
    r.SaveAnswer: lambda s, q: s.tx.campaigns.answer(q.campaign, q.body, actor=s.actor),
    r.FinishSurvey: lambda s, q: s.tx.campaigns.finish(q.campaign, q.person, q.completed),
    read.ReadCall: lambda s, q: at_hand(s.readings, q),
    read.ReadTexts: lambda s, q: at_hand(s.readings, q),
    read.ReadPhotos: lambda s, q: at_hand(s.readings, q),
    rr.AskReview: lambda s, q: s.tx.reviews.add(q.finding, per_day=q.per_day),
    rr.NextReview: lambda s, q: next(iter(s.tx.reviews.open(after=q.after)), None),
    rr.ReviewById: lambda s, q: s.tx.reviews.get(q.id),
    rr.CountReviews: lambda s, q: s.tx.reviews.waiting(),
    rr.LabelReview: lambda s, q: s.tx.reviews.label(q.id, q.labels, by=q.by),
    vr.BeginVote: _begin_vote,
    vr.VoteRoom: lambda s, q: s.tx.polls.room(q.vote),
    vr.VoteBehind: _behind,
    vr.EndVote: lambda s, q: s.tx.polls.close(q.vote),
    vr.SayIn: _say_in,
    rr.DropReview: lambda s, q: s.tx.reviews.drop(q.id, by=q.by),
}
