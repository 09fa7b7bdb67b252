"""The limiter before the messengers: who writes too fast is slowed, and told so.

1. What counts is when something was written: what waited at the platform while the bot was away is no flood.
2. A message that was let through once is let through again, whatever its writer sent since.
3. Where a refusal cannot be the answer to the message itself it goes through the outbox, the first of a row
   only; the next that is let through ends the row. So there are never more refusals than answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from connectors.channel import Desk
from connectors.ratelimit import KEPT, RateLimiter
from storage.messages import Inbound

SLOW = "service.slow"
"""Key of the words of a refusal."""


@dataclass(slots=True)
class Gate:
    """Lets messages through to the desk; ``words`` gives the text of a refusal."""

    limiter: RateLimiter
    words: Callable[[], str]
    _passed: dict[str, None] = field(default_factory=dict)
    """The last messages that were let through; some of them may not be in the inbox yet."""
    _told: dict[str, set[str]] = field(default_factory=dict)
    """Who is slowed -> the conversations in which that was said."""

    async def admits(self, desk: Desk, message: Inbound, ago: float = 0.0) -> bool:
        """Whether a message, written ``ago`` seconds ago, may go to the desk; if not, its sender is told.

        Where this raises nobody was told, and the message has to come again.
        """
        if await self.passes(desk, message, ago):
            return True
        await self._tell(desk, message)
        return False

    async def passes(self, desk: Desk, message: Inbound, ago: float = 0.0) -> bool:
        """Whether a message may go to the desk; if not, the caller answers it with ``words``."""
        if message.group and not message.to_bot:
            return True  # chatter among others, which nobody answers
        key = f"{message.channel}\n{message.external_id}"
        if key in self._passed:
            return True
        if self.limiter.wait(message.identity, message.words, ago):
            return await desk.seen(message)  # by another process, or before a restart
        self._told.pop(message.identity, None)
        self._passed[key] = None
        _shorten(self._passed)
        return True

    async def _tell(self, desk: Desk, message: Inbound) -> None:
        told = self._told.setdefault(message.identity, set())
        _shorten(self._told)
        if message.conversation in told:
            return
        told.add(message.conversation)
        try:
            await desk.say(message, self.words())
        except BaseException:
            told.discard(message.conversation)
            raise


def _shorten(known: dict[str, Any]) -> None:
    while len(known) > KEPT:
        del known[next(iter(known))]
