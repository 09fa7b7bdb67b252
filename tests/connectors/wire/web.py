"""The chat page: its socket, its photo door, and the cookie of an earlier visit."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import ClientWebSocketResponse

from app.rehearsal.stage import Stage
from connectors.web.session import COOKIE, Sessions
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client, origin
from tests.connectors.wire.bot import SECRETS
from tests.connectors.wire.wire import Person, picture, with_buttons


class Visitor:
    """A page that is open; it confirms what it is sent, as the real one does."""

    def __init__(self, client: Client, account: str) -> None:
        self.client, self.account = client, account
        self.lines: list[dict[str, Any]] = []
        self.last: dict[str, Any] = {}
        self._seen = ""
        self._taken: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def open(self) -> None:
        self.cookie = {"Cookie": f"{COOKIE}={Sessions(SECRETS.cookie).value(self.account)}"}
        self.socket = await self.client.ws_connect("/ws", headers={**origin(self.client), **self.cookie})
        ready = asyncio.Event()
        self.reading = asyncio.create_task(self._read(self.socket, ready))
        await self.socket.send_json({"t": "sync"})
        await ready.wait()
        await self.shown()

    async def _read(self, socket: ClientWebSocketResponse, ready: asyncio.Event) -> None:
        async for message in socket:
            frame = message.json()
            if frame["t"] == "lines":
                self.lines = frame["lines"]
                await socket.send_json({"t": "got", "n": frame["n"]})
                ready.set()
            else:
                self._taken[frame["id"]].set_result(frame)

    def _said(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("bot")]

    async def _send(self, **frame: Any) -> None:
        self.last = {"t": "say", "id": secrets.token_hex(8), "text": "", **frame}
        await self.again()

    async def again(self) -> None:
        answer = self._taken[self.last["id"]] = asyncio.get_running_loop().create_future()
        await self.socket.send_json(self.last)
        taken = await answer
        assert taken["t"] == "taken", taken

    async def say(self, text: str) -> None:
        await self._send(text=text)

    async def press(self, title: str) -> None:
        buttons = {button["title"]: button["payload"] for button in self._said()[-1]["buttons"]}
        await self._send(text=title, payload=buttons[title])

    async def photo(self, words: str) -> None:
        headers = {**origin(self.client), **self.cookie}
        async with self.client.post("/web/photo", data=picture(), headers=headers) as answer:
            digest = (await answer.json())["digest"]
        await self._send(text=words, photos=[digest])

    async def voice(self, words: str) -> None:
        raise NotImplementedError(words)

    async def location(self, place: Attachment) -> None:
        await self._send(place={"latitude": place.latitude, "longitude": place.longitude})

    async def edit(self, number: int, text: str) -> None:
        raise NotImplementedError(number, text)

    async def shown(self) -> list[str]:
        """What is newer than the last time; a person who was erased finds an empty page, and the answer on it."""
        new = [line for line in self._said() if line["at"] > self._seen]
        self._seen = max((self._seen, *(line["at"] for line in new)))
        return [with_buttons(line["text"], [b["title"] for b in line.get("buttons", [])]) for line in new]

    async def close(self) -> None:
        await self.socket.close()
        await self.reading


class WebWire:
    """The page has no platform behind it."""

    channel = "web"
    cannot: Mapping[str, str] = {
        "edit": "on the page what was sent stays as it is",
        "voice": "the page has no microphone; the keyboard of a telephone turns speech into words",
        "place": "a browser gives a position without a name",
        "group": "a page has one visitor",
    }

    def __init__(self) -> None:
        self.visitors: dict[str, Visitor] = {}

    async def start(self) -> dict[str, Any]:
        return {}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client = client
        for visitor in self.visitors.values():
            await visitor.close()
            visitor.client = client
            await visitor.open()

    def account(self, actor: str) -> str:
        return actor.encode().hex().ljust(32, "0")

    async def person(self, actor: str, *, group: bool) -> Person:
        visitor = self.visitors[actor] = Visitor(self.client, self.account(actor))
        await visitor.open()
        return visitor

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return [with_buttons(out.text, [button.title for button in out.buttons]) for out in outs]

    async def taken(self) -> None:
        """The page is told at once."""

    async def stop(self) -> None:
        for visitor in self.visitors.values():
            await visitor.close()
