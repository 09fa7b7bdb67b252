"""One piece of work of a member of staff: who wants what done to which case."""

from dataclasses import dataclass, field
from datetime import date

import msgspec

from bot.engine.reply import Field, Reply
from bot.engine.staff.labels import Target, post_label
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import Action
from storage.case import Case
from storage.people import Post

REVIEW = "review"
"""Form name of the frame that waits for the meaning of a message of the review queue."""
FORM = "staff"
"""Form name of a frame that waits for one missing thing; this package alone opens and closes it."""


@dataclass(slots=True)
class Job:
    """``text`` is what the message says beyond the command; ``asked`` is set once more was asked for.

    ``others`` are further numbers in the message. ``target``, ``due``, ``reason`` and ``labels`` (label to
    code) are read out of the text where the deed needs them (``needs.py``).
    """

    talk: Talk
    post: Post
    action: Action
    case: Case
    text: str
    asked: bool = False
    others: tuple[str, ...] = ()
    target: Target | None = None
    due: date | None = None
    reason: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def me(self) -> str:
        """The speaker by post."""
        return post_label(self.post, self.talk.world.profile)

    def say(self, key: str, **fields: Field) -> None:
        """Answer with a wording key; the number of the case is always at hand."""
        known: dict[str, Field] = {"no": self.case.no, "short": self.case.short, **fields}
        self.talk.replies.append(Reply(key, known))

    def want(self, need: str) -> None:
        """Ask for one missing thing, once; asked in vain, say what the whole command looks like."""
        if self.asked:
            self.say(
                "staff.still_missing",
                example=Reply(f"staff.example.{self.action}", {"short": self.case.short}),
            )
            return
        slots = {"action": self.action, "text": self.text, "need": need}
        self.talk.push(Frame(form=FORM, version=1, slots=slots, about=self.case.no))
        self.say(f"staff.ask.{need}")


def take_waiting(talk: Talk) -> Frame | None:
    """Close the waiting frame, if there is one on top, and return it."""
    frame = talk.state.top
    if frame is None or frame.form != FORM:
        return None
    talk.pop()
    return frame


def drop_waiting(talk: Talk) -> None:
    """Forget everything that waits for an answer of staff, wherever it lies."""
    kept = tuple(frame for frame in talk.state.frames if frame.form not in (FORM, REVIEW))
    if kept != talk.state.frames:
        talk.state = msgspec.structs.replace(talk.state, frames=kept)
