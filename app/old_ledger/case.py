"""What a record comes to: the opening of a case and the entries after it. Pure but for the reading."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from app.old_ledger.record import Record, standing
from bot.engine.routing import suggest
from bot.engine.state import Draft
from bot.engine.summary import summarise
from bot.engine.workdays import answer_by
from config.profile import Profile
from nlu.backend import Local
from nlu.understanding import Need, Place, Understanding
from storage import entries as e
from storage.calendar import day_of
from storage.masking import mask_name, redact

CHANNEL = "import"
DEFAULT_SOURCE = "hotline"
LABELS = ("kind", "category", "urgency")
UNKNOWN = {"kind": "inquiry", "category": "other", "urgency": "normal"}
"""Labels of words that nobody understood, as in a conversation."""
PLACES = 10_000

Step = tuple[e.Body, datetime | None]
"""An entry and when it happened; None: nobody wrote it down, so it counts from the import."""


class Planned(NamedTuple):
    """A case to be filed: its record, its opening and what follows."""

    record: Record
    body: e.Opened
    steps: tuple[Step, ...]
    read: frozenset[str]
    """Labels that the row lacks and the words gave."""


class Planner:
    """Turns records into cases, with the understanding and the units of one locality."""

    def __init__(self, near: Local, profile: Profile) -> None:
        self._near = near
        self._profile = profile
        self._place = lru_cache(PLACES)(self._placed)

    def plan(self, record: Record) -> Planned:
        """Return the case of a record."""
        read = self._near.read(record.words)
        need = next((need for need in read.needs if not need.out_of_scope), None)
        place, rest = self._place(record.place)
        body = self._opened(record, read, need, place if place.text else need.place if need else read.place)
        kept = f"地点：{record.place}" if rest else ""
        steps: list[Step] = [(e.Supplemented(kept), record.received)] if kept else []
        lacking = frozenset(name for name in LABELS if getattr(record, name) is None)
        return Planned(record, body, (*steps, *self._life(record, body)), lacking)

    def _opened(self, record: Record, read: Understanding, need: Need | None, place: Place) -> e.Opened:
        labels: dict[str, Any] = {name: getattr(record, name) or _read(read, need, name) for name in LABELS}
        understood = need is not None or record.category is not None
        draft = Draft(
            words=(record.words,), summary=_clean(summarise(read), record), **labels,
            audience=need.audience if need else read.audience, town=place.town, village=place.village,
            venue=need.venue if need else None, topic=need.topic if need else None,
            when=need.when if need else None,
        )  # fmt: skip
        return e.Opened(
            profile=self._profile.id, source=record.source or DEFAULT_SOURCE, channel=CHANNEL,
            words=record.words, summary=draft.summary, **labels,
            status="received" if understood else "verifying", audience=draft.audience, town=draft.town,
            village=draft.village, venue=draft.venue, topic=draft.topic, when=draft.when,
            contact_name=record.name, contact_phone=record.phone, anonymous=record.anonymous,
            headcount=record.headcount, suggested_unit=suggest(self._profile, draft),
            outside_no=record.outside_no, outside_part=record.part,
        )  # fmt: skip

    def _life(self, record: Record, body: e.Opened) -> list[Step]:
        """Return what happened to the case, as far as the row says so."""
        steps: list[Step] = []
        if record.unit:
            due = record.due or answer_by(day_of(record.received), body.urgency, self._profile)
            steps += [(e.Assigned(record.unit[0], due), record.received)]
            steps += [(e.HelperAdded(unit=unit), record.received) for unit in record.unit[1:]]
        return steps + _end(record, body.kind, _clean(record.result, record))

    def _placed(self, written: str) -> tuple[Place, str]:
        """Return the place of a cell and what of it says more than town and village."""
        if not written:
            return Place(), ""
        read = self._near.read(written)
        rest = list(written)
        for entity in read.entities:
            if entity.entity == "place":
                rest[entity.start : entity.end] = " " * (entity.end - entity.start)
        return read.place, "".join(rest).replace(self._profile.county, "").strip()


def _end(record: Record, kind: str, result: str) -> list[Step]:
    state = standing(record.state, record.closed, result)
    at = record.closed
    if state == "refused":
        return [(e.Refused(result), at)]
    if state == "withdrawn":
        return [(e.Withdrawn(result), at)]
    if state in ("working", "waiting"):
        return (
            [(e.Started(result), None if result else record.received)]
            if state == "working"
            else _noted(result)
        )
    done: e.Body = e.Answered(result) if kind == "inquiry" and result else e.Resolved(result)
    steps: list[Step] = [(done, at)]
    steps += [(e.Evaluated(record.score), at)] if record.score else []
    return [*steps, (e.Closed(), at)] if state == "closed" else steps


def _noted(result: str) -> list[Step]:
    return [(e.Noted(result), None)] if result else []


def _read(read: Understanding, need: Need | None, name: str) -> str:
    found = getattr(need, name) if need else getattr(read, name)
    return str(found or UNKNOWN[name])


def _clean(text: str, record: Record) -> str:
    """Entries of staff are not sealed, so neither the telephone nor the name of the resident goes there."""
    kept = redact(text)
    return kept.replace(record.name, mask_name(record.name)) if record.name and len(record.name) > 1 else kept


def with_fingerprint(body: e.Opened, fingerprint: str) -> e.Opened:
    """Return the opening of a row without a number."""
    return msgspec.structs.replace(body, fingerprint=fingerprint)
