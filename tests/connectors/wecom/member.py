"""A member's telephone, with WeCom's servers in between: callbacks out, what is shown in."""

import itertools
import time
from dataclasses import dataclass
from typing import Any

from tests.connectors.doors import Client
from tests.connectors.wechat import crypt
from tests.connectors.wecom.platform import AGENT, CORP, KEY, TOKEN, Platform

_numbers = itertools.count(6_054_768_590)


@dataclass
class Member:
    """``userid`` as the corp's administrator gave it, capitals and all."""

    client: Client
    platform: Platform
    userid: str = "WangXiuLan"
    key: str = KEY
    read: int = 0

    @property
    def screen(self) -> list[str]:
        """All that the member was ever shown."""
        return self.platform.screens.get(self.userid.lower(), [])

    def new(self) -> str:
        """What was shown since the last look."""
        shown, self.read = self.screen[self.read :], len(self.screen)
        return "\n".join(shown)

    async def say(self, text: str, **more: Any) -> None:
        await self.deliver(self.message("text", Content=text, **more))

    async def event(self, event: str, key: str = "", **more: Any) -> None:
        await self.deliver(self.happened(event, key, **more))

    def message(self, kind: str, **more: Any) -> str:
        return self._xml(MsgType=kind, MsgId=more.pop("MsgId", next(_numbers)), **more)

    def happened(self, event: str, key: str = "", **more: Any) -> str:
        return self._xml(MsgType="event", Event=event, EventKey=key, **more)

    async def deliver(self, xml: str) -> None:
        """Deliver once; the same XML delivered again is WeCom's retry."""
        status, body = await self.post(*self.envelope(xml))
        assert (status, body) == (200, ""), "an empty answer says that more follows in its own way"

    async def post(self, query: dict[str, str], body: str | bytes) -> tuple[int, str]:
        async with self.client.post("/wecom", params=query, data=body) as response:
            return response.status, await response.text()

    def envelope(self, xml: str, *, receiver: str = CORP, token: str = TOKEN) -> tuple[dict[str, str], str]:
        encrypted = crypt.encrypt(xml, self.key, receiver)
        outer = {"ToUserName": receiver, "AgentID": str(AGENT), "Encrypt": encrypted}
        return signed(encrypted, token), _element("xml", "".join(_cdata(*one) for one in outer.items()))

    def _xml(self, **more: Any) -> str:
        at = more.pop("CreateTime", int(time.time()))
        fields = {"ToUserName": CORP, "FromUserName": self.userid, "CreateTime": at, **more, "AgentID": AGENT}
        return _element("xml", "".join(
            _element(name, value) if isinstance(value, int) else _cdata(name, value)
            for name, value in fields.items()
        ))  # fmt: skip


def signed(encrypted: str, token: str = TOKEN) -> dict[str, str]:
    """The query of a callback; that of WeCom has no plain signature."""
    query = crypt.address(token, encrypted)
    return {name: query[name] for name in ("msg_signature", "timestamp", "nonce")}


def _element(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


def _cdata(name: str, value: str) -> str:
    return _element(name, f"<![CDATA[{value}]]>")
