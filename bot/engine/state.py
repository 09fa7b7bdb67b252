"""The state of one conversation: a stack of forms, and what was touched lately."""

from datetime import date

import msgspec

from storage.messages import Attachment
from storage.review_items import Reading


class Taken(msgspec.Struct, frozen=True):
    """What only a draft has that is taken down for somebody else.

    ``speaker`` said it where that is not the caller of the record, ``answer`` is what they were told on
    the spot, ``refer`` who looks after a matter outside culture. ``unit`` (its id) has until ``due``
    to put right what an inspection found. ``like`` is the number of the open case most like it, ``alike``
    how much (percent), ``joins`` the one it is joined to, ``apart`` says it is none of them. ``merged`` are
    the drafts that it was put together from.
    """

    speaker: str = ""
    answer: str = ""
    refer: str = ""
    unit: str = ""
    due: date | None = None
    like: str = ""
    alike: int = 0
    joins: str = ""
    apart: bool = False
    merged: tuple["Draft", ...] = ()


class Draft(msgspec.Struct, frozen=True):
    """One need on its way to becoming a case.

    ``words`` are the resident's own messages (or their part of one), verbatim; ``sources`` the
    external ids of those messages, so that an edit finds them. A draft without a summary waits for
    its matter: only a place or a photo came so far.
    """

    words: tuple[str, ...]
    summary: str
    kind: str
    category: str
    urgency: str
    audience: tuple[str, ...] = ()
    town: str | None = None
    village: str | None = None
    venue: str | None = None
    topic: str | None = None
    when: str | None = None
    attachments: tuple[Attachment, ...] = ()
    sources: tuple[str, ...] = ()
    understood: bool = True
    taken: Taken = Taken()

    @property
    def stated(self) -> bool:
        """Whether the matter itself was said."""
        return bool(self.summary)


class Frame(msgspec.Struct, frozen=True):
    """One form in progress, pinned to its version.

    ``slots`` hold answers by slot name, ``asked`` the slot last asked, ``about`` the case or
    campaign the form is about, ``tries`` how often the present question was asked in vain,
    ``seen`` the slots that were asked at all, ``photos`` wait for the words that go with them.
    """

    form: str
    version: int
    slots: dict[str, str] = {}
    drafts: tuple[Draft, ...] = ()
    asked: str | None = None
    about: str | None = None
    tries: int = 0
    seen: tuple[str, ...] = ()
    photos: tuple[Attachment, ...] = ()


class Recent(msgspec.Struct, frozen=True):
    """A case touched lately in this conversation, with the messages that made it."""

    no: str
    sources: tuple[str, ...] = ()


class Understood(msgspec.Struct, frozen=True):
    """What was understood of the last message that meant something by itself, should it prove wrong.

    ``text`` is redacted; ``last`` says that no other message came after it.
    """

    text: str
    reading: Reading
    last: bool = True


class State(msgspec.Struct, frozen=True):
    """Everything the bot remembers of one conversation. ``recent`` is newest first.

    ``listed`` are the cases listed last, in their order, ``shown`` how many of them were shown;
    ``acting`` is the post under which staff were last answered,
    ``wrong_codes`` counts query codes that fitted nothing. ``home`` is the place that a group speaks of
    where nobody names one.
    """

    frames: tuple[Frame, ...] = ()
    recent: tuple[Recent, ...] = ()
    language: str = "zh"
    greeted: bool = False
    warnings: int = 0
    listed: tuple[str, ...] = ()
    shown: int = 0
    acting: str = ""
    wrong_codes: int = 0
    home: str = ""
    understood: Understood | None = None

    @property
    def top(self) -> Frame | None:
        """The form being filled, or None."""
        return self.frames[-1] if self.frames else None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(State)
RECENT_KEPT = 8


def load(raw: bytes) -> State:
    """Decode a stored state; empty bytes are a new conversation."""
    return _DECODER.decode(raw) if raw else State()


def dump(state: State) -> bytes:
    """Encode a state for storage."""
    return _ENCODER.encode(state)
