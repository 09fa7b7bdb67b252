"""A survey wave that has gone out before the first turn of a scenario."""

from app.rehearsal.stage import Stage, forms
from bot.engine.survey import invitation
from bot.posting import start_wave
from bot.render import Renderer
from storage.entries import CampaignStarted


async def start(stage: Stage, actors: set[str]) -> None:
    """Invite everybody who will speak; those with a post are left out as always."""
    for actor in sorted(actors):
        await stage.person(actor)
    form = forms().latest("survey")
    body = CampaignStarted(form.id, str(form.version), form.title, None, 0)
    renderer = Renderer(stage.live.current().wording)
    await stage.store.run(lambda tx: start_wave(tx, renderer, body, invitation(form), "rehearsal"))
