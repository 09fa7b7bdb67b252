"""The stage of one scenario: a fresh ledger, a clock that only the script moves, a running bot."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import yaml

from app.rehearsal.scenario import Actor, Scenario
from bot.service import Service
from config.form import Forms
from config.live import LiveProfile
from config.profile import Profile
from nlu.understanding import Understander
from storage.messages import Outbound, Queued
from storage.people import Person
from storage.store import Store
from storage.tx import Tx

CAST = Path(__file__).parent / "cast.yaml"
KEY = b"rehearsal-key-of-no-worth-000000"


@cache
def forms() -> Forms:
    """The forms, read once for all stages."""
    return Forms.load()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def pass_time(self, span: timedelta) -> None:
        """Move on by a span of time."""
        self._now += span

    def set(self, at: datetime) -> None:
        """Move to a point in time, also an earlier one (for what was there before)."""
        self._now = at.astimezone(UTC)


class Stage:
    """A bot on a fresh ledger; ``restart`` drops it without any shutdown step."""

    def __init__(self, scenario: Scenario, url: str, live: LiveProfile, reader: Understander) -> None:
        self.scenario, self.url, self.live, self.reader = scenario, url, live, reader
        self.clock = Clock(scenario.start)
        self.store: Store
        self.service: Service
        self.actors: set[str] = set()
        self._dropped: list[Store] = []

    async def open(self) -> None:
        """Open the ledger and start the bot."""
        self.store = await Store.open(self.url, KEY, self.clock)
        self.service = Service(self.store, self.reader, self.live, forms())
        await self.service.recover()

    async def restart(self) -> None:
        """Drop the running bot as it is and start another on the same ledger."""
        self._dropped.append(self.store)
        await self.open()

    async def close(self) -> None:
        """Close every ledger that was opened."""
        for store in (*self._dropped, self.store):
            await store.close()

    @property
    def profile(self) -> Profile:
        """The locality played in."""
        return self.live.current().profile

    @property
    def channel(self) -> str:
        """The channel of the scenario; a group is played on Telegram."""
        return "telegram" if self.scenario.channel == "group" else self.scenario.channel

    async def person(self, actor: str) -> Person:
        """Return the person behind an actor, known by account."""
        self.actors.add(actor)
        return await self.store.run(lambda tx: tx.people.identify(self.channel, actor, actor))

    async def bind_staff(self, used: set[str]) -> None:
        """Give every member of staff who speaks their post."""
        cast = {name: Actor.model_validate(a) for name, a in yaml.safe_load(CAST.read_text("utf-8")).items()}
        for name, actor in {**cast, **self.scenario.actors}.items():
            if name in used or name in self.scenario.actors:
                await self._bind(name, actor)

    async def _bind(self, name: str, actor: Actor) -> None:
        person = await self.person(name)
        unit = next(
            (u.id for u in self.profile.units if actor.unit in (u.id, u.name, *u.aliases)), actor.unit
        )
        code = await self.store.run(
            lambda tx: tx.posts.invite(role=actor.role, unit=unit, town=actor.town, by="rehearsal")
        )
        await self.store.run(lambda tx: tx.posts.redeem(code, person.id))

    async def sent(self) -> list[Outbound]:
        """Take everything that waits to be sent, in order, as delivered."""
        out: list[Outbound] = []
        while rows := await self.store.run(lambda tx: tx.outbox.due(100, [self.channel])):
            await self.store.run(partial(_mark_sent, rows))
            out += [row.message for row in rows]
        return out


def _mark_sent(rows: Sequence[Queued], tx: Tx) -> None:
    for row in rows:
        tx.outbox.sent(row.id)
