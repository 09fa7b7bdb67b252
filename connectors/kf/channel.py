"""WeChat customer service as a channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from config.channels import Kf as Settings
from connectors.channel import Desk
from connectors.gate import Gate
from connectors.kf.account import account
from connectors.kf.delivery import Delivery
from connectors.kf.door import PATH, Door
from connectors.kf.events import NAME, WROTE
from connectors.kf.intake import Intake
from connectors.kf.puller import EVERY, LOOK, Puller
from connectors.tencent import files
from connectors.tencent.api import Api
from connectors.tencent.cipher import cipher_of
from connectors.tencent.envelope import Envelope
from connectors.tencent.purse import Purse
from storage.messages import Attachment, Outbound, Queued, Unkept
from storage.store import Store


@dataclass(slots=True)
class Kf:
    """The channel; ``words`` gives a text by its wording key, ``largest`` bounds a file (bytes).

    ``look`` is the time (seconds) between two looks at what other processes left, ``every`` the time after
    which messages are asked for without a call.
    """

    settings: Settings
    store: Store
    words: Callable[..., str]
    gate: Gate
    largest: int
    look: float = LOOK
    every: timedelta = EVERY
    name: str = NAME
    _api: Api = field(init=False)
    _delivery: Delivery = field(init=False)
    _puller: Puller | None = None

    def __post_init__(self) -> None:
        self._api = Api(account(self.settings), self.store)
        purse = Purse(self.store, NAME, WROTE.size)
        self._delivery = Delivery(self._api, self.store, purse, self.words)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        cipher = cipher_of(self.settings.corp_id, self.settings)
        door = Door(Envelope(cipher, always=True), self._pulling(desk))
        return [web.get(PATH, door.verify, allow_head=False), web.post(PATH, door.take)]

    async def run(self, desk: Desk) -> None:
        """Ask for messages until cancelled."""
        await self._pulling(desk).run()

    async def send(self, out: Outbound) -> None:
        """Send one message; raises a SendFailed."""
        await self._delivery.send([Queued(0, out, 0)])

    async def send_together(self, rows: Sequence[Queued]) -> int:
        """Send the first message, with as many of the next as fit."""
        return await self._delivery.send(rows)

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await files.fetch(self._api, desk, item, identity, self.largest)

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    def _pulling(self, desk: Desk) -> Puller:
        if self._puller is None:
            intake = Intake(desk, self._api, self.store, self._delivery, self.gate)
            self._puller = Puller(self._api, self.store, intake, self.look, self.every)
        return self._puller
