"""Fetches what a message left with the platform, and keeps what really is what it says to be."""

import asyncio

import msgspec
import structlog

from connectors.channel import Desk
from connectors.errors import RetryAfter, SendFailed
from connectors.telegram.api import Api
from connectors.telegram.updates import NAME
from storage.files import content_type
from storage.messages import Attachment, AttachmentKind

TYPES: dict[AttachmentKind, tuple[str, ...]] = {
    "photo": ("image/jpeg", "image/png", "image/webp"),
    "voice": ("audio/",),
    "video": ("video/mp4",),
    "file": (
        "application/pdf",
        "application/vnd.openxmlformats-officedocument",
        "image/",
        "audio/",
        "video/",
    ),
}
"""How the type found in the content has to start."""
WAITS = (0.5, 2.0)
"""Seconds before the second and the third try."""

log = structlog.get_logger(__name__)


async def fetch(api: Api, desk: Desk, item: Attachment, identity: str, largest: int) -> Attachment:
    """Return the attachment with the digest of its content, or as it was where that cannot be had."""
    content = await _content(api, item, largest)
    mime = content_type(content, item.mime) if content else ""
    if content is None or not mime.startswith(TYPES[item.kind]):
        log.warning("attachment not kept", channel=NAME, kind=item.kind, type=mime)
        return item
    digest = await desk.put_file(content, mime, identity)
    return msgspec.structs.replace(item, digest=digest, mime=mime, size=len(content), source="")


async def _content(api: Api, item: Attachment, largest: int) -> bytes | None:
    if item.size > largest:
        return None
    for wait in (*WAITS, None):
        try:
            return await api.download(item.source, largest)
        except (RetryAfter, OSError, TimeoutError) as error:
            log.warning("attachment not fetched", channel=NAME, reason=type(error).__name__)
            if wait is None:
                return None
            await asyncio.sleep(wait)
        except SendFailed as error:
            log.warning("attachment not given", channel=NAME, reason=str(error))
            return None
    return None
