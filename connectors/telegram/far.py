"""All that needs aiogram, behind one door; imported when the channel starts."""

from collections.abc import Callable
from dataclasses import dataclass

from config.channels import Telegram as Settings
from connectors.channel import Desk
from connectors.telegram import files
from connectors.telegram.api import Api
from connectors.telegram.delivery import Delivery
from connectors.telegram.intake import Intake, Self
from connectors.telegram.polling import poll
from connectors.telegram.setup import prepare
from storage.messages import Attachment, Unkept


@dataclass(frozen=True, slots=True)
class Far:
    """The platform's side of the channel."""

    api: Api
    delivery: Delivery

    @classmethod
    def reach(cls, settings: Settings, words: Callable[[str], str]) -> "Far":
        """Make ready to call the platform; nothing is called yet."""
        api = Api(settings.token.get_secret_value(), settings.api)
        return cls(api, Delivery(api, words))

    async def work(self, settings: Settings, bot: Self, intake: Intake, words: Callable[[str], str]) -> None:
        """Set everything up; in polling mode then ask for updates until cancelled."""
        await prepare(self.api, settings, bot, words)
        if settings.mode == "polling":
            await poll(self.api, intake)

    async def fetch(self, desk: Desk, item: Attachment, identity: str, largest: int) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await files.fetch(self.api, desk, item, identity, largest)

    async def close(self) -> None:
        """Close the connections."""
        await self.api.close()
