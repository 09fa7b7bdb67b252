"""The same dialogues through every channel as its platform speaks it: signed, encrypted, pressed, recorded.

Each is compared with its rehearsal, which knows no channel: what every resident reads after each turn,
and the ledger at the end, field by field. Those of one file are held at the same time.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.rehearsal.play import Played
from config.live import LiveProfile
from nlu.backend import Local
from tests.connectors.wire.bot import Behind
from tests.connectors.wire.chosen import held
from tests.connectors.wire.conftest import Rehearsed
from tests.connectors.wire.perform import Performed, deed, perform
from tests.connectors.wire.reference import GROUP, adapted, differences, plain, pressed, screens, uncoded
from tests.connectors.wire.wire import Wire
from tests.connectors.wire.wires import WIRES

Near = Callable[[str], tuple[LiveProfile, Local]]
CASES = [(wire, file) for wire, make in WIRES.items() for file in held(make())]
AT_ONCE = 6
"""Dialogues held at the same time: few enough that no platform hangs up on a machine with other work."""
SIXTY, OFTEN = 60, 5
WAYS = {"photo", "voice", "location", "edit", "press"}
"""What people do beside writing; ``press`` is a number or a line of a menu where there are no buttons."""


@pytest.mark.parametrize(("wire_name", "file"), CASES)
async def test_a_dialogue_is_the_same_on_every_wire(
    wire_name: str, file: str, rehearsed: Rehearsed, localities: Near, room: Callable[[], Path]
) -> None:
    played = []
    for told in held(WIRES[wire_name]())[file]:
        wire = WIRES[wire_name]()
        scenario = adapted(told, wire.cannot)
        stage = Behind(wire, scenario, room(), *localities(scenario.profile or "yiyuan"))
        played.append((stage, await rehearsed(scenario)))
    places = asyncio.Semaphore(AT_ONCE)

    async def hold(stage: Behind, reference: Played) -> Performed:
        async with places:
            return await perform(stage, reference)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(hold(*pair)) for pair in played]
    wrong = [
        f"{reference.scenario.id}: {line}"
        for (stage, reference), task in zip(played, tasks, strict=True)
        for line in _wrong(stage.wire, reference, task.result())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("wire_name", WIRES)
async def test_sixty_dialogues_do_everything_that_a_wire_can_do(wire_name: str, rehearsed: Rehearsed) -> None:
    wire = WIRES[wire_name]()
    scenarios = [adapted(s, wire.cannot) for some in held(wire).values() for s in some]
    assert len(scenarios) >= SIXTY
    played = [await rehearsed(scenario) for scenario in scenarios]
    deeds = Counter(deed for one in played for deed in _deeds(one))
    assert {way for way in WAYS if deeds[way] < OFTEN} == WAYS & wire.cannot.keys()


def _wrong(wire: Wire, reference: Played, performed: Performed) -> list[str]:
    """Return what somebody read otherwise than in the rehearsal, and what the ledger holds otherwise."""
    scenario = reference.scenario
    watched = [GROUP] if scenario.channel == "group" else scenario.speakers
    wrong = []
    for number, (said, shown) in enumerate(zip(reference.turns, performed.screens, strict=True), 1):
        for chat, expected in screens(wire, said, watched).items():
            read, wanted = uncoded(shown[chat], performed.ledger), uncoded(expected, reference.ledger)
            if read != wanted:
                wrong.append(f"turn {number} 「{said.say}」 shows {chat} {read}, not {wanted}")
    return wrong + [
        f"{path} is {found!r}, not {wanted!r}"
        for path, (found, wanted) in differences(plain(performed.ledger), plain(reference.ledger)).items()
    ]


def _deeds(played: Played) -> list[str]:
    """Return what is done in each turn."""
    return [
        deed(turn, pressed(played.turns[:index], said.who, said.say))
        for index, (turn, said) in enumerate(zip(played.scenario.turns, played.turns, strict=True))
    ]
