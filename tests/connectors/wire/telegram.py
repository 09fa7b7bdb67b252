"""Telegram through the fake Bot API: raw updates by webhook, with its secret, or asked for by polling."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import ClientSession

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.telegram.conftest import PUBLIC, settings_of, until
from tests.connectors.telegram.people import GROUP, Somebody, buttons, keyboard
from tests.connectors.wire.reference import CALLED
from tests.connectors.wire.wire import OGG, Person, picture, with_buttons

NAME = "@shiliu_test_bot"


class Somewhere:
    """A person in a chat, alone with the bot or in the group."""

    def __init__(self, wire: "TelegramWire", account: str, *, group: bool) -> None:
        self.wire, self.api = wire, wire.api
        self.me = Somebody(wire.api, int(account), GROUP if group else 0)
        self.seen = len(self._said())

    def _said(self) -> list[dict[str, Any]]:
        return [message for message in self.api.sent if message["chat"]["id"] == self.me.chat]

    async def _sent(self, message: dict[str, Any]) -> None:
        self.wire.messages.append(message)
        await self._brought()

    async def _brought(self) -> None:
        self.wire.last = self.api.updates[-1] if self.api.updates else self.wire.last
        await self.wire.taken()

    async def say(self, text: str) -> None:
        await self._sent(await self.me.says(text.replace(CALLED, NAME)))

    async def press(self, title: str) -> None:
        if title in keyboard(self._said()[-1]):
            await self.say(title)
            return
        await self.me.presses(title)
        self.wire.messages.append({})
        await self._brought()

    async def photo(self, words: str) -> None:
        self.api.files["photo"] = picture()
        sizes = [{"file_id": "photo", "file_unique_id": "p", "width": 60, "height": 40, "file_size": 900}]
        await self._sent(await self.me.sends(photo=sizes, **({"caption": words} if words else {})))

    async def voice(self, words: str) -> None:
        self.api.files["voice"] = OGG
        voice = {"file_id": "voice", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"}
        await self._sent(await self.me.sends(voice=voice, **({"caption": words} if words else {})))

    async def location(self, place: Attachment) -> None:
        at = {"latitude": place.latitude, "longitude": place.longitude}
        named = {"venue": {"location": at, "title": place.label[-3:], "address": place.label[:-3]}}
        await self._sent(await self.me.sends(location=at, **(named if place.label else {})))

    async def edit(self, number: int, text: str) -> None:
        await self.me.edits(self.wire.messages[number - 1], text)
        self.wire.messages.append({})
        await self._brought()

    async def again(self) -> None:
        """A webhook may bring an update twice; one that was asked for and acknowledged never comes back."""
        if self.wire.mode == "webhook":
            async with ClientSession() as client:
                await self.api.deliver(client, self.wire.last)

    async def shown(self) -> list[str]:
        said = self._said()
        new, self.seen = said[self.seen :], len(said)
        return [with_buttons(message["text"], _titles(message)) for message in new]


class TelegramWire:
    """``mode`` is webhook or polling."""

    channel = "telegram"
    cannot: Mapping[str, str] = {}

    def __init__(self, mode: str) -> None:
        self.mode, self.api = mode, BotApi()
        self.messages: list[dict[str, Any]] = []
        self.last: dict[str, Any] = {}
        self.accounts: dict[str, str] = {}

    async def start(self) -> dict[str, Any]:
        return {"telegram": settings_of(self.mode, await self.api.start())}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.api.reachable[PUBLIC] = str(client.make_url("")).rstrip("/")
        await until(lambda: self.api.commands)
        self.api.commands = []

    def account(self, actor: str) -> str:
        return self.accounts.setdefault(actor, str(77 + len(self.accounts)))

    async def person(self, actor: str, *, group: bool) -> Person:
        somebody = Somewhere(self, self.account(actor), group=group)
        if not group:
            somebody.me.message(text="/start")  # the chat is open: the bot may write to it
        return somebody

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return [with_buttons(out.text, [button.title for button in out.buttons]) for out in outs]

    async def taken(self) -> None:
        if self.mode == "webhook":
            await self.api.bring()
        else:
            async with self.api.new:
                await self.api.new.wait_for(lambda: not self.api.updates)

    async def stop(self) -> None:
        await self.api.stop()


def _titles(message: dict[str, Any]) -> list[str]:
    """The buttons, without the one that shares something, which only this channel has."""
    shared = ("把我的电话发给您", "发我现在的位置")
    return [*buttons(message), *(title for title in keyboard(message) if title not in shared)]
