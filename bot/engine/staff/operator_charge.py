"""What an inspection found goes to the unit that answers for it, with the day by which it is to be put right."""

from bot.engine.requests import Append, Plan, ask
from bot.engine.staff.days import staff_day
from bot.engine.staff.labels import unit_label
from bot.engine.staff.notices import tell_handlers
from bot.engine.state import Draft
from bot.engine.talk import Talk
from bot.permissions import accused, desk_of, grant
from storage.case import Case
from storage.entries import Assigned, Noted

BASIS = "暗访督查"


def charge(talk: Talk, case: Case, draft: Draft) -> Plan[Case]:
    """Assign the case where the speaker's post may; else note who is meant, for those who may."""
    unit, due, profile = draft.taken.unit, draft.taken.due, talk.world.profile
    if not unit or due is None:
        return case
    may = grant(desk_of(talk.person.post, profile), "assign") == "all"
    if not may or accused(unit, case, profile):
        text = f"{BASIS}：责任单位{unit_label(unit, profile)}，限{staff_day(due)}"
        return (yield from ask(Append(case.no, Noted(text))))
    after = yield from ask(Append(case.no, Assigned(unit, due, BASIS)))
    yield from tell_handlers(talk, after, "staff.assigned_to_you", due=staff_day(due))
    return after
