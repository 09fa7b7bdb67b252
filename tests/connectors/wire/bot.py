"""A bot at work behind one wire, on the stage of a rehearsal: the same ledger, the same clock."""

from pathlib import Path

from app.compose import Parts
from app.doors import doors
from app.rehearsal.scenario import Scenario
from app.rehearsal.stage import Stage
from config.live import LiveProfile
from config.secrets import Secrets
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from nlu.backend import Local
from storage.people import Person
from storage.tx import Tx
from tests.connectors.doors import Client, serve, unhurried
from tests.connectors.wire.wire import Wire, until_none

SECRETS = Secrets(b"s" * 32)
LEDGER = "ledger.db"
MANY = 10_000
"""Messages a minute: nobody here types as people do."""


class Behind(Stage):
    """A stage whose people have accounts of the wire's channel; ``folder`` holds a ledger with nothing in it."""

    def __init__(self, wire: Wire, scenario: Scenario, folder: Path, live: LiveProfile, near: Local) -> None:
        super().__init__(scenario, f"sqlite:///{folder / LEDGER}", live, near)
        self.wire, self.folder, self.near = wire, folder, near
        self._client: Client | None = None

    @property
    def channel(self) -> str:
        return self.wire.channel

    async def person(self, actor: str) -> Person:
        self.actors.add(actor)
        account = self.wire.account(actor)
        return await self.store.run(lambda tx: tx.people.identify(self.channel, account, account))

    async def serve(self) -> None:
        """Open the doors."""
        settings = Settings(
            _env_file=None, var=self.folder, rate_burst=MANY, rate_per_minute=MANY, **await self._platform()
        )
        parts = Parts(settings, SECRETS, self.store, self.service, self.near)
        channels = doors(parts)
        unhurried(channels)
        sender = Sender(self.store, channels, idle=0.05)
        self.service.wake_sender = sender.wake
        self._client = await serve(build_app(self.service, channels, settings, sender))
        await self.wire.connect(self._client, self)

    async def restart(self) -> None:
        await self.shut()
        await super().restart()
        await self.serve()

    async def shut(self) -> None:
        """Close the doors."""
        if self._client is not None:
            await self._client.close()
            await self.service.idle()

    async def quiet(self) -> None:
        """Wait until all that was brought is handled, and all that was said is out."""
        await self.wire.taken()
        await until_none(self._left)

    async def _left(self) -> bool:
        await self.service.idle()
        return await self.store.read(_waiting)

    async def _platform(self) -> dict[str, object]:
        if not hasattr(self, "_settings"):
            self._settings = await self.wire.start()
        return self._settings


def _waiting(tx: Tx) -> bool:
    return bool(tx.outbox.rows("pending", 1) or tx.inbox.backlog(1))
