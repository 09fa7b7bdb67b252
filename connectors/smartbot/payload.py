"""What the platform brings, as far as it is read.

Field names are the platform's own (developer.work.weixin.qq.com/document/path/100719 and 101027); what is
in no field here is not looked at.
"""

import msgspec


class Text(msgspec.Struct, frozen=True):
    """Words, or what was understood of a voice message."""

    content: str = ""


class Media(msgspec.Struct, frozen=True):
    """A file that can be had for five minutes, encrypted with the bot's own AES key."""

    url: str = ""
    filename: str = ""


class Item(msgspec.Struct, frozen=True):
    """One part of a message of words and pictures."""

    msgtype: str = ""
    text: Text = Text()
    image: Media = Media()


class Mixed(msgspec.Struct, frozen=True):
    """Words and pictures in their order."""

    msg_item: tuple[Item, ...] = ()


class Content(msgspec.Struct, frozen=True):
    """What was said; which field counts depends on ``msgtype``."""

    msgtype: str = ""
    text: Text = Text()
    voice: Text = Text()
    image: Media = Media()
    file: Media = Media()
    video: Media = Media()
    mixed: Mixed = Mixed()


class Member(msgspec.Struct, frozen=True):
    """Who did it."""

    userid: str = ""


class Stream(msgspec.Struct, frozen=True):
    """The answer that the platform asks to go on."""

    id: str = ""


class Event(msgspec.Struct, frozen=True):
    """Something that happened."""

    eventtype: str = ""


class Call(Content, frozen=True, kw_only=True):
    """One callback. ``chatid`` names a group; ``response_url`` takes one answer within an hour."""

    msgid: str
    chattype: str = ""
    chatid: str = ""
    sender: Member = msgspec.field(name="from", default=Member())
    response_url: str = ""
    quote: Content = Content()
    stream: Stream = Stream()
    event: Event = Event()


class Outer(msgspec.Struct, frozen=True):
    """The envelope."""

    encrypt: str
