"""Checks the smart bot: it has nobody to ask but our own address."""

from collections.abc import AsyncIterator

from config.settings import Settings
from connectors.checkup import Finding
from connectors.smartbot.callback import PATH
from connectors.tencent.checkup import door
from connectors.tencent.cipher import cipher_of
from storage.store import Store

OFF = "智能机器人还没有配置：先填 SHILIU_SMARTBOT_TOKEN、_AES_KEY"


async def checkup(settings: Settings, _store: Store) -> AsyncIterator[Finding]:
    """Give the findings."""
    account = settings.smartbot
    if account is None:
        yield Finding(False, OFF)
        return
    async for finding in door(settings.public_url, PATH, cipher_of("", account)):
        yield finding
