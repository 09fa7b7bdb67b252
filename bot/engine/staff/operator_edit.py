"""One correction in the making: the form, the drafts that are meant, the words."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from bot.engine.intake_place import with_place
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from nlu.understanding import Place


@dataclass(frozen=True, slots=True)
class Edit:
    """``at`` are the drafts that the words name, from 0; ``alone`` says that the message holds nothing else,
    ``reached`` that telephone or wishes of privacy of the message were taken in."""

    talk: Talk
    frame: Frame
    at: tuple[int, ...]
    text: str
    alone: bool
    reached: bool = False

    def target(self, *, only: list[int] | None = None, every: bool = False) -> tuple[int, ...] | None:
        """Return the drafts meant; None, and the operator is asked, where that may be one of several.

        Where none is named: the only draft, the one that ``only`` leaves, or ``every`` one.
        """
        drafts = self.frame.drafts
        if self.at:
            return self.at
        if len(drafts) == 1 or every:
            return tuple(range(len(drafts)))
        if only is not None and len(only) == 1:
            return tuple(only)
        self.talk.say("operator.which", count=len(drafts))
        return None

    def on(self, frame: Frame) -> "Edit":
        """Return the same words about the form as it has become."""
        return replace(self, frame=frame)

    def changed(self, at: tuple[int, ...] | None, **changes: Any) -> Frame:
        """Return the form with fields of these drafts changed."""
        return self._each(at, lambda draft: msgspec.structs.replace(draft, **changes))

    def retaken(self, at: tuple[int, ...] | None, **changes: Any) -> Frame:
        """Return the form with those fields changed that only a draft taken down for somebody has."""
        return self._each(
            at,
            lambda draft: msgspec.structs.replace(
                draft, taken=msgspec.structs.replace(draft.taken, **changes)
            ),
        )

    def moved(self, place: Place) -> Frame:
        """Return the form with the drafts meant, or all, at another place."""
        at = self.at or tuple(range(len(self.frame.drafts)))
        return self._each(at, lambda draft: with_place(draft, place))

    def with_drafts(self, drafts: tuple[Draft, ...]) -> Frame:
        """Return the form with these drafts."""
        return msgspec.structs.replace(self.frame, drafts=drafts)

    def with_slots(self, **slots: str) -> Frame:
        """Return the form with these answers."""
        return msgspec.structs.replace(self.frame, slots={**self.frame.slots, **slots})

    def without_slots(self, *names: str) -> Frame:
        """Return the form without some answers."""
        kept = {name: value for name, value in self.frame.slots.items() if name not in names}
        return msgspec.structs.replace(self.frame, slots=kept)

    def _each(self, at: tuple[int, ...] | None, change: Any) -> Frame:
        if at is None:
            return self.frame
        return self.with_drafts(
            tuple(change(draft) if n in at else draft for n, draft in enumerate(self.frame.drafts))
        )
