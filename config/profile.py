"""A locality as data: places, units, routing, limits, answers and referrals of one county.

One profile is one YAML file under ``config/profiles``, its longer blocks in a folder of the same
name; a child profile may name a ``parent`` and override single blocks (requirement S-30). Field
meanings follow the five source documents; a number that they do not give has ``default: true``.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Category = Literal["activity", "facility", "service", "heritage", "market", "other"]
Kind = Literal["inquiry", "request", "complaint", "report", "suggestion", "praise"]
Urgency = Literal["normal", "pressing", "urgent"]


class Block(BaseModel):
    """Base of every profile block: unknown keys are mistakes, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Block):
    """A number with its standing: given by ``source``, or a default that the county may change."""

    value: float
    default: bool = False
    source: str = ""

    @property
    def note(self) -> str:
        """The mark staff see beside a number that no document gives."""
        return "默认值，县里可改" if self.default else ""


class Village(Block):
    name: str
    aliases: tuple[str, ...] = ()


class Town(Block):
    name: str
    aliases: tuple[str, ...] = ()
    villages: tuple[Village, ...] = ()


class Unit(Block):
    """A responsible unit; ``town`` is set for a town's own culture office."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: Literal["county", "section", "town"] = "county"
    town: str | None = None


class Venue(Block):
    """A venue, named or of a kind; ``unit`` (an id, or ``town``) runs it, ``town`` is where it stands."""

    name: str
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    town: str | None = None


class Route(Block):
    """One routing rule: the first rule whose conditions all hold names the unit.

    ``unit`` is a unit id, or ``town`` for the culture office of the town of the case.
    ``words`` hold when one of them occurs in topic, venue or the words of the need.
    """

    unit: str
    category: Category | None = None
    kind: Kind | None = None
    words: tuple[str, ...] = ()


class Referral(Block):
    """Who is in charge of a matter outside public culture, and how to reach them."""

    id: str
    words: tuple[str, ...]
    who: str
    phone: str | None = None


class Limits(Block):
    """Working-day limits (``_wd``), calendar days and thresholds of the case machine and its reports.

    A common problem (共性问题) is ``common_cases`` similar cases of ``common_towns`` towns within
    ``common_days``. Towns with fewer than ``rank_min_sample`` answers are not ranked; the last
    ``rank_last`` are talked to, the first ``rank_first`` praised. At most ``review_day`` messages a day
    are kept for staff to look at what was not understood.
    """

    handle_wd: Figure
    urgent_wd: Figure
    first_response_wd: Figure
    extend_wd_max: Figure
    return_wd: Figure
    rectify_wd: Figure
    satisfaction_pct: Figure
    min_votes: Figure
    similar_days: Figure
    sign_wd: Figure = Figure(value=1, default=True)
    progress_wd: Figure = Figure(value=5, default=True)
    rebound_days: Figure = Figure(value=90, default=True)
    archive_days: Figure = Figure(value=30, default=True)
    park_days: Figure = Figure(value=180, default=True)
    target_pct: Figure = Figure(value=100, default=True)
    common_cases: Figure = Figure(value=3, default=True)
    common_days: Figure = Figure(value=90, default=True)
    common_towns: Figure = Figure(value=2, default=True)
    rank_min_sample: Figure = Figure(value=100, default=True)
    rank_last: Figure = Figure(value=2, default=True)
    rank_first: Figure = Figure(value=2, default=True)
    review_day: Figure = Figure(value=200, default=True)


class Recurring(Block):
    """A task the document repeats, e.g. a visit of each town every two months (``every: 2mo``)."""

    task: str
    every: str
    minimum: int = 1
    scope: str = ""
    owner: str = ""
    default: bool = False


class Faq(Block):
    """The answer to one FAQ id; ``source`` and ``as_of`` say where it comes from."""

    answer: str
    source: str = ""
    as_of: str = ""
    default: bool = False


class Profile(Block):
    """Everything that differs between counties.

    ``terms`` are words of the locality (``library: 县图书馆``) that answers and replies may use as
    ``{library}``; ``facts`` gives all such fields. ``parent`` names the profile that fills the gaps.
    """

    id: str
    title: str
    county: str
    issuer: str
    issued: str
    parent: str | None = None
    bot_name: str = "文化小石榴"
    phone: str
    phone_default: bool = True
    hours: str
    terms: dict[str, str] = Field(default_factory=dict)
    towns: tuple[Town, ...]
    units: tuple[Unit, ...]
    venues: tuple[Venue, ...] = ()
    routing: tuple[Route, ...]
    triage_unit: str
    referrals: tuple[Referral, ...]
    channels: tuple[str, ...]
    mechanisms: tuple[str, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    stages: tuple[str, ...]
    limits: Limits
    faq: dict[str, Faq]
    wording: dict[str, str] = Field(default_factory=dict)
    forms: dict[str, str] = Field(default_factory=dict)
    holidays: tuple[str, ...] = ()
    workdays: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """The fields that any reply may use: ``{phone}``, ``{county}``, limits (``{handle_wd}``), terms."""
        limits = {name: f"{figure.value:g}" for name, figure in self.limits}
        given = {"bot_name": self.bot_name, "county": self.county, "phone": self.phone, "hours": self.hours}
        return {**limits, **given, **self.terms}

    @property
    def places(self) -> tuple[str, ...]:
        """Every village with its town before it, such as 燕崖镇碾砣村; no two are alike."""
        return tuple(f"{town.name}{village.name}" for town in self.towns for village in town.villages)

    def unit(self, unit_id: str) -> Unit | None:
        """Return the unit with this id, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def town_unit(self, name: str) -> Unit | None:
        """Return the culture office of the town with this exact name, or None."""
        return next((unit for unit in self.units if unit.town == name), None)

    def town(self, name: str) -> Town | None:
        """Return the town with this exact name, or None."""
        return next((town for town in self.towns if town.name == name), None)
