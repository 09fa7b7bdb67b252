"""Messages that nobody asked for just now: notices, and the invitations of a survey wave."""

import msgspec

from bot.engine.reply import Reply
from bot.render import Renderer
from storage.entries import CampaignStarted
from storage.messages import Outbound
from storage.people import Campaign, Person
from storage.tx import Tx

INVITATION = 2
"""Priority of invitations: after answers and notices."""


def post(tx: Tx, renderer: Renderer, person: Person, reply: Reply, priority: int) -> bool:
    """Queue a message to every account of a person; False for one who opted out or has no account."""
    if "notice" in person.opted_out and person.post is None:
        return False
    text, buttons, brief = renderer.text(reply), renderer.buttons(reply), renderer.brief(reply)
    for channel, chat in person.accounts:
        out = Outbound(channel, chat, text, buttons, priority=priority, brief=brief)
        tx.outbox.add(out, conversation=f"{channel}:{chat}")
    return bool(person.accounts)


def start_wave(
    tx: Tx, renderer: Renderer, body: CampaignStarted, invitation: Reply, actor: str
) -> Campaign | None:
    """Start a survey wave and queue an invitation to everybody it is for; None where that is nobody."""
    sent = sum(
        post(tx, renderer, person, invitation, INVITATION) for person in tx.campaigns.recipients(body.town)
    )
    if not sent:
        return None
    return tx.campaigns.start(msgspec.structs.replace(body, issued=sent), actor=actor)
