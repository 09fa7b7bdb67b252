"""A colleague's WeCom: what is said to the bot goes out encrypted, and streams are asked for until they end."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from tests.connectors.doors import Client
from tests.connectors.smartbot.platform import KEY, LONGEST, TOKEN, Platform, stamp
from tests.connectors.wechat import crypt
from tests.patience import PATIENCE

_numbers = itertools.count(1)
BOT = "@文化小石榴"


@dataclass
class Answer:
    """What the platform got for one callback; ``finish`` says that a stream is whole."""

    status: int
    kind: str = ""
    name: str = ""
    text: str = ""
    finish: bool = True


@dataclass
class Colleague:
    """``room`` is a group, "" alone with the bot. ``shown`` are the streams by name, and welcomes."""

    client: Client
    platform: Platform
    userid: str = "zhangsan"
    room: str = ""
    key: str = KEY
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def chat(self) -> str:
        return self.room or self.userid

    @property
    def screen(self) -> str:
        """All that can be read in the chat."""
        return "\n".join([*self.shown.values(), *self.platform.late.get(self.chat, [])])

    async def say(self, text: str, **more: Any) -> str:
        """Write a text, in a group with the mention that brings it to the bot; return the whole answer."""
        called = f"{BOT} {text}" if self.room else text
        return await self.hear(self.message("text", text={"content": called}, **more))

    async def hear(self, call: dict[str, Any]) -> str:
        """Deliver a callback and ask on until its answer is whole."""
        return await self.ask_on(await self.deliver(call))

    async def ask_on(self, answer: Answer) -> str:
        """Ask for the rest of an answer until it is whole, as the platform does; return all of it."""
        async with asyncio.timeout(PATIENCE):
            while not answer.finish:
                await asyncio.sleep(0.02)
                answer = await self.refresh(answer.name)
        return answer.text

    async def deliver(self, call: dict[str, Any]) -> Answer:
        """Deliver a callback once; the same again is a retry."""
        return await self._answer(*self.envelope(json.dumps(call, ensure_ascii=False)))

    async def refresh(self, name: str) -> Answer:
        """Ask for the rest of a stream."""
        asked = self.message("stream", stream={"id": name})
        del asked["response_url"]
        return await self.deliver(asked)

    def message(self, kind: str, **more: Any) -> dict[str, Any]:
        where = {"chatid": self.room, "chattype": "group"} if self.room else {"chattype": "single"}
        return {
            "msgid": f"CAIQz7/MjQYY/NGagIOAgAMg{next(_numbers)}=", "aibotid": "AIBOTID", **where,
            "from": {"userid": self.userid}, "response_url": self.platform.address(self.chat),
            "create_time": stamp(), "msgtype": kind, **more,
        }  # fmt: skip

    def event(self, kind: str) -> dict[str, Any]:
        call = self.message("event", event={"eventtype": kind})
        del call["response_url"]
        return call

    def envelope(self, inside: str, *, receiver: str = "", token: str = TOKEN) -> tuple[dict[str, str], str]:
        encrypted = crypt.encrypt(inside, self.key, receiver)
        return signed(encrypted, token), json.dumps({"encrypt": encrypted})

    async def _answer(self, query: dict[str, str], body: str) -> Answer:
        async with self.client.post("/wecom-bot", params=query, data=body.encode()) as response:
            raw = await response.read()
            if response.status != 200 or not raw:
                return Answer(response.status)
        reply = json.loads(self._opened(json.loads(raw)))
        answer = _read(reply)
        assert len(answer.text.encode()) <= LONGEST
        self.shown[answer.name or f"welcome {len(self.shown)}"] = answer.text
        return answer

    def _opened(self, envelope: dict[str, str]) -> str:
        encrypted, at, nonce = envelope["encrypt"], envelope["timestamp"], envelope["nonce"]
        assert envelope["msgsignature"] == crypt.signature(TOKEN, at, nonce, encrypted)
        text, receiver = crypt.decrypt(encrypted, self.key)
        assert receiver == ""
        return text


def signed(encrypted: str, token: str = TOKEN) -> dict[str, str]:
    """The query of a callback."""
    query = crypt.address(token, encrypted)
    return {name: query[name] for name in ("msg_signature", "timestamp", "nonce")}


def _read(reply: dict[str, Any]) -> Answer:
    if reply["msgtype"] == "text":
        return Answer(200, "text", text=reply["text"]["content"])
    stream = reply["stream"]
    return Answer(200, "stream", stream["id"], stream["content"], stream["finish"])
