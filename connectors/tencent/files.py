"""Fetches files by the media id that Tencent's platforms give them."""

from bot.attachments import most
from connectors.channel import Desk
from connectors.errors import Refused, TooLong
from connectors.fetching import keep, patiently
from connectors.tencent.api import Api
from connectors.tencent.errors import Rejected
from storage.messages import Attachment, Unkept


async def fetch(api: Api, desk: Desk, item: Attachment, identity: str, largest: int) -> Attachment | Unkept:
    """Fetch a file by its media id and keep it; return it with its digest, or why it was not taken."""
    content = await patiently(lambda: media(api, item.source, most(item.kind, largest)), item.kind)
    return await keep(desk, item, content, identity, largest)


async def media(api: Api, media_id: str, largest: int) -> bytes:
    """Return a content; raises a SendFailed, TooLong beyond ``largest`` bytes."""
    try:
        content = await api.media(media_id, largest)
    except Rejected as rejected:
        raise Refused(f"errcode {rejected.code}") from None
    if content is None:
        raise TooLong
    return content
