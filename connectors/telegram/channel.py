"""Telegram as a channel."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from aiohttp import web

from config.channels import Telegram as Settings
from connectors.channel import Desk
from connectors.gate import Gate
from connectors.telegram.door import PATH, Door
from connectors.telegram.intake import Intake, Self
from connectors.telegram.order import PATIENCE, Order
from connectors.telegram.payload import Pressed
from connectors.telegram.updates import NAME, Me
from storage.messages import Attachment, Outbound, Unkept

if TYPE_CHECKING:
    from connectors.telegram.far import Far

DOWNLOADS = 20_000_000
"""Bytes; the platform gives out no larger files."""


@dataclass(slots=True)
class Telegram:
    """The channel; ``words`` gives a text by its wording key, ``largest`` bounds a file (bytes).

    ``places`` gives the places that a link to the bot may name, ``patience`` (seconds) is how long an update
    waits for those before it.
    """

    settings: Settings
    words: Callable[[str], str]
    gate: Gate
    largest: int
    places: Callable[[], Collection[str]] = tuple
    patience: float = PATIENCE
    name: str = NAME
    _bot: Self = field(init=False)
    _intake: Intake | None = None
    _far: "Far | None" = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _posting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.largest = min(self.largest, DOWNLOADS)
        number = self.settings.token.get_secret_value().partition(":")[0]
        self._bot = Self(Me(int(number)), self.places)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the webhook; without a secret there is none."""
        self._intake = self._taking(desk)
        if self.settings.secret is None:
            return []
        secret = self.settings.secret.get_secret_value()
        return [web.post(PATH, Door(self._intake, secret, Order(self.patience)).take)]

    async def run(self, desk: Desk) -> None:
        """Tell the platform about the bot, and ask for updates where it does not bring them."""
        intake = self._intake or self._taking(desk)
        far = await self._reach()
        try:
            await far.work(self.settings, self._bot, intake, self.words)
            await asyncio.Event().wait()
        finally:
            await intake.close()
            await far.close()

    async def send(self, out: Outbound) -> None:
        """Send one message; which poll stands for a vote is kept."""
        delivery = (await self._reach()).delivery
        if out.poll is None or self._intake is None:
            await delivery.send(out)
            return
        async with self._posting:
            made = await delivery.send(out)
            if made is not None:
                await self._intake.desk.posted(NAME, out.poll.vote, made.poll, made.message)

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await (await self._reach()).fetch(desk, item, identity, self.largest)

    def _taking(self, desk: Desk) -> Intake:
        return Intake(desk, self._bot, self._release, self.gate, self._posting)

    async def _release(self, pressed: Pressed, taken: bool) -> None:
        await (await self._reach()).delivery.release(pressed, taken)

    async def _reach(self) -> "Far":
        """Return the way to the platform. aiogram takes seconds to import: the doors open meanwhile."""
        async with self._opening:
            if self._far is None:
                module = await asyncio.to_thread(import_module, "connectors.telegram.far")
                opened: Far = module.Far.reach(self.settings, self.words)
                self._far = opened
            return self._far
