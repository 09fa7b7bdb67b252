"""The same person says the same again: told how far it is, never a second case, never another matter lost."""

import re
from datetime import timedelta

from bot.engine.intake_absorb import FRESH
from bot.engine.reply import Choice
from bot.engine.requests import Append, Plan, ask
from bot.engine.resident import alerts, correction, progress, reopen, supplement, urge, which
from bot.engine.resident.reference import about, names_things, own_cases
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import IMPATIENT, LOOKS_BACK, RELAPSE, also_called, overlap, plain
from bot.engine.talk import Talk
from nlu.understanding import Need
from storage.case import Case
from storage.entries import Supplemented

OVER = frozenset(("withdrawn", "not_accepted", "referred", "terminated"))
"""A matter that ended so and is stated again is a new one."""
REFUSED = frozenset(("not_accepted", "terminated"))
_OBJECTS = re.compile(
    r"不同意|不服|凭(?:啥|什么|什麼)|不认可|不能接受|咋就不(?:受理|办|给办)|disagree|why not"
)
SHORT = 24
ALIKE_THING, ALIKE_PLACE = 0.2, 0.4
"""How much of the words must agree where the same thing, or only the same venue, is named."""


def same_case(talk: Talk) -> Plan[bool]:
    """Whether the one need of the message is an own case stated again; if so, it has been dealt with."""
    needs = [need for need in talk.read.needs if not need.out_of_scope]
    if talk.state.top is not None or len(needs) != 1 or plain(talk).startswith(FRESH):
        return False
    recent = yield from _recent(talk)
    if (yield from _pressed(talk, recent)):
        return True
    corrected = next((c for c in recent if _corrects(talk, c)), None)
    if corrected is not None:
        yield from supplement.add(talk, corrected, wish_of(talk, "supplement", **correction.stated(talk)))
        return True
    case = next((c for c in recent if same(c, needs[0])), None)
    if case is None:
        return False
    yield from _stated_again(talk, case, wish_of(talk, "urge"))
    return True


def objected(talk: Talk) -> Plan[bool]:
    """Whether somebody does not agree that their case was not taken: a supervisor looks at it again."""
    text = plain(talk)
    if len(text) > SHORT or not _OBJECTS.search(text):
        return False
    refused = [c for c in (yield from own_cases(talk)) if c.status in REFUSED]
    if len(refused) != 1 or (names_things(talk) and not about(refused[0], talk)):
        return False
    case = refused[0]
    talk.touch(case.no)
    yield from ask(Append(case.no, Supplemented(talk.heard.message.text, talk.heard.message.attachments)))
    yield from alerts.to_supervisors(case, "alert.objection")
    talk.say("objection.noted", progress.HUMAN, no=case.no)
    return True


def relapsed(talk: Talk) -> Plan[bool]:
    """灯又不亮了: a short word that a thing is amiss again takes up the finished case about that thing."""
    text = plain(talk)
    if talk.state.top is not None or talk.read.case_no:
        return False
    if (yield from objected(talk)):
        return True
    if len(text) > SHORT or not RELAPSE.search(text):
        return False
    recent = yield from _recent(talk)
    done = [c for c in recent if c.status in reopen.REOPENABLE and (_named(c, text) or _awaited(talk, c))]
    if len(done) != 1 or _apart(done[0].village, talk.read.place.village):
        return False
    yield from reopen.again(talk, done[0], wish_of(talk, "supplement"))
    return True


def _awaited(talk: Talk, case: Case) -> bool:
    """Whether nothing is named and the case has just been said to be done: 还是这样."""
    return progress.awaits_rating(case) and not names_things(talk) and not talk.read.place.village


def _named(case: Case, text: str) -> bool:
    return any(word in text for name in (case.topic, case.venue) if name for word in also_called(name))


def _pressed(talk: Talk, recent: list[Case]) -> Plan[bool]:
    """上回报的灯到底修不修: words that look back impatiently press for a case, they state nothing new."""
    text, still_open = plain(talk), [c for c in recent if not c.finished]
    if not still_open or not (LOOKS_BACK.search(text) and IMPATIENT.search(text)):
        return False
    if names_things(talk) and not any(about(c, talk) for c in still_open):
        return False
    yield from urge.handle(talk)
    return True


def same(case: Case, need: Need) -> bool:
    """Whether a need is the matter of a case: category, place, and the thing or at least the venue."""
    if (
        case.category != need.category
        or _apart(case.town, need.place.town)
        or _apart(case.village, need.place.village)
    ):
        return False
    if _apart(case.venue, need.venue) or _apart(case.topic, need.topic):
        return False
    alike = overlap(f"{case.words}{case.summary}", need.words)
    if case.topic and need.topic:
        return case.kind == need.kind or alike >= ALIKE_THING
    return bool(case.venue and need.venue) and case.kind == need.kind and alike >= ALIKE_PLACE


def _apart(one: str | None, other: str | None) -> bool:
    """Two names that are both known and neither holds the other."""
    return one is not None and other is not None and one not in other and other not in one


def _recent(talk: Talk) -> Plan[list[Case]]:
    """Own cases of late, newest first, that a new statement could be about."""
    since = talk.world.now - timedelta(days=talk.world.profile.limits.similar_days.value)
    own = yield from own_cases(talk)
    return [c for c in own if c.received_at >= since and c.status not in OVER]


def _corrects(talk: Talk, case: Case) -> bool:
    """绘画班那个改成寒假: a correction that names the case it is about."""
    said = correction.stated(talk)
    if "corrects" not in said or case.finished or not about(case, talk):
        return False
    fields = correction.changes(case, Wish("supplement", talk.text, said))
    return bool(fields) and "topic" not in fields


def _stated_again(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    if case.status in reopen.REOPENABLE:
        yield from _after_the_end(talk, case, wish)
        return
    if IMPATIENT.search(plain(talk)):
        yield from urge.record(talk, case, wish)
    else:
        yield from ask(Append(case.no, Supplemented(wish.words, wish.attachments)))
    yield from _tell(talk, case)


def _after_the_end(talk: Talk, case: Case, wish: Wish) -> Plan[None]:
    """With a new photo or fact it is taken up again; else the outcome is told and the pressing counted."""
    known = {a.digest for a in case.attachments}
    if RELAPSE.search(plain(talk)) or any(a.digest not in known for a in wish.attachments):
        yield from reopen.again(talk, case, wish)
        return
    yield from urge.record(talk, case, wish)
    yield from _tell(talk, case)


def _tell(talk: Talk, case: Case) -> Plan[None]:
    talk.touch(case.no)
    if talk.heard.message.group:
        talk.say("status.group", no=case.no, state=progress.brief(case))
        return
    stand = yield from progress.stand(talk, case)
    other = Choice("button.another", f"另外一件事：{talk.text[:60]}")
    talk.say(
        "repeat.known",
        other,
        *progress.choices(case),
        no=case.no,
        label=which.label(case),
        stand=stand,
        private=True,
    )
