"""Telling staff what a resident did with a case: number and matter, never who and never their words."""

from bot.engine.reply import Field, Reply
from bot.engine.requests import NotifyPosts, Plan, ask
from bot.engine.talk import Talk
from storage.case import Case


def to_unit(talk: Talk, case: Case, key: str, **fields: Field) -> Plan[int]:
    """Tell the holders of the unit that has the case; before that the desk that hands cases out.

    Where nobody holds such a post the supervisors are told instead. Returns how many of the unit were.
    """
    told = yield from ask(
        NotifyPosts(_reply(case, key, fields), unit=case.unit or talk.world.profile.triage_unit)
    )
    if not told:
        yield from to_supervisors(case, key, **fields)
    return told


def to_supervisors(case: Case, key: str, **fields: Field) -> Plan[None]:
    """Tell every supervisor."""
    yield from ask(NotifyPosts(_reply(case, key, fields), role="supervisor"))


def _reply(case: Case, key: str, fields: dict[str, Field]) -> Reply:
    summary = "" if case.confidential else case.summary
    return Reply(key, {"no": case.no, "summary": summary, **fields})
