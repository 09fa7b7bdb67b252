"""Fetches what a message left with its platform, and keeps what may be kept of it; the same for all channels."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.attachments import FileRefusedError, unkept
from connectors.channel import Desk
from connectors.errors import RetryAfter, SendFailed, TooLong
from storage.messages import Attachment, Unkept, Why

WAITS = (0.5, 2.0)
"""Seconds before the second and the third try."""

log = structlog.get_logger(__name__)
Get = Callable[[], Awaitable[bytes]]
"""Asks the platform for a content; raises a SendFailed, TooLong for what is larger than wanted."""


async def patiently(get: Get, kind: str) -> bytes | Why:
    """Return a content, or why it cannot be had after some tries."""
    for wait in (*WAITS, None):
        try:
            return await get() or "gone"
        except TooLong:
            return "size"
        except (RetryAfter, OSError, TimeoutError) as error:
            log.warning("attachment not fetched", kind=kind, reason=type(error).__name__)
            if wait is None:
                return "gone"
            await asyncio.sleep(wait)
        except SendFailed as error:
            log.warning("attachment not given", kind=kind, reason=str(error))
            return "gone"
    return "gone"


async def keep(
    desk: Desk, item: Attachment, content: bytes | Why, identity: str, largest: int
) -> Attachment | Unkept:
    """Keep a content for an account; return the attachment with its digest, or why it was not taken."""
    if isinstance(content, str):
        return unkept(item.kind, content, largest)
    try:
        return await desk.keep_file(item.kind, content, identity, item.name)
    except FileRefusedError as refused:
        log.warning("attachment not kept", kind=item.kind, reason=refused.unkept.why)
        return refused.unkept
