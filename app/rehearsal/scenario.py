"""Scenarios as data: who says what, when, over which channel, and what ought to come of it."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from storage.people import Role

START = datetime.fromisoformat("2026-11-20T09:00+08:00")
LEADS = {"resident": "r1", "operator": "op1", "grid": "grid_yanya", "unit": "unit_center",
         "supervisor": "sup1", "admin": "admin1"}  # fmt: skip
_WAIT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week|month)s?\s*$")
_UNIT = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000}


class Part(BaseModel):
    """Base of the parts of a scenario; keys that are not known are kept apart, to be told of."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)


class Turn(Part):
    """One message. ``has`` and ``lacks`` are words that the answers must or must not contain;
    ``tells`` names who else must be told something, ``silent`` that nobody is sent anything.
    ``expect`` is prose for people."""

    say: str = ""
    who: str | None = Field(default=None, alias="as")
    attach: Literal["photo", "voice", "location"] | None = None
    wait: timedelta = timedelta(0)
    restart: bool = False
    deliver: int = 1
    edit_of: int | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    silent: bool = False
    expect: Any = None

    @field_validator("wait", mode="before")
    @classmethod
    def _spoken(cls, value: object) -> object:
        """Accept "3 days", "20 minutes" and the like."""
        match = _WAIT.match(value) if isinstance(value, str) else None
        return timedelta(seconds=float(match.group(1)) * _UNIT[match.group(2)]) if match else value


class Actor(Part):
    """A member of staff who is bound to a post before the first turn."""

    role: Role
    town: str | None = None
    unit: str | None = None


class Given(Part):
    """A case that is in the ledger before the first turn."""

    key: str
    no: str | None = None
    reporter: str = "r1"
    place: str = ""
    category: str = "facility"
    kind: str = "complaint"
    urgency: str = "normal"
    status: str = "received"
    unit: str | None = None
    due: date | None = None
    received: datetime | date | None = None
    words: str = ""
    summary: str = ""
    venue: str | None = None
    topic: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    result: str = ""

    @model_validator(mode="before")
    @classmethod
    def _unquoted(cls, value: Any) -> Any:
        """YAML 1.1 reads a bare ``no:`` as the boolean; it means the number."""
        return (
            {"no" if key is False else key: v for key, v in value.items()}
            if isinstance(value, dict)
            else value
        )


class Scenario(Part):
    """A scripted dialogue. ``campaign`` starts a survey wave for all residents who speak in it;
    ``then`` states what the ledger holds at the end (see the test harness)."""

    id: str
    title: str = ""
    role: Literal["resident", "operator", "grid", "unit", "supervisor", "admin"] = "resident"
    channel: str = "web"
    start: datetime = START
    profile: str | None = None
    actors: dict[str, Actor] = Field(default_factory=dict)
    cases: tuple[Given, ...] = ()
    campaign: bool = False
    turns: tuple[Turn, ...]
    then: dict[str, Any] = Field(default_factory=dict)
    setup: Any = None
    ledger: Any = None

    @property
    def lead(self) -> str:
        """Who speaks in a turn that names nobody."""
        return LEADS[self.role]

    @property
    def speakers(self) -> list[str]:
        """Everybody who speaks, in the order of their first turn."""
        return list(dict.fromkeys(turn.who or self.lead for turn in self.turns))


def load(path: Path) -> list[Scenario]:
    """Read a file of scenarios; raises pydantic's ValidationError or yaml's error for a broken one."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return [Scenario.model_validate(item) for item in raw]


def unknown_keys(scenario: Scenario) -> list[str]:
    """Return the keys of a scenario that mean nothing here, most likely slips of the pen."""
    parts: list[Part] = [scenario, *scenario.turns, *scenario.cases, *scenario.actors.values()]
    return sorted({key for part in parts for key in part.model_extra or {}})
