"""Fetches what a message left with its platform, and keeps what may be kept of it; the same for all channels."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import structlog

from bot.attachments import FileRefusedError, unkept
from connectors.channel import Desk
from connectors.errors import RetryAfter, SendFailed, TooLong
from storage.messages import Attachment, Inbound, Unkept, Why

WAITS = (0.5, 2.0)
"""Seconds before the second and the third try."""

log = structlog.get_logger(__name__)
Fetch = Callable[[Desk, Attachment, str], Awaitable[Attachment | Unkept]]
"""``Fetching.fetch`` of a channel."""
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


async def in_time(message: Inbound, desk: Desk, fetch: Fetch, deadline: float) -> Inbound:
    """Return a message with its files, so far as they are there before ``deadline`` (of the loop's clock).

    What is late stays with its platform (``complete`` tells) and is fetched before the message is handled.
    """
    brought: list[Attachment | Unkept] = []
    try:
        async with asyncio.timeout_at(deadline):
            for item in message.attachments:
                away = item.source and item.digest is None
                brought.append(await fetch(desk, item, message.identity) if away else item)
    except TimeoutError:
        log.warning("files are late", channel=message.channel)
    late = message.attachments[len(brought) :]
    return msgspec.structs.replace(
        message,
        attachments=(*(one for one in brought if isinstance(one, Attachment)), *late),
        unkept=(*message.unkept, *(one for one in brought if isinstance(one, Unkept))),
    )


def complete(message: Inbound) -> bool:
    """Whether none of its files is still with the platform."""
    return not any(item.source and item.digest is None for item in message.attachments)
