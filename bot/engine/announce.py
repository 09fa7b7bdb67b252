"""Telling the people in charge about a new case: grid of the town, the suggested unit, triage."""

from bot.engine.reply import Reply
from bot.engine.requests import NotifyPosts, Plan, ask
from bot.engine.talk import Talk
from storage.case import Case


def announce(talk: Talk, case: Case) -> Plan[None]:
    """Notify holders of posts; an urgent case also reaches every supervisor. No personal data."""
    key = "staff.new_urgent" if case.urgency == "urgent" else "staff.new_case"
    reply = Reply(
        key, {"no": case.no, "place": case.place or case.venue or "", "summary": case.summary, "kind": case.kind}
    )
    if case.town:
        yield from ask(NotifyPosts(reply, town=case.town, role="grid"))
    triage = talk.world.profile.triage_unit
    yield from ask(NotifyPosts(reply, unit=triage))
    if case.urgency == "urgent":
        yield from ask(NotifyPosts(reply, role="supervisor"))
