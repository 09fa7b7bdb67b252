"""Taking a need down from a draft that a handler made: the intake asks, a group is spared the questions."""

from bot.engine import intake
from bot.engine.form_engine import begin
from bot.engine.intake_absorb import absorb
from bot.engine.intake_finish import finish
from bot.engine.requests import Plan
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk


def take_down(talk: Talk, draft: Draft) -> Plan[None]:
    """Open an intake with one need."""
    form = talk.world.forms.latest("intake")
    known = {"phone": talk.person.phone or "", "name": talk.person.name or ""}
    slots = {k: v for k, v in known.items() if v}
    frame = absorb(talk, Frame(form.id, form.version, slots, (draft,)))
    if talk.heard.message.group:
        yield from finish(talk, frame)
    else:
        yield from begin(talk, intake.INTAKE, frame)
