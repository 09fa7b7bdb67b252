"""A number, or a pressed line, stands for what the last question offered."""

import msgspec

from connectors.channel import Desk
from connectors.degrade import choice
from storage.messages import Inbound

LAST_LINES = 6


async def meant(desk: Desk, message: Inbound, *, pressed: bool = False) -> Inbound:
    """Return the message with the option that it chooses; any other one as it came."""
    if not pressed and not (message.text.isdecimal() and len(message.text) <= 2):
        return message
    for line in reversed(await desk.history(message.conversation, LAST_LINES)):
        if not line.mine:
            break
        button = choice(message.text, line.buttons)
        if button is not None:
            return msgspec.structs.replace(message, text=button.title, payload=button.payload)
    return message
