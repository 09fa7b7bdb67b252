"""What the bot says, as data: a wording key and its fields, rendered only at the edge."""

from typing import Union

import msgspec

from storage.messages import Poll, Wanted

Field = Union[str, int, "Reply", tuple["Reply", ...]]
"""A value of a wording field; a reply inside a reply is rendered first, several line by line."""


class Choice(msgspec.Struct, frozen=True):
    """A quick reply; ``payload`` is what a person could just as well type."""

    key: str
    payload: str
    fields: dict[str, str | int] = {}


class Reply(msgspec.Struct, frozen=True):
    """One message of the bot. ``private`` replies are never shown in a group.

    ``wants`` is what it asks for and many a channel can share at a touch: the telephone, the position.
    ``poll`` is the vote that it puts, ``ends`` the message of a poll that is over.
    """

    key: str
    fields: dict[str, Field] = {}
    choices: tuple[Choice, ...] = ()
    private: bool = False
    wants: Wanted | None = None
    poll: Poll | None = None
    ends: str | None = None
