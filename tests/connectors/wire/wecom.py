"""The application of WeCom through the fake platform: sealed callbacks, texts sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.platform import AGENT, CORP, KEY, OLD_KEY, SECRET, TOKEN, Platform
from tests.connectors.wire.menus import Screen, squeezed
from tests.connectors.wire.wire import AMR, Person, picture, with_numbers


class Colleague:
    """A member of the corp who opens the application."""

    def __init__(self, wire: "WecomWire", userid: str) -> None:
        self.wire, self.me = wire, Member(wire.client, wire.platform, userid)
        self.screen, self.last = Screen(), ""

    async def _send(self, kind: str, **fields: Any) -> None:
        at = int(self.wire.clock().timestamp())
        self.last = self.me.message(kind, CreateTime=at, **fields)
        await self.again()

    async def again(self) -> None:
        self.me.client = self.wire.client
        await self.me.deliver(self.last)

    async def say(self, text: str) -> None:
        await self._send("text", Content=text)

    async def press(self, title: str) -> None:
        number, _ = self.screen.choice(title)
        await self.say(str(number))

    async def photo(self, words: str) -> None:
        assert not words
        self.wire.platform.files["m-photo"] = picture()
        await self._send("image", PicUrl="http://x/0", MediaId="m-photo")

    async def voice(self, words: str) -> None:
        assert not words
        self.wire.platform.files["m-voice"] = AMR
        await self._send("voice", MediaId="m-voice", Format="amr")

    async def location(self, place: Attachment) -> None:
        at = {"Location_X": str(place.latitude), "Location_Y": str(place.longitude)}
        await self._send("location", **at, Scale="15", Label=place.label, AppType="wxwork")

    async def edit(self, number: int, text: str) -> None:
        raise NotImplementedError(number, text)

    async def shown(self) -> list[str]:
        start, self.me.read = self.me.read, len(self.me.screen)
        assert not self.wire.platform.dropped
        return self.screen.add([(text, []) for text in self.me.screen[start:]])


class WecomWire:
    """A corp with one application."""

    channel = "wecom"
    cannot: Mapping[str, str] = {
        "edit": "what was sent to an application stays as it is",
        "caption": "a photo carries no words; they come as a message of their own",
        "hearing": "nobody tells what was said in a voice",
        "group": "an application is in no group; the smart bot is",
    }

    def __init__(self) -> None:
        self.platform = Platform()

    async def start(self) -> dict[str, Any]:
        await self.platform.start()
        own = {
            "corp_id": CORP,
            "agent_id": AGENT,
            "token": TOKEN,
            "aes_key": KEY,
            "aes_key_previous": OLD_KEY,
        }
        return {"wecom": {**own, "secret": SECRET, "api": self.platform.url}}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client, self.clock = client, stage.clock
        self.platform.clock = lambda: stage.clock().timestamp()

    def account(self, actor: str) -> str:
        return f"member_{actor}"

    async def person(self, actor: str, *, group: bool) -> Person:
        return Colleague(self, self.account(actor).title())

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return squeezed([with_numbers(out.text, [button.title for button in out.buttons]) for out in outs])

    async def taken(self) -> None:
        """WeCom waits until its message is kept."""

    async def stop(self) -> None:
        await self.platform.stop()
