"""What a wire is: one channel as its platform speaks it, with people on the other side.

A new wire is one file with these two classes and one line in ``wires.py``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, Protocol

from PIL import Image

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.patience import PATIENCE

AMR = b"#!AMR\n" + b"\x3c" * 200
OGG = b"OggS" + bytes(60)


class Person(Protocol):
    """Somebody with a telephone. Each deed returns once the bot's side has taken it."""

    async def say(self, text: str) -> None:
        """Type a text."""

    async def press(self, title: str) -> None:
        """Press the button, or send the number, that the last answer shows."""

    async def photo(self, words: str) -> None:
        """Send a photo, with words where the channel has them with photos."""

    async def voice(self, words: str) -> None:
        """Send a voice message of which the platform understood ``words`` ("": none)."""

    async def location(self, place: Attachment) -> None:
        """Share a position."""

    async def edit(self, number: int, text: str) -> None:
        """Change the words of the message sent ``number``-th (from 1, of all that was sent)."""

    async def again(self) -> None:
        """The platform brings the last message once more, where it ever does."""

    async def shown(self) -> list[str]:
        """Return all that the screen shows since the last call, as ``Wire.screen`` writes it."""


class Wire(Protocol):
    """One channel and its platform; ``cannot`` says what it has no way for, and why."""

    channel: str
    cannot: Mapping[str, str]

    async def start(self) -> dict[str, Any]:
        """Start the platform and return the settings of the bot for it."""

    async def connect(self, client: Client, stage: Stage) -> None:
        """A bot is up behind the platform (again, after a restart)."""

    def account(self, actor: str) -> str:
        """Return the account of an actor."""

    async def person(self, actor: str, *, group: bool) -> Person:
        """Return an actor with the channel open: alone with the bot, or in a group."""

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        """Return how messages of the bot are to look on a screen."""

    async def taken(self) -> None:
        """Wait until the bot has all that the platform has for it."""

    async def stop(self) -> None:
        """Stop the platform."""


async def until_none(rows: Callable[[], Awaitable[object]]) -> None:
    """Wait until there is nothing left of something."""
    async with asyncio.timeout(PATIENCE):
        while await rows():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


def with_buttons(text: str, titles: Sequence[str]) -> str:
    """How a message looks where there are buttons."""
    return "\n".join([text, *(f"〔{title}〕" for title in titles)])


def with_numbers(text: str, titles: Sequence[str]) -> str:
    """How a message looks where there are none."""
    lines = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    return "\n".join([text, *lines, "回复数字就行。"]) if lines else text


def picture() -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "#9e1b32").save(out, "JPEG")
    return out.getvalue()
