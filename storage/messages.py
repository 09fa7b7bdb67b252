"""Messages at the edge: what a channel hands in and what it is asked to send.

A channel turns its own payload into one ``Inbound`` or refuses it; nothing channel-shaped passes
further in. All times are UTC.
"""

from datetime import datetime
from typing import Literal

import msgspec

AttachmentKind = Literal["photo", "voice", "video", "file", "location"]
Wanted = Literal["phone", "place"]
Why = Literal["type", "picture", "size", "pixels", "broken", "gone"]
"""Why a file was not taken; the words for it are ``files.<why>`` of the wording."""


class Attachment(msgspec.Struct, frozen=True):
    """A thing sent along; content lies in the attachment store under ``digest`` (SHA-256, hex).

    A location has no content but ``latitude`` and ``longitude`` (degrees) and a ``label``. ``source``
    is where the platform still keeps a content that was not fetched yet.
    """

    kind: AttachmentKind
    digest: str | None = None
    name: str = ""
    mime: str = ""
    size: int = 0
    latitude: float | None = None
    longitude: float | None = None
    label: str = ""
    source: str = ""

    @property
    def away(self) -> bool:
        """Whether the content still lies with the platform."""
        return self.digest is None and bool(self.source)


class Unkept(msgspec.Struct, frozen=True):
    """A thing sent along that was not taken; ``most`` is the size (MB) up to which it would have been."""

    kind: AttachmentKind
    why: Why
    most: int = 0


class Inbound(msgspec.Struct, frozen=True):
    """One message as it came in.

    ``external_id`` is the platform's own id, unique within the channel; ``edit_of`` the external id
    of the message that this one corrects; ``payload`` the value behind a pressed button; ``to_bot``
    says that a message in a group mentions the bot or answers it, by the platform's own marks; messages
    of one ``album`` are parts of one; ``unkept`` is what came along and was not taken.
    """

    channel: str
    external_id: str
    chat: str
    sender: str
    text: str
    received_at: datetime
    attachments: tuple[Attachment, ...] = ()
    edit_of: str | None = None
    payload: str | None = None
    group: bool = False
    to_bot: bool = False
    album: str | None = None
    unkept: tuple[Unkept, ...] = ()

    @property
    def conversation(self) -> str:
        """Key of the conversation: the chat, in a group one conversation for each member."""
        return f"{self.channel}:{self.chat}:{self.sender}" if self.group else f"{self.channel}:{self.chat}"

    @property
    def words(self) -> str:
        """What was said: a pressed button says what stands behind it, not what is written on it."""
        return self.text if self.payload is None else self.payload

    @property
    def identity(self) -> str:
        """Key of the account behind the message, e.g. ``web:3f…``."""
        return f"{self.channel}:{self.sender}"


class Button(msgspec.Struct, frozen=True):
    """A quick reply: ``title`` is shown, ``payload`` comes back when it is pressed."""

    title: str
    payload: str


class Brief(msgspec.Struct, frozen=True):
    """What may be read of a notice without opening it: the number of the case and how it stands."""

    no: str
    status: str


class Poll(msgspec.Struct, frozen=True):
    """A vote as a platform with polls of its own may put it; ``vote`` is its name (``<case>/<number>``)."""

    vote: str
    question: str
    options: tuple[str, ...]


class Room(msgspec.Struct, frozen=True):
    """Where a vote is going on; ``message`` is the platform's name of the poll there, where it has one."""

    vote: str
    channel: str
    chat: str
    group: bool = False
    message: str | None = None


class Outbound(msgspec.Struct, frozen=True):
    """One message to send; answers (priority 0) go before notices (1) and campaigns (2).

    ``wants`` says what it asks for, so that a channel which can offers to share it at a touch; ``brief``
    goes where the message itself may not be sent. A message with a ``poll`` may be sent as one, else its
    buttons are the options; ``ends`` names the message of a poll that is over.
    """

    channel: str
    chat: str
    text: str
    buttons: tuple[Button, ...] = ()
    priority: int = 0
    group: bool = False
    reply_to: str | None = None
    wants: Wanted | None = None
    brief: Brief | None = None
    poll: Poll | None = None
    ends: str | None = None


class Received(msgspec.Struct, frozen=True):
    """A message waiting in the inbox, with its row id."""

    id: int
    message: Inbound


class Queued(msgspec.Struct, frozen=True):
    """A message of the outbox. ``status``: pending, held, sent, refused or dead."""

    id: int
    message: Outbound
    attempts: int
    status: str = "pending"
    error: str = ""
    conversation: str = ""
    created_at: datetime | None = None


class Line(msgspec.Struct, frozen=True):
    """One line of a conversation as it was; ``mine`` marks what the bot said."""

    at: datetime
    mine: bool
    text: str
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Conversation(msgspec.Struct, frozen=True):
    """The stored state of a conversation; ``state`` is empty for a new one."""

    key: str
    state: bytes
    version: int
    person: str | None = None
