"""Telling the people in charge about a new case: grid of the town, the suggested unit, triage, rooms of staff.

What is said where, and never with personal data:

| to | about which cases | what |
|---|---|---|
| grid of the town | its own, unless confidential or about its own people | number, place, matter |
| those who dispatch | all | number, place, matter |
| supervisors | urgent ones | number, place, matter |
| groups of staff | urgent ones, unless confidential or about the people of the town | number, town, kind |
"""

from bot.engine.reply import Field, Reply
from bot.engine.requests import Alarm, NotifyPosts, Plan, ask
from bot.engine.routing import town_unit
from bot.engine.talk import Talk
from bot.permissions import accused, grid_key
from config.profile import Profile
from storage.case import Case
from storage.labels import KINDS


def announce(talk: Talk, case: Case, *, raised: bool = False) -> Plan[None]:
    """Notify holders of posts, but not who filed it; an urgent case also reaches every supervisor and group.

    ``raised``: the case is not new, it has become urgent.
    """
    me, profile = talk.person.id, talk.world.profile
    withheld = about_the_town(case, profile)
    key = "staff.new_urgent" if case.urgency == "urgent" else "staff.new_case"
    key, alarm = ("staff.now_urgent", "staff.alarm_raised") if raised else (key, "staff.alarm")
    reply = Reply(
        key,
        {"no": case.no, "place": case.place or case.venue or "", "summary": case.summary, "kind": case.kind},
    )
    if case.town and not withheld:
        yield from ask(NotifyPosts(reply, town=case.town, role="grid", but=me))
    yield from ask(NotifyPosts(reply, unit=profile.triage_unit, but=me))
    if case.urgency == "urgent":
        yield from ask(NotifyPosts(reply, role="supervisor", but=me))
        if not withheld:
            known: dict[str, Field] = {
                "no": case.no,
                "town": case.town or profile.county,
                "kind": KINDS[case.kind],
            }
            yield from ask(Alarm(Reply(alarm, known)))


def about_the_town(case: Case, profile: Profile) -> bool:
    """Whether the grid of the town must not hear of a case: it is confidential, or about its own people."""
    office = town_unit(profile, case.town or "")
    own = (grid_key(case.town or ""), office.id if office else "")
    return case.confidential or any(accused(key, case, profile) for key in own)
