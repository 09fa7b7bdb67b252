"""Joining somebody else's need: one person counts once; another place is a need of its own."""

from datetime import timedelta

import msgspec

from bot.engine import intake
from bot.engine.requests import Append, CaseByNo, CasesByShort, Plan, Similar, ask
from bot.engine.resident import which
from bot.engine.resident.progress import HUMAN
from bot.engine.resident.reference import about, own_cases
from bot.engine.resident.status import REPORT
from bot.engine.resident.taking import take_down
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import OWN_PLACE, plain
from bot.engine.state import Draft
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Cosigned

SHORT = 4


def handle(talk: Talk) -> Plan[None]:
    """Join the need that is meant, or take a new one down that names it."""
    found = yield from _targets(talk)
    if talk.read.case_no and not found:
        talk.say("cosign.not_found", HUMAN)
    elif found and _elsewhere(talk, found[0]):
        talk.say("cosign.own_place", no=found[0].no)
        yield from take_down(talk, _like(talk, found[0]))
    elif len(found) == 1:
        yield from join(talk, found[0], wish_of(talk, "cosign"))
    elif found:
        which.offer(talk, tuple(found), wish_of(talk, "cosign"), ask="which.join", name=thing)
    else:
        yield from _fresh(talk)


def join(talk: Talk, case: Case, _wish: Wish) -> Plan[None]:
    """Count the speaker in, once."""
    if talk.person.id in (case.reporter, *case.cosigners):
        talk.say("cosign.already", no=case.no, count=case.headcount)
        return
    after = yield from ask(Append(case.no, Cosigned(talk.person.id)))
    talk.touch(case.no)
    talk.say("cosign.joined", no=case.no, count=after.headcount, thing=_matter(case))


def thing(case: Case) -> str:
    """Return what a case of somebody else is called: place and matter, none of their words."""
    return f"{case.place} {_matter(case)}".strip()


def _matter(case: Case) -> str:
    return case.topic or case.venue or "这件事"


def _targets(talk: Talk) -> Plan[list[Case]]:
    """The case of the number, the one last spoken of here, or open ones of the same place and matter."""
    if talk.read.case_no:
        return [c for c in (yield from _numbered(talk.read.case_no)) if joinable(c)][:1]
    for recent in talk.state.recent:
        case = yield from ask(CaseByNo(recent.no))
        if case and joinable(case) and (about(case, talk) or not _things(talk)):
            return [case]
    return (yield from _similar(talk))


def _numbered(number: str) -> Plan[list[Case]]:
    if len(number) == SHORT:
        return (yield from ask(CasesByShort(number)))
    case = yield from ask(CaseByNo(number))
    return [case] if case else []


def joinable(case: Case) -> bool:
    """Whether others may join: it is open, and nothing about it is secret."""
    return not (case.finished or case.confidential or case.kind == "report")


def _things(talk: Talk) -> dict[str, str]:
    return {e.entity: e.value for e in talk.read.entities if e.entity in ("topic", "venue")}


def _similar(talk: Talk) -> Plan[list[Case]]:
    named, town = _things(talk), talk.read.place.town
    if not named:
        return []
    if town is None:
        town = next((c.town for c in (yield from own_cases(talk)) if c.town), None)
    since = talk.world.now - timedelta(days=talk.world.profile.limits.similar_days.value)
    village, category = talk.read.place.village, talk.read.category
    request = Similar(town, village, category, named.get("topic"), named.get("venue"), since)
    return [c for c in (yield from ask(request)) if joinable(c)]


def _elsewhere(talk: Talk, case: Case) -> bool:
    """Whether the speaker wants the same for a place of their own."""
    place = talk.read.place
    if place.town or place.village:
        return place.town not in (None, case.town) or place.village not in (None, case.village)
    return bool(OWN_PLACE.search(plain(talk)))


def _like(talk: Talk, case: Case) -> Draft:
    """A draft of the same matter elsewhere; its short line names the case it is like."""
    mine = intake.verbatim(talk)
    summary = f"{mine.summary}（与{case.no}同样：{_matter(case)}）"
    kind = case.kind if case.kind in ("request", "suggestion") else "request"
    return msgspec.structs.replace(mine, summary=summary, kind=kind, category=case.category, topic=case.topic)


def _fresh(talk: Talk) -> Plan[None]:
    """There is nothing to join: what is wanted is taken down as a need, or asked for."""
    named = _things(talk)
    if talk.read.needs:
        yield from intake.start(talk)
    elif named:
        mine = intake.verbatim(talk)
        category = talk.read.category or ("activity" if "topic" in named else "facility")
        yield from take_down(talk, msgspec.structs.replace(mine, category=category, **named))
    else:
        talk.say("cosign.what", REPORT)
