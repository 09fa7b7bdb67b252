"""REST in Rasa's shape: a kiosk that asks and polls."""

import base64
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.wire.wire import OGG, Person, picture, with_buttons

HOOK, POLL = "/webhooks/rest/webhook", "/webhooks/rest/messages"
TOKEN = "a-token-of-the-county"


class Caller:
    """One ``sender`` of the kiosk."""

    def __init__(self, wire: "RestWire", sender: str) -> None:
        self.wire, self.sender = wire, sender
        self.numbers = wire.numbers
        self.lines: list[dict[str, Any]] = []
        self.seen = ""
        self.last: dict[str, Any] = {}

    async def _send(self, message: str, **more: Any) -> None:
        metadata = {"message_id": next(self.numbers), **more}
        self.last = {"sender": self.sender, "message": message, "metadata": metadata}
        await self.again()

    async def again(self) -> None:
        async with self.wire.client.post(HOOK, json=self.last, headers=self.wire.headers) as answer:
            replies = await answer.json()
            assert answer.status == 200, replies
        said = [(line["text"], line.get("buttons")) for line in await self._poll()]
        assert all((reply["text"], reply.get("buttons")) in said for reply in replies)

    async def _poll(self) -> list[dict[str, Any]]:
        query = {"sender": self.sender, "after": self.seen}
        async with self.wire.client.get(POLL, params=query, headers=self.wire.headers) as answer:
            lines: list[dict[str, Any]] = await answer.json()
        self.lines = lines or self.lines
        return lines

    async def say(self, text: str) -> None:
        await self._send(text)

    async def press(self, title: str) -> None:
        """Rasa's clients send what stands behind a button as words."""
        await self._send({b["title"]: b["payload"] for b in self.lines[-1]["buttons"]}[title])

    async def photo(self, words: str) -> None:
        await self._send(words, attachments=[_enclosed("photo", "image/jpeg", picture())])

    async def voice(self, words: str) -> None:
        await self._send(words, attachments=[_enclosed("voice", "audio/ogg", OGG)])

    async def location(self, place: Attachment) -> None:
        at = {"latitude": place.latitude, "longitude": place.longitude, "label": place.label}
        await self._send("", attachments=[{"kind": "location", **at}])

    async def edit(self, number: int, text: str) -> None:
        await self._send(text, edit_of=number)

    async def shown(self) -> list[str]:
        new = await self._poll()
        self.seen = new[-1]["at"] if new else self.seen
        return [with_buttons(line["text"], [b["title"] for b in line.get("buttons", [])]) for line in new]


class RestWire:
    """A kiosk of the county, with its token."""

    channel = "rest"
    cannot: Mapping[str, str] = {"group": "a caller speaks for one person"}

    def __init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {TOKEN}"}
        self.numbers = itertools.count(1)

    async def start(self) -> dict[str, Any]:
        return {"rest_token": TOKEN}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client = client

    def account(self, actor: str) -> str:
        return f"visitor-{actor}"

    async def person(self, actor: str, *, group: bool) -> Person:
        caller = Caller(self, self.account(actor))
        await caller.shown()
        return caller

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return [with_buttons(out.text, [button.title for button in out.buttons]) for out in outs]

    async def taken(self) -> None:
        """The answer is the acknowledgement."""

    async def stop(self) -> None:
        """Nothing runs."""


def _enclosed(kind: str, mime: str, content: bytes) -> dict[str, str]:
    return {"kind": kind, "mime": mime, "content": base64.b64encode(content).decode()}
