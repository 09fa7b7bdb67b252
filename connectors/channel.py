"""What a channel is, and the desk behind all channels.

A channel declares its routes and knows how to send; the server mounts the routes, the sender calls
``send``. Everything about one platform stays in its own folder or file.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from aiohttp.web import AbstractRouteDef

from bot.files import Picture
from storage.messages import Attachment, AttachmentKind, Inbound, Line, Outbound, Queued, Unkept


class Desk(Protocol):
    """The agent as channels see it (``bot.service``)."""

    def now(self) -> datetime:
        """Return the time, aware; the clock of the ledger."""

    async def accept(self, message: Inbound) -> bool:
        """Commit a message; handling starts in the background. False if it was seen before."""

    async def seen(self, message: Inbound) -> bool:
        """Whether a message was committed before."""

    async def say(self, message: Inbound, text: str) -> None:
        """Say something to the sender of a message that is not taken."""

    async def answer(self, message: Inbound) -> list[Outbound]:
        """Commit, handle and return the replies of exactly this message; seen before, the stored ones."""

    async def take(self, message: Inbound, lease: timedelta) -> list[Queued]:
        """Commit and handle a message; return the replies, which the caller hands over within ``lease``.

        What was held for the writer comes along. Seen before, those that a caller was given then.
        """

    async def history(self, conversation: str, limit: int) -> list[Line]:
        """Return the last ``limit`` lines of a conversation, both sides, oldest first."""

    async def moved(self, channel: str, old: str, new: str) -> None:
        """A room goes on under another name (a Telegram group that becomes a supergroup)."""

    async def posted(self, channel: str, vote: str, poll: str, message: str) -> None:
        """The platform has made a poll of a vote; ``poll`` and ``message`` are its names there."""

    async def keep_file(
        self, kind: AttachmentKind, content: bytes, identity: str, name: str = ""
    ) -> Attachment:
        """Keep a file sealed for the account ``identity``; raises FileRefusedError with words for its sender."""

    async def get_file(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        """Return content and MIME type, or None where there is none or it is someone else's."""

    async def open_link(self, secret: str, identity: str | None) -> Picture:
        """Return the photo behind a one-time link, for an account or (None) whoever has it.

        Raises LinkOverError where it opens nothing, UnreadableError where there is nothing to be seen.
        """


class Channel(Protocol):
    """One door. ``name`` is the ``channel`` of its messages."""

    @property
    def name(self) -> str:
        """Name of the channel, e.g. ``web``."""

    def routes(self, desk: Desk) -> list[AbstractRouteDef]:
        """Declare the routes of this channel."""

    async def send(self, out: Outbound) -> None:
        """Hand one message to the platform; raises a ``SendFailed`` where it did not take it."""


@runtime_checkable
class Gathering(Protocol):
    """A channel whose platform counts messages: what waits for one person is handed over together."""

    async def send_together(self, rows: Sequence[Queued]) -> int:
        """Hand over the first message, and as many of the next as go with it; return how many went.

        Raises a ``SendFailed`` where the platform did not take the first.
        """


@runtime_checkable
class Fetching(Protocol):
    """A channel whose attachments are fetched after their message is committed."""

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content, keep it for an account and return the attachment with its digest.

        Never raises: what cannot be had or is not taken comes back as a note why.
        """


@runtime_checkable
class Running(Protocol):
    """A channel with work of its own beside the server, such as asking a platform for messages."""

    async def run(self, desk: Desk) -> None:
        """Work until cancelled."""


@runtime_checkable
class Closing(Protocol):
    """A channel with connections of its own to close when the server ends."""

    async def close(self) -> None:
        """Close them."""
