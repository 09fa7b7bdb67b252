"""Playing a scenario turn by turn and keeping what came of it."""

import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.rehearsal import given, wave
from app.rehearsal.ledger import picture
from app.rehearsal.scenario import Scenario, Turn
from app.rehearsal.stage import Stage
from config.live import LiveProfile
from nlu.understanding import Understander
from storage.messages import Attachment, Inbound, Outbound
from storage.people import CaseFilter

PAUSE = timedelta(seconds=20)
"""Time that passes between two messages of a script."""
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180b4d6d9a90000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn played: the message, and what was sent to whom."""

    who: str
    say: str
    sent: tuple[Outbound, ...]


@dataclass(slots=True)
class Played:
    """A scenario played to its end; ``ledger`` is the picture of the ledger."""

    scenario: Scenario
    turns: list[Said] = field(default_factory=list)
    ledger: dict[str, Any] = field(default_factory=dict)


async def play(scenario: Scenario, live: LiveProfile, reader: Understander, url: str | None = None) -> Played:
    """Play one scenario on a fresh ledger (a temporary SQLite file unless ``url`` is given)."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(scenario, url or f"sqlite:///{Path(folder) / 'rehearsal.db'}", live, reader)
        await stage.open()
        try:
            return await _play(stage)
        finally:
            await stage.close()


async def prepare(stage: Stage) -> dict[str, str]:
    """Put in place what a scenario finds before its first turn; returns the numbers of its cases by key."""
    scenario, speakers = stage.scenario, stage.scenario.speakers
    await stage.bind_staff({*speakers, *(g.reporter for g in scenario.cases)})
    numbers = {g.key: (await given.place(stage, g)).no for g in scenario.cases}
    if scenario.campaign:
        await wave.start(stage, set(speakers))
    await stage.sent()
    return numbers


async def _play(stage: Stage) -> Played:
    scenario, played = stage.scenario, Played(stage.scenario)
    lead = scenario.lead
    numbers = await prepare(stage)
    for index, turn in enumerate(scenario.turns, 1):
        stage.clock.pass_time(PAUSE + turn.wait)
        if turn.restart:
            await stage.restart()
        text = await filled(stage, turn.say, numbers)
        sent = await _deliver(stage, turn, index, turn.who or lead, text)
        played.turns.append(Said(turn.who or lead, text, tuple(sent)))
    played.ledger = await picture(stage)
    return played


async def _deliver(stage: Stage, turn: Turn, index: int, who: str, text: str) -> list[Outbound]:
    stage.actors.add(who)
    message = await _message(stage, turn, index, who, text)
    for _ in range(turn.deliver):
        await stage.service.accept(message)
    await stage.service.idle()
    return await stage.sent()


async def _message(stage: Stage, turn: Turn, index: int, who: str, text: str) -> Inbound:
    group = stage.scenario.channel == "group"
    attachments = await _attachments(stage, turn, who)
    return Inbound(
        channel=stage.channel,
        external_id=f"turn-{index}",
        chat="group-1" if group else who,
        sender=who,
        text="" if turn.attach == "location" else text,
        received_at=stage.clock(),
        attachments=attachments,
        edit_of=f"turn-{turn.edit_of}" if turn.edit_of else None,
        group=group,
    )


async def _attachments(stage: Stage, turn: Turn, who: str) -> tuple[Attachment, ...]:
    if turn.attach is None:
        return ()
    if turn.attach == "location":
        return (Attachment("location", latitude=36.18, longitude=118.17, label=turn.say),)
    mime = {"photo": "image/png", "voice": "audio/ogg"}[turn.attach]
    person = await stage.person(who)
    digest = await stage.store.run(lambda tx: tx.files.put(PHOTO, person=person.id))
    return (Attachment(turn.attach, digest=digest, mime=mime, size=len(PHOTO)),)


async def filled(stage: Stage, say: str, numbers: dict[str, str]) -> str:
    """Return the words of a turn with case numbers in place of {case1}, {case2} (given cases by key, created ones in their order)
    and the last query code that was given out in place of {code}."""
    if "{c" not in say:
        return say
    cases = await stage.store.read(lambda tx: tx.ledger.cases(CaseFilter(limit=100)))
    created = sorted(c.no for c in cases if c.no not in numbers.values())
    known = {f"case{n}": no for n, no in enumerate(created, len(numbers) + 1)} | numbers
    coded = [c for c in sorted(cases, key=lambda c: c.no) if c.query_code]
    known |= {"code": str(coded[-1].query_code)} if coded else {}
    for key, no in known.items():
        say = say.replace(f"{{{key}}}", no)
    return say
