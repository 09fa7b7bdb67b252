"""The Official Account through the fake WeChat: callbacks in one of the three modes, answers as it shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import APP_ID, KEY, OLD_KEY, SECRET, TEXT_LIMIT, TOKEN, Platform
from tests.connectors.wire.menus import Item, Screen, squeezed
from tests.connectors.wire.wire import AMR, Person, picture, with_numbers

DELIVERIES = 3
"""So often WeChat brings a message until it is taken."""


class Reader:
    """A follower's screen: passive replies and customer-service messages, as they come."""

    def __init__(self, wire: "WechatWire", openid: str) -> None:
        self.wire = wire
        self.follower = Follower(wire.client, wire.platform, openid, mode=wire.mode)
        self.last = ""
        self.seen = (0, 0)
        self.screen = Screen()

    async def _send(self, kind: str, **fields: Any) -> None:
        self.follower.client = self.wire.client
        at = int(self.wire.clock().timestamp())
        self.last = self.follower.message(kind, CreateTime=at, **fields)
        for _ in range(DELIVERIES):
            answer = await self.follower.deliver(self.last)
            if answer.status == 200:
                return
        raise AssertionError(answer)

    async def say(self, text: str) -> None:
        await self._send("text", Content=text)

    async def press(self, title: str) -> None:
        """Press a line of a menu; where the options stand in the text, send their number."""
        number, press = self.screen.choice(title)
        if press:
            await self._send("text", Content=title, bizmsgmenuid=str(number))
        else:
            await self.say(str(number))

    async def photo(self, words: str) -> None:
        assert not words
        self.wire.platform.files["m-photo"] = ("image/jpeg", picture())
        await self._send("image", PicUrl="http://mmbiz.qpic.cn/x/0", MediaId="m-photo")

    async def voice(self, words: str) -> None:
        self.wire.platform.files["m-voice"] = ("voice/amr", AMR)
        heard = {"Recognition": words} if words else {}
        await self._send("voice", MediaId="m-voice", Format="amr", **heard)

    async def location(self, place: Attachment) -> None:
        at = {"Location_X": str(place.latitude), "Location_Y": str(place.longitude)}
        await self._send("location", **at, Scale="15", Label=place.label)

    async def edit(self, number: int, text: str) -> None:
        raise NotImplementedError(number, text)

    async def again(self) -> None:
        """WeChat shows the reply to one of its deliveries only."""
        before = list(self.follower.passive)
        answer = await self.follower.deliver(self.last)
        assert answer.text == before[-1]
        self.follower.passive = before

    async def shown(self) -> list[str]:
        passive, sent = self.follower.passive, self._bodies()
        new = [
            *((text, list[str]()) for text in passive[self.seen[0] :]),
            *map(_written, sent[self.seen[1] :]),
        ]
        self.seen = (len(passive), len(sent))
        assert all(len(text.encode()) <= TEXT_LIMIT for text, _ in new)
        return self.screen.add(new)

    def _bodies(self) -> list[dict[str, Any]]:
        return [body for body in self.wire.platform.bodies if body["touser"] == self.follower.openid]


class WechatWire:
    """``mode`` is plain, compatible or safe."""

    channel = "wechat"
    cannot: Mapping[str, str] = {
        "edit": "WeChat lets nobody change a message; it may be recalled, of which accounts are not told",
        "caption": "a photo in WeChat carries no words; they come as a message of their own",
        "group": "an Official Account is in no group",
    }

    def __init__(self, mode: str) -> None:
        self.mode, self.platform = mode, Platform()

    async def start(self) -> dict[str, Any]:
        await self.platform.start()
        own = {"app_id": APP_ID, "token": TOKEN, "aes_key": KEY, "aes_key_previous": OLD_KEY}
        return {"wechat": {**own, "secret": SECRET, "api": self.platform.url}}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client, self.clock = client, stage.clock

    def account(self, actor: str) -> str:
        return f"oIWsFt5f3LzZ0mHrFh0{actor}"

    async def person(self, actor: str, *, group: bool) -> Person:
        return Reader(self, self.account(actor))

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return squeezed([with_numbers(out.text, [button.title for button in out.buttons]) for out in outs])

    async def taken(self) -> None:
        """WeChat waits for its answer."""

    async def stop(self) -> None:
        await self.platform.stop()


def _written(body: dict[str, Any]) -> Item:
    if body["msgtype"] == "text":
        return str(body["text"]["content"]), []
    menu = body["msgmenu"]
    return menu["head_content"], [line["content"] for line in menu["list"]]
