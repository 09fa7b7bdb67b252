"""A resident who talks to the engine over a real ledger, and a model that may be in doubt."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from bot.engine.state import dump, load
from bot.engine.talk import Heard, World
from bot.engine.turn import Outcome, turn
from bot.interpret import Scope, run
from bot.render import Renderer
from config.form import Forms
from config.live import LiveProfile
from nlu.backend import Local
from nlu.understanding import Understanding
from storage.case import Case
from storage.messages import Inbound, Outbound
from storage.people import CaseFilter, Person
from storage.store import Store
from storage.tx import Tx

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
KEY = b"a key for tests, 32 bytes long .."


def unsure(read: Understanding, first: str, second: str | None = None) -> Understanding:
    """The same text as a model would read it that cannot tell two meanings apart, or half believes in one."""
    half = ((first, 0.7), ("greet", 0.1))
    ranking = ((first, 0.5), (second, 0.4), ("greet", 0.1)) if second else half
    return msgspec.structs.replace(read, intent=first, confidence=ranking[0][1], ranking=ranking, needs=())


@dataclass
class Resident:
    """A conversation whose messages may be read with doubt."""

    store: Store
    live: LiveProfile
    reader: Local
    raw: bytes = b""
    said: int = 0
    forms: Forms = field(default_factory=Forms.load)

    async def say(self, text: str, *meanings: str, group: bool = False) -> list[Outbound]:
        self.said += 1
        message = Inbound("web", f"m{self.said}", "r1", "r1", text, START, group=group, to_bot=group)
        read = self.reader.read(text)
        heard = Heard(message, unsure(read, *meanings) if meanings else read)
        outcome, answers = await self.store.run(lambda tx: self._turn(tx, heard))
        self.raw = dump(outcome.state)
        return answers

    def _turn(self, tx: Tx, heard: Heard) -> tuple[Outcome, list[Outbound]]:
        locality = self.live.current()
        person = tx.people.identify("web", "r1", "r1")
        renderer = Renderer(locality.wording)
        scope = Scope(tx, renderer, f"person:{person.id}", heard.message)
        world = World(tx.now, locality.profile, self.forms)
        outcome = run(turn(load(self.raw), heard, world, person), scope)
        return outcome, [renderer.outbound(one, heard.message, "zh") for one in outcome.replies]

    async def cases(self) -> list[Case]:
        return await self.store.read(lambda tx: tx.ledger.cases(CaseFilter()))

    async def person(self) -> Person:
        found = await self.store.read(lambda tx: tx.people.find("web", "r1"))
        assert found is not None
        return found
