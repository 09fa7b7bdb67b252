"""Fits a message to what a channel can show: buttons become numbered lines, long texts are split."""

import re

import msgspec

from connectors.limits import Limits
from storage.messages import Button, Outbound

HINT = "回复数字就行。"
_BREAKS = (re.compile(r"\n"), re.compile(r"[。！？!?…；;]+[”’」）)]*"), re.compile(r"[，,、：:\s]"))
"""Where a text may be cut, the best first: line ends, sentence ends, pauses."""


def fit(out: Outbound, limits: Limits) -> list[Outbound]:
    """Return the message as one or several that the channel can show; buttons come with the last."""
    shown = _showable(out.buttons, limits)
    text = out.text if shown or not out.buttons else f"{out.text}\n{_numbered(out.buttons)}"
    parts = split(text, limits)
    plain = [msgspec.structs.replace(out, text=part, buttons=()) for part in parts[:-1]]
    return [*plain, msgspec.structs.replace(out, text=parts[-1], buttons=out.buttons if shown else ())]


def split(text: str, limits: Limits) -> list[str]:
    """Cut a text into parts within the limits, at sentence ends where there are any; at least one part.

    Blanks between two parts go, and so does a part of nothing else: platforms refuse it.
    """
    parts: list[str] = []
    while (room := _room(text, limits)) < len(text):
        cut = _cut(text, room)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part] or [text]


def choice(text: str, buttons: tuple[Button, ...]) -> Button | None:
    """Return the button that a typed number or title means, or None."""
    said = text.strip().rstrip("。.、)）")
    if said.isdecimal() and 1 <= int(said) <= len(buttons):
        return buttons[int(said) - 1]
    return next((button for button in buttons if button.title == said), None)


def _showable(buttons: tuple[Button, ...], limits: Limits) -> bool:
    return 0 < len(buttons) <= limits.buttons and all(
        (limits.title is None or len(button.title) <= limits.title)
        and (limits.payload is None or len(button.payload.encode()) <= limits.payload)
        for button in buttons
    )


def _numbered(buttons: tuple[Button, ...]) -> str:
    lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, 1)]
    return "\n".join([*lines, HINT])


def _room(text: str, limits: Limits) -> int:
    """How many leading characters fit, at least one."""
    fitting = len(text)
    if limits.units is not None:
        fitting = min(fitting, _leading(text, limits.units, "utf-16-le", 2))
    if limits.size is not None:
        fitting = min(fitting, _leading(text, limits.size, "utf-8", 1))
    return max(fitting, 1)


def _leading(text: str, bound: int, encoding: str, width: int) -> int:
    return len(text.encode(encoding)[: bound * width].decode(encoding, errors="ignore"))


def _cut(text: str, room: int) -> int:
    """Position of the best break in the last half of what fits, else the limit itself."""
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, room // 2, room)]
        if ends:
            return ends[-1]
    return room
