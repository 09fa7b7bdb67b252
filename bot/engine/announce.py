"""Telling the people in charge about a new case: grid of the town, the suggested unit, triage."""

from bot.engine.reply import Reply
from bot.engine.requests import NotifyPosts, Plan, ask
from bot.engine.routing import town_unit
from bot.engine.talk import Talk
from bot.permissions import accused, grid_key
from config.profile import Profile
from storage.case import Case


def announce(talk: Talk, case: Case) -> Plan[None]:
    """Notify holders of posts, but not who filed it; an urgent case also reaches every supervisor.

    No personal data.
    """
    me = talk.person.id
    key = "staff.new_urgent" if case.urgency == "urgent" else "staff.new_case"
    reply = Reply(
        key,
        {"no": case.no, "place": case.place or case.venue or "", "summary": case.summary, "kind": case.kind},
    )
    if case.town and not about_the_town(case, talk.world.profile):
        yield from ask(NotifyPosts(reply, town=case.town, role="grid", but=me))
    triage = talk.world.profile.triage_unit
    yield from ask(NotifyPosts(reply, unit=triage, but=me))
    if case.urgency == "urgent":
        yield from ask(NotifyPosts(reply, role="supervisor", but=me))


def about_the_town(case: Case, profile: Profile) -> bool:
    """Whether the grid of the town must not hear of a case: it is confidential, or about its own people."""
    office = town_unit(profile, case.town or "")
    own = (grid_key(case.town or ""), office.id if office else "")
    return case.confidential or any(accused(key, case, profile) for key in own)
