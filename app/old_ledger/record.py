"""One row of an old ledger as a record, or everything that is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from app.old_ledger.cells import RefusedError, headcount, moment, order_number, telephone, text_of
from app.old_ledger.header import Header
from app.old_ledger.labels import CODES
from app.old_ledger.sheet import Cells
from app.old_ledger.units import Units
from config.old_ledger import UNSAID, OldLedger, folded
from storage.calendar import day_of

JOINED = {"words": "\n", "result": "\n", "place": "", "town": "", "village": ""}
"""Fields of which several columns may hold a part, and what stands between the parts."""
NEEDS_RESULT = frozenset({"refused"})
HANDLED = frozenset({"closed", "resolved"})


class Fault(NamedTuple):
    """Why a row is refused; ``value`` is what stands in the cell."""

    line: int
    column: str
    value: str
    reason: str


class Record(msgspec.Struct, frozen=True):
    """What one row says. ``received`` and ``closed`` are aware; codes are those of the ledger, None
    where the row says nothing. ``part`` counts the needs of one order number within the file."""

    line: int
    words: str
    received: datetime
    outside_no: str | None = None
    part: int = 1
    name: str | None = None
    phone: str | None = None
    anonymous: bool = False
    place: str = ""
    kind: str | None = None
    category: str | None = None
    urgency: str | None = None
    source: str | None = None
    closed: datetime | None = None
    due: date | None = None
    unit: tuple[str, ...] = ()
    result: str = ""
    state: str | None = None
    score: str | None = None
    headcount: int = 1

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes this row the same as another one without a number."""
        return (self.received.isoformat(), self.words, self.name or "", self.phone or "", self.place)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows below one header. ``now`` is the time of the import."""

    header: Header
    table: OldLedger
    units: Units
    now: datetime

    def read(self, line: int, cells: Cells, part: int = 1) -> Record | list[Fault] | None:
        """Return the record, all its faults, or None for a row without anything in it."""
        raw = self._raw(cells)
        if not raw or not raw.keys() - {"serial"}:
            return None
        faults: list[Fault] = []
        said = {field: self._field(line, field, value, faults) for field, value in raw.items()}
        said = {field: value for field, value in said.items() if value is not None}
        faults += [
            Fault(line, self.header.title(column), "", reason) for column, reason in self._missing(raw, said)
        ]
        if not faults:
            faults += [
                Fault(line, self.header.title(c), "", reason) for c, reason in contradictions(said, self.now)
            ]
        return faults or self._record(line, part, said)

    def number(self, cells: Cells) -> tuple[str, str] | None:
        """Return order number and words of any row, refused or not, for the parts to be counted by."""
        raw = self._raw(cells)
        try:
            number = order_number(raw["outside_no"]) if "outside_no" in raw else None
        except RefusedError:
            return None
        return (number, text_of(raw["words"])) if number and "words" in raw else None

    def _raw(self, cells: Cells) -> dict[str, Any]:
        raw: dict[str, Any] = {}
        for column, field in self.header.fields.items():
            value = cells[column] if column < len(cells) else None
            if folded(text_of(value)) in self.table.blank or not text_of(value):
                continue
            raw[field] = _joined(field, raw[field], value) if field in raw else value
        return raw

    def _field(self, line: int, field: str, value: Any, faults: list[Fault]) -> Any:
        try:
            return self._value(field, value)
        except RefusedError as refused:
            faults.append(Fault(line, self.header.title(field), text_of(value), str(refused)))
            return None

    def _value(self, field: str, value: Any) -> Any:
        if field in self.table.labels:
            return self._label(field, text_of(value))
        if field == "unit":
            return self.units.read(text_of(value))
        read: Callable[[Any], Any] = READERS.get(field, text_of)
        return read(value)

    def _label(self, field: str, written: str) -> str | None:
        code = self.table.labels[field].get(folded(written))
        if code is None:
            known = "、".join(CODES[field].values())
            raise RefusedError(f"不认识这个写法；可写 {known}")
        return None if code == UNSAID else code

    def _missing(self, raw: dict[str, Any], said: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for field in ("words", "received"):
            if field not in raw:
                yield field, "没写，这一栏不能空"
        if said.get("state") in NEEDS_RESULT and "result" not in raw:
            yield "result", "没受理的要写明原因"

    def _record(self, line: int, part: int, said: dict[str, Any]) -> Record:
        received, _ = said.pop("received")
        closed = said.pop("closed", None)
        place = "".join(str(said.pop(name, "")) for name in ("town", "village", "place"))
        said.pop("serial", None)
        anonymous = folded(said.get("name", "")) in self.table.anonymous
        if anonymous:
            said.pop("name")
        due = said.pop("due", None)
        return Record(
            line=line, part=part, received=received, closed=max(closed[0], received) if closed else None, place=place,
            due=day_of(due[0]) if due else None, anonymous=anonymous, **said,
        )  # fmt: skip


def standing(state: str | None, closed: datetime | None, result: str | None) -> str:
    """Return where a row stands; a result alone strikes nothing off, which is for people to decide."""
    return state or ("closed" if closed else "resolved" if result else "waiting")


def contradictions(said: dict[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """Yield field and reason where what a row says cannot all be so."""
    received, _ = said["received"]
    closed, timed = said.get("closed", (None, False))
    if received > now:
        yield "received", "比今天还晚"
    if closed and closed > now:
        yield "closed", "比今天还晚"
    if closed and (closed < received if timed else closed.date() < received.date()):
        yield "closed", "早于受理时间"
    if closed and said.get("state") in ("working", "waiting"):
        yield "state", "写着没办完，却有办结时间"
    if said.get("score") and standing(said.get("state"), closed, said.get("result")) not in HANDLED:
        yield "score", "还没办，却有满意度；请补上办理结果或办结时间"
    if said.get("phone") and said.get("phone") == said.get("outside_no"):
        yield "outside_no", "和电话一样，是不是串了列"


def _joined(field: str, before: Any, more: Any) -> Any:
    """The first column that says something counts, but for fields that are put together."""
    first, second = text_of(before), text_of(more)
    if field not in JOINED or second in first:
        return before
    return second if first in second else f"{first}{JOINED[field]}{second}"


READERS: dict[str, Callable[[Any], Any]] = {
    "outside_no": order_number, "phone": telephone, "received": moment, "closed": moment, "due": moment,
    "headcount": headcount,
}  # fmt: skip
