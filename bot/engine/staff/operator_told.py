"""What is said once drafts are filed: the numbers to the operator, the news to the people in charge."""

from typing import NamedTuple

from bot.engine.announce import about_the_town, announce
from bot.engine.reply import Field, Reply
from bot.engine.requests import NotifyPosts, Plan, ask
from bot.engine.state import Draft
from bot.engine.talk import Talk
from storage.case import Case
from storage.labels import KINDS, SOURCES

BATCHED = frozenset({"visit", "meeting"})
"""What comes in these ways goes up in one report, not point by point."""


SUMMARY = 40
"""So much of a summary is read back with its number."""


class Filed(NamedTuple):
    """A draft that was filed: its case, and the case that it was joined to."""

    case: Case
    draft: Draft
    into: Case | None = None

    @property
    def opened(self) -> bool:
        """Whether it became a case of its own, and not a few words more in one that there was."""
        return self.into is None or self.into.no != self.case.no


def announced(talk: Talk, done: list[Filed]) -> Plan[Reply | str]:
    """Tell the people in charge; returns a line about the report where the cases went up as one."""
    new = [f.case for f in done if f.into is None and f.case.status in ("received", "verifying")]
    batch = [case for case in new if case.source in BATCHED and case.urgency != "urgent"]
    if len(batch) < 2:
        batch = []
    for case in new:
        if case not in batch:
            yield from announce(talk, case)
    if not batch:
        return ""
    yield from _report(talk, batch)
    return Reply("operator.batched", {"count": len(batch), "to": _triage(talk)})


def _report(talk: Talk, batch: list[Case]) -> Plan[None]:
    """One message to those who dispatch, one to the grid of each other town, without personal data."""
    profile, me = talk.world.profile, talk.person.id
    yield from ask(NotifyPosts(_listed(talk, batch), unit=profile.triage_unit, but=me))
    for town in sorted({case.town for case in batch if case.town}):
        open_to = [case for case in batch if case.town == town and not about_the_town(case, profile)]
        if open_to:
            yield from ask(NotifyPosts(_listed(talk, open_to), town=town, role="grid", but=me))


def _listed(talk: Talk, batch: list[Case]) -> Reply:
    post = talk.person.post
    towns = {case.town for case in batch if case.town}
    where = (post.town if post and post.town else None) or (towns.pop() if len(towns) == 1 else "")
    lines = tuple(
        Reply("operator.batch_item", {"no": c.no, "place": c.place or c.venue or "", "summary": c.summary})
        for c in batch
    )
    fields: dict[str, Field] = {
        "town": where,
        "source": SOURCES[batch[0].source],
        "count": len(batch),
        "items": lines,
    }
    return Reply("operator.batch", fields)


def _triage(talk: Talk) -> str:
    unit = talk.world.profile.unit(talk.world.profile.triage_unit)
    return unit.name if unit else talk.world.profile.issuer


def say_done(talk: Talk, done: list[Filed], code: str | None, batch: Reply | str) -> None:
    """Give the numbers."""
    secret: Reply | str = Reply("operator.code", {"code": code}) if code else ""
    lines = tuple(_line(talk, filed) for filed in done)
    talk.say("operator.done", count=len(done), items=lines, code=secret, batch=batch, private=True)


def _line(talk: Talk, filed: Filed) -> Reply:
    case = filed.case
    summary = case.summary if len(case.summary) <= SUMMARY else f"{case.summary[:SUMMARY]}…"
    fields: dict[str, Field] = {"no": case.no, "kind": KINDS[case.kind], "summary": summary}
    if filed.into is not None:
        key = "operator.done_joined" if filed.opened else "operator.done_added"
        return Reply(key, {**fields, "into": filed.into.no, "count": filed.into.headcount})
    return Reply("operator.done_item", {**fields, "onward": _onward(talk, filed)})


def _onward(talk: Talk, filed: Filed) -> Reply:
    """Where the case goes from here."""
    case, taken, profile = filed.case, filed.draft.taken, talk.world.profile
    if case.status == "referred":
        return Reply("operator.onward_referred", {"to": taken.refer})
    if case.status == "answered":
        return Reply("operator.onward_answered")
    unit = profile.unit(case.unit or case.suggested_unit or "")
    if case.source == "inspection" and unit and taken.unit and taken.due:
        key = "operator.onward_charged" if case.unit else "operator.onward_proposed"
        return Reply(key, {"unit": unit.name, "due": taken.due.isoformat()})
    return Reply("operator.onward_unit", {"unit": unit.name}) if unit else Reply("operator.onward_open")
