"""Chat on the terminal: a line is a message, a number presses the button with that number."""

import asyncio
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp.web import AbstractRouteDef

from connectors.channel import Desk
from connectors.degrade import choice, fit
from connectors.limits import LIMITS
from storage.messages import Button, Inbound, Outbound

NAME = "terminal"
PROMPT = "您："


def _read() -> str:
    """Read a line with its line end; an empty text is the end of input."""
    return sys.stdin.readline()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


@dataclass(slots=True)
class Terminal:
    """The channel; ``sender`` is who speaks, so that a later chat goes on where this one ended."""

    sender: str = "terminal"
    read: Callable[[], str] = _read
    write: Callable[[str], None] = _write
    name: str = NAME
    _buttons: tuple[Button, ...] = ()

    def routes(self, _desk: Desk) -> list[AbstractRouteDef]:
        """No routes: nobody comes here over HTTP."""
        return []

    async def send(self, out: Outbound) -> None:
        """Show a message; its buttons are what a number means from now on."""
        self._buttons = out.buttons
        for part in fit(out, LIMITS[NAME]):
            self.write(f"小石榴：{part.text}\n")

    async def run(self, desk: Desk) -> None:
        """Talk until the input ends."""
        while True:
            self.write(PROMPT)
            line = await asyncio.to_thread(self.read)
            if not line:
                self.write("\n")
                return
            if line.strip():
                await self._say(desk, line.strip())

    async def _say(self, desk: Desk, text: str) -> None:
        pressed = choice(text, self._buttons)
        self._buttons = ()
        message = Inbound(
            channel=NAME,
            external_id=secrets.token_hex(16),
            chat=self.sender,
            sender=self.sender,
            text=pressed.title if pressed else text,
            received_at=desk.now(),
            payload=pressed.payload if pressed else None,
        )
        for out in await desk.answer(message):
            await self.send(out)
