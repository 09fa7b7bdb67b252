"""微信客服 through the fake platform: sealed callbacks, messages asked for, menus and texts sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.rehearsal.stage import Stage
from storage.messages import Attachment, Outbound
from tests.connectors.doors import Client
from tests.connectors.kf.platform import CORP, DESK, KEY, SECRET, TOKEN, Platform
from tests.connectors.kf.resident import PULLS, Resident
from tests.connectors.wire.menus import Item, Screen, squeezed
from tests.connectors.wire.wire import AMR, Person, picture, until_none, with_numbers


class Guest:
    """A resident in a conversation with the desk."""

    def __init__(self, wire: "KfWire", user: str) -> None:
        self.wire, self.screen, self.seen = wire, Screen(), 0
        self.me = Resident(wire.client, wire.platform, wire.stage.service, wire.stage.store, user)

    async def _send(self, kind: str, **content: Any) -> None:
        self.me.write(kind, **content)
        await self.again()

    async def again(self) -> None:
        """The platform calls; it does so again where it is not sure that it was heard."""
        self.me.client = self.wire.client
        assert await self.me.call() == 200
        await self.wire.taken()

    async def say(self, text: str) -> None:
        await self._send("text", text={"content": text})

    async def press(self, title: str) -> None:
        number, press = self.screen.choice(title)
        if not press:
            await self.say(str(number))
            return
        lines = [line["click"] for body in self._bodies() for line in _lines(body)]
        line = next(line for line in reversed(lines) if line["content"] == title)
        await self._send("text", text={"content": title, "menu_id": line["id"]})

    async def photo(self, words: str) -> None:
        assert not words
        self.wire.platform.files["m-photo"] = picture()
        await self._send("image", image={"media_id": "m-photo"})

    async def voice(self, words: str) -> None:
        assert not words
        self.wire.platform.files["m-voice"] = AMR
        await self._send("voice", voice={"media_id": "m-voice"})

    async def location(self, place: Attachment) -> None:
        at = {"latitude": place.latitude, "longitude": place.longitude}
        await self._send("location", location={**at, "name": place.label, "address": ""})

    async def edit(self, number: int, text: str) -> None:
        raise NotImplementedError(number, text)

    async def shown(self) -> list[str]:
        bodies = self._bodies()
        new, self.seen = bodies[self.seen :], len(bodies)
        return self.screen.add(list(map(_written, new)))

    def _bodies(self) -> list[dict[str, Any]]:
        sends = self.wire.platform.sends
        return [body for body in sends if body.get("touser") == self.me.user]


class KfWire:
    """One service account of the desk."""

    channel = "kf"
    cannot: Mapping[str, str] = {
        "edit": "a message can be taken back and not changed",
        "caption": "a photo carries no words; they come as a message of their own",
        "hearing": "nobody tells what was said in a voice",
        "group": "a conversation with the desk has one resident",
    }

    def __init__(self) -> None:
        self.platform = Platform()

    async def start(self) -> dict[str, Any]:
        await self.platform.start()
        own = {"corp_id": CORP, "token": TOKEN, "aes_key": KEY, "secret": SECRET}
        return {"kf": {**own, "api": self.platform.url}}

    async def connect(self, client: Client, stage: Stage) -> None:
        self.client, self.stage = client, stage
        self.platform.clock = lambda: stage.clock().timestamp()

    def account(self, actor: str) -> str:
        return f"{DESK}/wmAJ2GCAAA{actor}"

    async def person(self, actor: str, *, group: bool) -> Person:
        return Guest(self, self.account(actor).partition("/")[2])

    def screen(self, outs: Sequence[Outbound]) -> list[str]:
        return squeezed([with_numbers(out.text, [button.title for button in out.buttons]) for out in outs])

    async def taken(self) -> None:
        """All that was called for has been asked for."""
        await until_none(lambda: self.stage.store.read(lambda tx: tx.scope.all(PULLS)))

    async def stop(self) -> None:
        await self.platform.stop()


def _lines(body: dict[str, Any]) -> list[dict[str, Any]]:
    return body["msgmenu"]["list"] if body["msgtype"] == "msgmenu" else []


def _written(body: dict[str, Any]) -> Item:
    if body["msgtype"] == "text":
        return str(body["text"]["content"]), []
    return body["msgmenu"]["head_content"], [line["click"]["content"] for line in _lines(body)]
