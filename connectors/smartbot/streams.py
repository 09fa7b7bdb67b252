"""Answers that the platform asks to go on: what comes late is shown where it was asked, not as another message.

Only the process that began an answer knows that somebody still asks for it. Where another one is asked, or
this one ends, the late words go to the address that came with the message.
"""

import asyncio
from dataclasses import dataclass, field

QUIET = 6.0
"""Seconds without a question after which nobody seems to ask any more."""
LONGEST = 360.0
"""Seconds that the platform asks for an answer."""


@dataclass(slots=True)
class _Stream:
    name: str
    begun: float
    asked: float
    text: str | None = None
    shown: asyncio.Future[bool] | None = None


@dataclass(slots=True)
class Streams:
    """The unfinished answers of this process, one for a conversation; ``quiet`` in seconds."""

    quiet: float = QUIET
    _open: dict[str, _Stream] = field(default_factory=dict)

    def begin(self, conversation: str, name: str) -> None:
        """An answer was begun."""
        now = _now()
        self._open = {key: one for key, one in self._open.items() if now - one.begun < LONGEST}
        known = self._open.get(conversation)
        if known is None or known.name != name:
            self._open[conversation] = _Stream(name, now, now)

    def asked(self, conversation: str, name: str) -> str | None:
        """Return the words for an answer once there are some here."""
        stream = self._open.get(conversation)
        if stream is None or stream.name != name:
            return None
        stream.asked = _now()
        text, stream.text = stream.text, None
        return text

    def told(self, conversation: str, *, shown: bool) -> None:
        """The words were handed to the platform, or could not be."""
        stream = self._open.pop(conversation, None)
        if stream is not None and stream.shown is not None and not stream.shown.done():
            stream.shown.set_result(shown)

    async def offer(self, conversation: str, text: str) -> bool:
        """Leave words to the unfinished answer of a conversation; whether they were shown there."""
        stream = self._open.get(conversation)
        if stream is None or stream.shown is not None or _now() - stream.asked > self.quiet:
            self._open.pop(conversation, None)
            return False
        stream.text, stream.shown = text, asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait((stream.shown,), timeout=self.quiet)
        finally:
            nobody_asked = self._withdrawn(conversation, stream)
        return not nobody_asked and await stream.shown

    def _withdrawn(self, conversation: str, stream: _Stream) -> bool:
        """Take words back that nobody has asked for; whether there were such."""
        if stream.text is None:
            return False
        stream.text = None
        if self._open.get(conversation) is stream:
            del self._open[conversation]
        return True


def _now() -> float:
    return asyncio.get_running_loop().time()
