"""A smart bot of WeCom: sealed callbacks in JSON, streams that are asked for until they are whole, late answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rehearsal.stage import Stage
from connectors.smartbot.replies import markdown
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.smartbot.colleague import Colleague
from tests.connectors.smartbot.platform import KEY, OLD_KEY, TOKEN, Platform
from tests.connectors.wire.menus import Screen, squeezed
from tests.connectors.wire.reference import CALLED, GROUP
from tests.connectors.wire.wire import Person, picture, with_numbers


class Caller:
    """A colleague alone with the bot, or in the group."""

    def __init__(self, wire: "SmartbotWire", userid: str, room: str) -> None:
        self.wire, self.screen = wire, Screen()
        self.me = Colleague(wire.client, wire.platform, userid, room)
        self.last: dict[str, Any] = {}
        self.seen = (0, 0)
        wire.callers.append(self)

    async def _send(self, kind: str, **content: Any) -> None:
        self.last = self.me.message(kind, **content)
        await self.again()

    async def again(self) -> None:
        self.me.client = self.wire.client
        await self.me.hear(self.last)

    async def say(self, text: str) -> None:
        """What does not call the bot stays in the group; the platform brings none of it."""
        if not self.me.room or CALLED in text:
            await self._send("text", text={"content": text})

    async def press(self, title: str) -> None:
        number, _ = self.screen.choice(title)
        await self.say(str(number))

    async def photo(self, words: str) -> None:
        parts = [{"msgtype": "image", "image": {"url": self.wire.platform.keep(picture())}}]
        said = [{"msgtype": "text", "text": {"content": words}}] if words else []
        await self._send("mixed", mixed={"msg_item": [*said, *parts]})

    async def voice(self, words: str) -> None:
        raise NotImplementedError(words)

    async def location(self, place: Attachment) -> None:
        raise NotImplementedError(place.label)

    async def edit(self, number: int, text: str) -> None:
        raise NotImplementedError(number, text)

    async def shown(self) -> list[str]:
        """All answers in the chat, whoever asked, and then what came to the addresses of messages."""
        room = [one.me for one in self.wire.callers if one.me.chat == self.me.chat]
        streams = [text for one in room for text in one.shown.values()]
        late = self.wire.platform.late.get(self.me.chat, [])
        new = [*streams[self.seen[0] :], *late[self.seen[1] :]]
        self.seen = (len(streams), len(late))
        return self.screen.add([(text.replace("  \n", "\n"), []) for text in new])


class SmartbotWire:
    """A bot with two colleagues or more, each alone with it, or in one group."""

    channel = "smartbot"
    cannot: Mapping[str, str] = {
        "edit": "what was sent to the bot stays as it is",
        "voice": "a voice comes as the words that the platform understood",
        "location": "a position cannot be sent to the bot",
    }

    def __init__(self) -> None:
        self.platform = Platform()
        self.callers: list[Caller] = []

    async def start(self) -> dict[str, Any]:
        await self.platform.start()
        return {"smartbot": {"token": TOKEN, "aes_key": KEY, "aes_key_previous": OLD_KEY}}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client = client

    def account(self, actor: str) -> str:
        return f"member_{actor}"

    async def person(self, actor: str, *, group: bool) -> Person:
        return Caller(self, self.account(actor), GROUP if group else "")

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        texts = [with_numbers(out.text, [button.title for button in out.buttons]) for out in outs]
        return squeezed([markdown(text) for text in texts])

    async def taken(self) -> None:
        """The platform waits for its answer."""

    async def stop(self) -> None:
        await self.platform.stop()
