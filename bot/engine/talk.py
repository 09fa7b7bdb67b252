"""The working copy of one turn: what was heard, who said it, and what is being answered.

A Talk lives for one turn only; handlers change it and the outcome is read off at the end, so the
engine as a whole stays a function of its arguments.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.engine.reply import Choice, Field, Reply
from bot.engine.state import RECENT_KEPT, Frame, Recent, State
from config.form import Forms
from config.profile import Profile
from nlu.understanding import Understanding
from storage.messages import Inbound, Wanted
from storage.people import Person

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message with what was understood of it."""

    message: Inbound
    read: Understanding

    @property
    def text(self) -> str:
        """The words, trimmed."""
        return self.message.text.strip()


@dataclass(frozen=True, slots=True)
class World:
    """What does not change during a turn: time, locality, forms."""

    now: datetime
    profile: Profile
    forms: Forms

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self.now.astimezone(CHINA).date()


@dataclass(slots=True)
class Talk:
    """One turn in the making."""

    heard: Heard
    world: World
    person: Person
    state: State
    replies: list[Reply] = field(default_factory=list)

    @property
    def read(self) -> Understanding:
        """What was understood of the message."""
        return self.heard.read

    @property
    def text(self) -> str:
        """The words of the message, trimmed."""
        return self.heard.text

    def say(self, key: str, *choices: Choice, private: bool = False, **fields: Field) -> None:
        """Answer with a wording key; ``choices`` become quick replies."""
        self.replies.append(Reply(key, fields, choices, private))

    def want(self, what: Wanted) -> None:
        """What was said last asks for something that can be shared at a touch."""
        self.replies[-1] = msgspec.structs.replace(self.replies[-1], wants=what)

    def push(self, frame: Frame) -> None:
        """Open a form on top of whatever is open."""
        self.state = msgspec.structs.replace(self.state, frames=(*self.state.frames, frame))

    def pop(self) -> None:
        """Close the form on top."""
        self.state = msgspec.structs.replace(self.state, frames=self.state.frames[:-1])

    def swap(self, frame: Frame) -> None:
        """Replace the form on top."""
        self.state = msgspec.structs.replace(self.state, frames=(*self.state.frames[:-1], frame))

    def touch(self, no: str, sources: tuple[str, ...] = ()) -> None:
        """Remember a case as the one talked of last."""
        kept = tuple(r for r in self.state.recent if r.no != no)
        old = next((r.sources for r in self.state.recent if r.no == no), ())
        recent = (Recent(no, sources or old), *kept)[:RECENT_KEPT]
        self.state = msgspec.structs.replace(self.state, recent=recent)
