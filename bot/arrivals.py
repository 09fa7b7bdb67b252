"""What has to happen before waiting messages are handled: attachments fetched, albums complete.

A platform is acknowledged once a message is committed, which is before its photos are fetched. They
are fetched here, in the order of the conversation, and after a crash again.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import msgspec
import structlog

from storage.messages import Attachment, Inbound, Received, Unkept

Fetch = Callable[[Attachment, str], Coroutine[Any, Any, Attachment | Unkept]]
"""Brings the content of an attachment of an account and returns it with its digest, or why it was not
taken; never raises."""
log = structlog.get_logger(__name__)
SETTLED = timedelta(seconds=1.2)
"""So long after its last part an album counts as complete; platforms send the parts one by one."""


def unfetched(waiting: Sequence[Received], fetchers: Mapping[str, Fetch]) -> tuple[Received, ...]:
    """Return the messages with attachments that their channel can still bring; pictures among others' chatter
    in a group are left where they are."""
    albums = {r.message.album for r in waiting if r.message.to_bot}
    return tuple(
        r
        for r in waiting
        if r.message.channel in fetchers
        and any(item.away for item in r.message.attachments)
        and (not r.message.group or r.message.to_bot or r.message.album in albums - {None})
    )


async def fetched(message: Inbound, fetch: Fetch, until: float | None = None) -> Inbound:
    """Return the message with the attachments that could be brought, and a note for each of the others.

    What is not there at ``until`` (of the loop's clock) is left with its platform, still ``away``.
    """
    found: list[Attachment | Unkept] = []
    try:
        async with asyncio.timeout_at(until):
            for item in message.attachments:
                found.append(await fetch(item, message.identity) if item.away else item)  # noqa: PERF401 - kept when time is up
    except TimeoutError:
        if until is None:
            raise
        log.warning("files are late", channel=message.channel)
    late = message.attachments[len(found) :]
    return msgspec.structs.replace(
        message,
        attachments=(*(x for x in found if isinstance(x, Attachment)), *late),
        unkept=(*message.unkept, *(x for x in found if isinstance(x, Unkept))),
    )


def pause(waiting: Sequence[Received], now: datetime) -> float:
    """Seconds until an album at the end is complete; 0 where there is none or something came after it."""
    if not waiting or waiting[-1].message.album is None:
        return 0.0
    return max((waiting[-1].message.received_at + SETTLED - now).total_seconds(), 0.0)


def whole(waiting: Sequence[Received]) -> list[Received]:
    """Return the messages with the parts of an album as one, under the row of its last part."""
    albums = groupby(waiting, key=lambda r: (r.message.album, None if r.message.album else r.id))
    return [_joined(tuple(parts)) for _, parts in albums]


def _joined(parts: tuple[Received, ...]) -> Received:
    if len(parts) == 1:
        return parts[0]
    messages = [part.message for part in parts]
    # The part with the words is the one that may be edited later.
    message = msgspec.structs.replace(
        next((m for m in messages if m.text), messages[0]),
        text="\n".join(m.text for m in messages if m.text),
        attachments=tuple(item for m in messages for item in m.attachments),
        unkept=tuple(item for m in messages for item in m.unkept),
        to_bot=any(m.to_bot for m in messages),
    )
    return Received(parts[-1].id, message)
