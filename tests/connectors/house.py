"""The whole bot with every door open, each before a platform of its own on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.compose import Parts, running
from app.doors import doors
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from storage.tx import Tx
from tests.connectors.doors import Client, serve, unhurried
from tests.connectors.kf import platform as kf
from tests.connectors.kf.resident import PULLS
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.telegram.conftest import PUBLIC, settings_of, until
from tests.connectors.wechat import platform as wechat
from tests.connectors.wecom import platform as wecom
from tests.patience import PATIENCE

BOT_KEY, BOT_TOKEN = "Zz9fGQ2vJ7bM1xKp4RtY8sWq3LhN6cDa5EoUiTgXyVk", "smart0bot"
"""Of the smart bot, which has no platform to call: its platform calls."""
REST_TOKEN = "a-token-of-the-county"


@dataclass(frozen=True)
class House:
    """A bot at work and the platforms around it."""

    client: Client
    parts: Parts
    telegram: BotApi
    wechat: wechat.Platform
    wecom: wecom.Platform
    kf: kf.Platform

    async def quiet(self) -> None:
        """Wait until all that was brought is handled, and all that can be said is out."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.parts.service.idle()
                if not await self.parts.store.read(_waiting):
                    return
                await asyncio.sleep(0.02)


@asynccontextmanager
async def open_house(folder: Path, **more: Any) -> AsyncIterator[House]:
    """Open everything; ``more`` are settings of the bot."""
    async with AsyncExitStack() as stack:
        telegram, account, corp, desk = BotApi(), wechat.Platform(), wecom.Platform(), kf.Platform()
        base = await telegram.start()
        stack.push_async_callback(telegram.stop)
        for platform in (account, corp, desk):
            await platform.start()
            assert platform.server is not None
            stack.push_async_callback(platform.server.close)
        settings = Settings.model_validate({
            "var": folder,
            "rest_token": REST_TOKEN,
            "telegram": settings_of("webhook", base),
            "wechat": {
                "app_id": wechat.APP_ID, "token": wechat.TOKEN, "aes_key": wechat.KEY,
                "aes_key_previous": wechat.OLD_KEY, "secret": wechat.SECRET, "api": account.url,
            },
            "wecom": {
                "corp_id": wecom.CORP, "agent_id": wecom.AGENT, "token": wecom.TOKEN, "aes_key": wecom.KEY,
                "secret": wecom.SECRET, "api": corp.url,
            },
            "kf": {
                "corp_id": kf.CORP, "token": kf.TOKEN, "aes_key": kf.KEY, "secret": kf.SECRET, "api": desk.url,
            },
            "smartbot": {"token": BOT_TOKEN, "aes_key": BOT_KEY},
            **more,
        })  # fmt: skip
        parts = await stack.enter_async_context(running(settings))
        channels = doors(parts)
        unhurried(channels)
        sender = Sender(parts.store, channels, idle=0.05)
        parts.service.wake_sender = sender.wake
        client = await serve(build_app(parts.service, channels, settings, sender))
        stack.push_async_callback(client.close)
        telegram.reachable[PUBLIC] = str(client.make_url("")).rstrip("/")
        await until(lambda: telegram.commands)
        yield House(client, parts, telegram, account, corp, desk)


def _waiting(tx: Tx) -> bool:
    return bool(tx.outbox.rows("pending", 1) or tx.inbox.backlog(1) or tx.scope.all(PULLS))
