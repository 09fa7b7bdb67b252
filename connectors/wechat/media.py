"""Files that followers send: fetched within the callback."""

from connectors.channel import Desk
from connectors.tencent import files
from connectors.tencent.api import Api
from connectors.wechat.events import Media
from storage.messages import Attachment, Unkept


async def fetch(api: Api, desk: Desk, media: Media, identity: str, largest: int) -> Attachment | Unkept:
    """Return the file as an attachment of the account, or why it was not taken."""
    if not media.id:
        return Unkept(media.kind, "gone")
    return await files.fetch(api, desk, Attachment(media.kind, source=media.id), identity, largest)
