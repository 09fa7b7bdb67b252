"""Putting what is to be said into as few messages as a platform's limits allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.degrade import fit
from connectors.limits import Limits
from storage.messages import Button, Outbound

GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Packed:
    """Texts to send, in order, and how many of the messages they hold.

    ``buttons`` are to be shown with the last text; options that cannot be shown are lines of it instead.
    """

    texts: tuple[str, ...]
    count: int
    buttons: tuple[Button, ...] = ()


def pack(outs: Sequence[Outbound], limits: Limits) -> Packed:
    """Put the first of some messages, and as many of the next as go with it, into one text.

    Only a first message that is too long by itself comes to several texts. After options nothing more
    is put into a text, because the number that comes back means its last question.
    """
    parts = fit(outs[0], limits)
    if len(parts) > 1:
        return Packed(tuple(part.text for part in parts), 1, parts[-1].buttons)
    text, count, buttons = parts[0].text, 1, parts[0].buttons
    while count < len(outs) and not outs[count - 1].buttons:
        more = fit(outs[count], limits)
        joined = GAP.join((text, *(part.text for part in more)))
        if len(joined.encode()) > (limits.size or 0):
            break
        text, count, buttons = joined, count + 1, more[-1].buttons
    return Packed((text,), count, buttons)
