"""The platform as this bot calls it; the only file that opens connections to it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetFile, GetMe, TelegramMethod
from aiogram.types import User

from connectors.errors import Refused, RetryAfter, TooLong
from connectors.telegram.errors import KNOWN, meaning

T = TypeVar("T")
SECONDS = 20
"""How long one call may take."""
CHUNK = 65_536


class RawUpdates(TelegramMethod[list[Any]]):
    """getUpdates with the updates as they are: one that aiogram cannot read must not hide the others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class Api:
    """Calls the platform; what it refuses comes as a ``SendFailed`` or a ``MigratedError``."""

    def __init__(self, token: str, base: str) -> None:
        server = TelegramAPIServer.from_base(base)
        self._session = AiohttpSession(api=server)
        self._bot = Bot(token, self._session)

    async def call(self, method: TelegramMethod[T], seconds: int = SECONDS) -> T:
        """Call a method of the platform, within ``seconds``."""
        try:
            return await self._bot(method, request_timeout=seconds)
        except KNOWN as error:
            raise meaning(error) from None

    async def me(self) -> User:
        """Ask who the bot is."""
        return await self.call(GetMe())

    async def updates(self, offset: int | None, wait: int, kinds: Sequence[str]) -> list[Any]:
        """Return waiting updates from ``offset`` on, raw; where there are none, wait for them (seconds)."""
        method = RawUpdates(offset=offset, timeout=wait, allowed_updates=list(kinds))
        return await self.call(method, wait + SECONDS)

    async def download(self, file_id: str, largest: int) -> bytes:
        """Return the content of a file of at most ``largest`` bytes; raises TooLong beyond."""
        found = await self.call(GetFile(file_id=file_id))
        if (found.file_size or 0) > largest:
            raise TooLong
        if not found.file_path:
            raise Refused(detail="no path")
        content = bytearray()
        client = await self._session.create_session()
        async with client.get(self._session.api.file_url(self._bot.token, found.file_path)) as answer:
            if answer.status != 200:
                raise RetryAfter(detail=str(answer.status))
            async for chunk in answer.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > largest:
                    raise TooLong
        return bytes(content)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
