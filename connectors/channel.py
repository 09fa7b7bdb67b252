"""What a channel is, and the desk behind all channels.

A channel declares its routes and knows how to send; the server mounts the routes, the sender calls
``send``. Everything about one platform stays in its own folder or file.
"""

from typing import Protocol, runtime_checkable

from aiohttp.web import AbstractRouteDef

from storage.messages import Inbound, Line, Outbound


class Desk(Protocol):
    """The agent as channels see it (``bot.service``)."""

    async def accept(self, message: Inbound) -> bool:
        """Commit a message; handling starts in the background. False if it was seen before."""

    async def answer(self, message: Inbound) -> list[Outbound]:
        """Commit, handle and return the replies of exactly this message; seen before, the stored ones."""

    async def history(self, conversation: str, limit: int) -> list[Line]:
        """Return the last ``limit`` lines of a conversation, both sides, oldest first."""

    async def put_file(self, content: bytes, mime: str, identity: str) -> str:
        """Keep a file sealed for the account ``identity``; return its digest (SHA-256, hex)."""

    async def get_file(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        """Return content and MIME type, or None where there is none or it is someone else's."""


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
class Closing(Protocol):
    """A channel with connections of its own to close when the server ends."""

    async def close(self) -> None:
        """Close them."""
