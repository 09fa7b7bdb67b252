"""What this bot reads of Telegram's updates; everything else in them is ignored.

{"update_id": 8, "message": {"message_id": 5, "date": 1763700000, "text": "书屋老锁着门",
 "from": {"id": 77, "is_bot": false, "first_name": "王"}, "chat": {"id": 77, "type": "private"}}}
"""

from typing import Literal

import msgspec


class User(msgspec.Struct, frozen=True):
    """Somebody, or a bot."""

    id: int
    is_bot: bool = False


class Chat(msgspec.Struct, frozen=True):
    """A private chat (its id is the person's) or a group (a negative id)."""

    id: int
    type: Literal["private", "group", "supergroup", "channel"]

    @property
    def group(self) -> bool:
        """Whether several people speak here."""
        return self.type in ("group", "supergroup")


class Entity(msgspec.Struct, frozen=True):
    """A marked part of a text; ``offset`` and ``length`` in UTF-16 units."""

    type: str
    offset: int
    length: int
    user: User | None = None


class File(msgspec.Struct, frozen=True):
    """Anything with a content; size in bytes where the platform says it."""

    file_id: str
    file_size: int = 0
    mime_type: str = ""
    file_name: str = ""


class Location(msgspec.Struct, frozen=True):
    """A position in degrees."""

    latitude: float
    longitude: float


class Venue(msgspec.Struct, frozen=True):
    """A named position."""

    location: Location
    title: str = ""
    address: str = ""


class Contact(msgspec.Struct, frozen=True):
    """A visiting card; ``user_id`` says whose, where that person is on Telegram."""

    phone_number: str
    first_name: str = ""
    last_name: str = ""
    user_id: int | None = None


class Sticker(msgspec.Struct, frozen=True):
    """A picture that stands for an emoji."""

    emoji: str = ""


class Thing(msgspec.Struct, frozen=True):
    """Something sent of which only counts that it was sent."""


class Inline(msgspec.Struct, frozen=True):
    """A button under a message."""

    text: str = ""
    callback_data: str = ""


class Keyboard(msgspec.Struct, frozen=True):
    """The buttons under a message of the bot, row by row."""

    inline_keyboard: tuple[tuple[Inline, ...], ...] = ()


class Earlier(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """The message that another one answers."""

    message_id: int
    sender: User | None = None


class Message(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """One message; at most one kind of content is set. Dates in seconds since 1970."""

    message_id: int
    chat: Chat
    date: int = 0
    edit_date: int = 0
    sender: User | None = None
    text: str = ""
    caption: str = ""
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    photo: tuple[File, ...] = ()
    voice: File | None = None
    audio: File | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    document: File | None = None
    location: Location | None = None
    venue: Venue | None = None
    contact: Contact | None = None
    sticker: Sticker | None = None
    dice: Sticker | None = None
    poll: Thing | None = None
    story: Thing | None = None
    media_group_id: str | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    is_automatic_forward: bool = False
    reply_to_message: Earlier | None = None
    reply_markup: Keyboard | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None


class Pressed(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A pressed button; ``message`` carries it, and is missing where it is too old."""

    id: str
    sender: User
    data: str = ""
    message: Message | None = None


class Member(msgspec.Struct, frozen=True):
    """What the bot is in a chat: member, administrator, left, kicked …"""

    status: str


class Joined(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """What the bot is in a chat has changed; ``kicked`` in a private chat means blocked."""

    chat: Chat
    sender: User
    old_chat_member: Member
    new_chat_member: Member


class PollAnswer(msgspec.Struct, frozen=True):
    """What somebody chose in a poll of the bot that shows its voters, options from 0; none: taken back.

    ``user`` is missing where a whole chat votes.
    """

    poll_id: str
    user: User | None = None
    option_ids: tuple[int, ...] = ()


class Update(msgspec.Struct, frozen=True):
    """One delivery; its id grows by one from each to the next, as long as the bot is not idle for a week."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Pressed | None = None
    my_chat_member: Joined | None = None
    poll_answer: PollAnswer | None = None


KINDS = tuple(name for name in Update.__struct_fields__ if name != "update_id")
"""What the platform is asked to send."""


def convert(raw: object) -> Update:
    """Read an update that was decoded already; raises msgspec.ValidationError."""
    return msgspec.convert(raw, Update)
