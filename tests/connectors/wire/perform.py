"""Performs a dialogue on a wire: the same turns as the rehearsal, done as people do them there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.rehearsal.ledger import picture
from app.rehearsal.play import PAUSE, Played, filled, prepare
from app.rehearsal.scenario import Turn
from storage.messages import Attachment
from tests.connectors.wire.bot import Behind
from tests.connectors.wire.reference import GROUP, Screens, pressed
from tests.connectors.wire.wire import Person

POSITION = (36.18, 118.17)


@dataclass(slots=True)
class Performed:
    """What every screen showed, turn by turn, and the ledger."""

    screens: list[Screens] = field(default_factory=list)
    ledger: dict[str, Any] = field(default_factory=dict)


async def perform(stage: Behind, reference: Played) -> Performed:
    """Perform the scenario of a stage; ``reference`` says which words stand on a button that is shown."""
    scenario, wire = stage.scenario, stage.wire
    group = scenario.channel == "group"
    await stage.open()
    try:
        numbers = await prepare(stage)
        await stage.serve()
        people = {who: await wire.person(who, group=group) for who in scenario.speakers}
        watched = {GROUP: next(iter(people.values()))} if group else people
        performed = Performed()
        for index, turn in enumerate(scenario.turns):
            stage.clock.pass_time(PAUSE + turn.wait)
            if turn.restart:
                await stage.restart()
            who, text = turn.who or scenario.lead, await filled(stage, turn.say, numbers)
            stage.actors.add(who)
            title = pressed(reference.turns[:index], who, text)
            await _do(people[who], turn, text, title)
            for _ in range(turn.deliver - 1):
                await people[who].again()
            await stage.quiet()
            performed.screens.append({chat: await person.shown() for chat, person in watched.items()})
        performed.ledger = await picture(stage)
        return performed
    finally:
        await wire.stop()
        await stage.shut()
        await stage.close()


def deed(turn: Turn, title: str | None) -> str:
    """Return what is done in a turn; ``title`` is what stands on the button that says its words."""
    if turn.attach is not None:
        return turn.attach
    return "edit" if turn.edit_of else "say" if title is None else "press"


async def _do(person: Person, turn: Turn, text: str, title: str | None) -> None:
    """Do one turn."""
    latitude, longitude = POSITION
    deeds: dict[str, Callable[[], Awaitable[None]]] = {
        "say": lambda: person.say(text),
        "press": lambda: person.press(title or ""),
        "edit": lambda: person.edit(turn.edit_of or 0, text),
        "photo": lambda: person.photo(text),
        "voice": lambda: person.voice(text),
        "location": lambda: person.location(
            Attachment("location", latitude=latitude, longitude=longitude, label=text)
        ),
    }
    await deeds[deed(turn, title)]()
