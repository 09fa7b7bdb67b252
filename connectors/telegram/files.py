"""Fetches what a message left with the platform."""

import aiohttp

from bot.attachments import most
from connectors.channel import Desk
from connectors.errors import RetryAfter, TooLong
from connectors.fetching import keep, patiently
from connectors.telegram.api import Api
from storage.messages import Attachment, Unkept


async def fetch(api: Api, desk: Desk, item: Attachment, identity: str, largest: int) -> Attachment | Unkept:
    """Return the attachment with the digest of its content, or why it was not taken."""
    room = most(item.kind, largest)

    async def get() -> bytes:
        if item.size > room:
            raise TooLong
        try:
            return await api.download(item.source, room)
        except aiohttp.ClientError as error:
            raise RetryAfter(detail=type(error).__name__) from None

    return await keep(desk, item, await patiently(get, item.kind), identity, largest)
