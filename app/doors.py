"""The channels that are on: always the web page and REST, the messengers when they are configured."""

from app.compose import Parts
from connectors.channel import Channel


def doors(parts: Parts) -> list[Channel]:
    """Return the channels of this installation."""
    return []
