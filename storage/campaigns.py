"""Survey waves: started, answered item by item, counted."""

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.directory import Directory
from storage.entries import CampaignStarted, SurveyAnswered, SurveyFinished
from storage.errors import UnknownCampaignError
from storage.ledger import Ledger
from storage.people import Campaign, Invited, Person
from storage.scope import Scope
from storage.tables import accounts, answers, campaigns, cases, entries, people

_INSERT = sa.insert(campaigns)
_GET = sa.select(campaigns).where(campaigns.c.id == sa.bindparam("campaign"))
_add = insert(answers)
_ANSWER = _add.on_conflict_do_update(
    index_elements=["campaign", "person", "item"],
    set_={"code": _add.excluded.code, "version": _add.excluded.version},
)
_COUNTS = (
    sa.select(answers.c.item, answers.c.code, sa.func.count().label("n"))
    .where(answers.c.campaign == sa.bindparam("campaign"))
    .group_by(answers.c.item, answers.c.code)
    .order_by(answers.c.item, answers.c.code)
)
_CURRENT = sa.select(answers.c.version).where(answers.c.campaign == sa.bindparam("campaign"))

OPEN_FOR = timedelta(days=30)
"""How long a wave takes answers."""
_ALL = sa.select(campaigns).order_by(campaigns.c.started_at, campaigns.c.id)
_local = sa.exists().where(cases.c.reporter == people.c.id, cases.c.town == campaigns.c.town)
_INVITED = (
    sa.select(campaigns)
    .join(people, people.c.id == sa.bindparam("person"))
    .where(
        campaigns.c.started_at > sa.bindparam("since"),
        people.c.since <= campaigns.c.started_at,
        people.c.role.is_(None),
        sa.or_(campaigns.c.town.is_(None), _local),
    )
    .order_by(campaigns.c.started_at.desc(), campaigns.c.id.desc())
    .limit(1)
)
_GIVEN = sa.select(answers.c.item, answers.c.code).where(
    answers.c.campaign == sa.bindparam("campaign"), answers.c.person == sa.bindparam("person")
)
_ENDED = (
    sa.select(entries.c.version)
    .where(
        entries.c.person == sa.bindparam("person"),
        entries.c.stream == sa.bindparam("stream"),
        entries.c.kind == "surveyfinished",
    )
    .limit(1)
)


class Results(NamedTuple):
    """Answers of a wave: item -> code -> number of respondents, and the free words."""

    counts: dict[str, dict[str, int]]
    words: list[str]


class Campaigns:
    """Survey waves of one transaction."""

    def __init__(self, scope: Scope, directory: Directory, ledger: Ledger) -> None:
        self._scope = scope
        self._directory = directory
        self._ledger = ledger

    def start(self, body: CampaignStarted, *, actor: str) -> Campaign:
        """Begin a wave."""
        wave = Campaign(f"S{self._ledger.serial('campaign'):03d}", body.form, body.version, body.title,
                        body.town, self._scope.now, body.issued)  # fmt: skip
        self._scope.execute(_INSERT, {name: getattr(wave, name) for name in wave.__struct_fields__})
        self._ledger.record(f"campaign:{wave.id}", body, actor=actor)
        return wave

    def get(self, campaign: str) -> Campaign | None:
        """Return a wave, or None."""
        row = self._scope.execute(_GET, {"campaign": campaign}).mappings().first()
        return Campaign(**row) if row else None

    def all(self) -> list[Campaign]:
        """Return every wave, oldest first."""
        return [Campaign(**row) for row in self._scope.execute(_ALL).mappings()]

    def invited(self, person: str) -> Invited | None:
        """Return the newest wave that a person was asked to answer and that still takes answers."""
        bounds = {"person": person, "since": self._scope.now - OPEN_FOR}
        row = self._scope.execute(_INVITED, bounds).mappings().first()
        if row is None:
            return None
        campaign = Campaign(**row)
        given = self._scope.all(_GIVEN, campaign=campaign.id, person=person)
        ended = self._scope.first(_ENDED, person=person, stream=f"campaign:{campaign.id}")
        return Invited(campaign, {a.item: a.code for a in given}, ended is not None)

    def answer(self, campaign: str, body: SurveyAnswered, *, actor: str) -> None:
        """Record an answer; a later answer of the same person to the same item takes its place."""
        self._known(campaign)
        entry = self._ledger.record(f"campaign:{campaign}", body, actor=actor, person=body.person)
        self._scope.execute(_ANSWER, {
            "campaign": campaign, "person": body.person, "item": body.item, "code": body.code,
            "version": entry.version,
        })  # fmt: skip

    def finish(self, campaign: str, person: str, completed: bool) -> None:
        """Record that a respondent came to the end, or stopped."""
        self._known(campaign)
        body = SurveyFinished(person, completed)
        self._ledger.record(f"campaign:{campaign}", body, actor=person, person=person)

    def recipients(self, town: str | None) -> list[Person]:
        """Return residents who can be reached and did not opt out of surveys.

        A resident belongs to a town when they reported a need there; None means every town.
        """
        reachable = sa.exists().where(accounts.c.person == people.c.id)
        local = sa.exists().where(cases.c.reporter == people.c.id, cases.c.town == town)
        found = self._directory.select(people.c.role.is_(None), reachable, local if town else sa.true())
        return [person for person in found if "survey" not in person.opted_out]

    def results(self, campaign: str) -> Results:
        """Return the counts and the free words of a wave."""
        counts: dict[str, dict[str, int]] = {}
        for row in self._scope.all(_COUNTS, campaign=campaign):
            counts.setdefault(row.item, {})[row.code] = row.n
        current = {row.version for row in self._scope.all(_CURRENT, campaign=campaign)}
        said = self._ledger.entries(f"campaign:{campaign}")
        answered = [entry.body for entry in said if entry.version in current]
        words = [body.words for body in answered if isinstance(body, SurveyAnswered) and body.words]
        return Results(counts, words)

    def _known(self, campaign: str) -> None:
        if self.get(campaign) is None:
            raise UnknownCampaignError(campaign)
