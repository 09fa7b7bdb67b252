"""Files that followers send: fetched within the callback, taken by what their bytes are."""

from connectors.errors import SendFailed
from connectors.tencent.api import Api
from connectors.tencent.errors import Rejected
from connectors.wechat.events import Media
from storage.files import content_type

TYPES: dict[str, frozenset[str]] = {
    "photo": frozenset(("image/jpeg", "image/png", "image/gif", "image/webp")),
    "voice": frozenset(("audio/amr", "audio/silk", "audio/mpeg", "audio/ogg")),
    "video": frozenset(("video/mp4",)),
}
"""Kind of attachment -> what its content may be."""


async def fetch(api: Api, media: Media, largest: int) -> tuple[bytes, str] | None:
    """Return content and MIME type; None where there is none, or none that we take."""
    if not media.id:
        return None
    try:
        content = await api.media(media.id, largest)
    except (Rejected, SendFailed):
        return None
    if not content:
        return None
    mime = content_type(content, "video/mp4" if media.kind == "video" else "")
    return (content, mime) if mime in TYPES[media.kind] else None
