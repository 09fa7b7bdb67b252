"""What the platform is told when the bot starts: where updates go, and the menu of commands."""

import asyncio
from collections.abc import Callable

import structlog
from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook
from aiogram.types import BotCommand

from config.channels import Telegram as Settings
from connectors.errors import SendFailed
from connectors.telegram.api import Api
from connectors.telegram.commands import COMMANDS
from connectors.telegram.door import PATH
from connectors.telegram.intake import Self
from connectors.telegram.payload import KINDS
from connectors.telegram.updates import NAME

CONNECTIONS = 4
"""Deliveries at a time; ``order.py`` puts them in order, and few of them have little to be put in order."""
WAITS = (1, 2, 5, 15, 60)

log = structlog.get_logger(__name__)


async def prepare(api: Api, settings: Settings, bot: Self, words: Callable[[str], str]) -> None:
    """Tell the platform all it has to know, again and again until it has heard."""
    failures = 0
    while True:
        try:
            await _tell(api, settings, bot, words)
        except SendFailed as error:
            log.error("platform not ready", channel=NAME, reason=str(error))  # noqa: TRY400 - no stack needed
            await asyncio.sleep(WAITS[min(failures, len(WAITS) - 1)])
            failures += 1
        else:
            return


async def _tell(api: Api, settings: Settings, bot: Self, words: Callable[[str], str]) -> None:
    me = await api.me()
    bot.is_called(me.username or "")
    if settings.mode == "polling":
        await api.call(DeleteWebhook(drop_pending_updates=False))
    elif settings.url and settings.secret is not None:
        await api.call(
            SetWebhook(
                url=f"{settings.url}{PATH}",
                secret_token=settings.secret.get_secret_value(),
                allowed_updates=list(KINDS),
                max_connections=CONNECTIONS,
                drop_pending_updates=False,
            )
        )
    else:
        log.warning("webhook is left to be set by hand", channel=NAME, path=PATH)
    shown = [name for name, command in COMMANDS.items() if command.shown]
    menu = [BotCommand(command=name, description=words(f"telegram.menu.{name}")) for name in shown]
    await api.call(SetMyCommands(commands=menu))
