"""Telling residents and units what became of a case. Residents are told of units, never of persons."""

from bot.engine.reply import Choice, Field, Reply
from bot.engine.requests import Notify, NotifyPosts, Plan, ask
from bot.engine.staff.masking import scrub
from bot.engine.talk import Talk
from storage.case import Case

SUMMARY = 40


def ratings(case: Case) -> tuple[Choice, ...]:
    """Return the buttons that rate a result; what they say names the case, as there may be several."""
    words = {"satisfied": "满意", "basic": "基本满意", "unsatisfied": "不满意"}
    return tuple(Choice(f"notice.button_{key}", f"{case.no} {word}") for key, word in words.items())


def tell(case: Case, key: str, *choices: Choice, **fields: Field) -> Plan[Field]:
    """Tell the reporter, and those who joined; returns a line for staff where nobody could be reached.

    Only the reporter is asked to answer.
    """
    known: dict[str, Field] = {"no": case.no, "short": case.short, "summary": _about(case), **fields}
    told = False
    if case.reporter:
        told = yield from ask(Notify(case.reporter, Reply(key, known, choices)))
    for person in case.cosigners:
        yield from ask(Notify(person, Reply(key, known)))
    return "" if told else Reply("staff.not_told")


def tell_handlers(talk: Talk, case: Case, key: str, **fields: Field) -> Plan[int]:
    """Tell the main handler: the holders of its posts, for a town's office also its grid."""
    reply = Reply(key, {"no": case.no, "place": case.place, "summary": _about(case), **fields})
    return (yield from tell_unit(talk, case.unit or "", reply))


def tell_unit(talk: Talk, key: str, reply: Reply) -> Plan[int]:
    """Tell everybody who stands behind a unit or a grid; returns how many there are."""
    if not key:
        return 0
    if key.startswith("grid:"):
        return (yield from ask(NotifyPosts(reply, town=key.removeprefix("grid:"), role="grid")))
    told = yield from ask(NotifyPosts(reply, unit=key))
    unit = talk.world.profile.unit(key)
    if unit and unit.town:
        told += yield from ask(NotifyPosts(reply, town=unit.town, role="grid"))
    return told


def tell_triage(talk: Talk, reply: Reply) -> Plan[None]:
    """Tell those who dispatch, or the supervisors where nobody holds such a post."""
    told = yield from ask(NotifyPosts(reply, unit=talk.world.profile.triage_unit))
    if not told:
        yield from ask(NotifyPosts(reply, role="supervisor"))


def _about(case: Case) -> str:
    return scrub(case.summary or case.words, case)[:SUMMARY]
