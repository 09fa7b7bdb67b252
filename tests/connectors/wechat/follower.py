"""A follower's telephone, with WeChat's servers in between: callbacks out, what is shown in."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.connectors.doors import Client
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN, Platform

ACCOUNT = "gh_7f083739789a"
_numbers = itertools.count(23_456_789_012_345_678)


@dataclass
class Answer:
    """What WeChat got for one delivery; ``text`` is what it shows, "" for success."""

    status: int
    body: str
    text: str = ""


@dataclass
class Follower:
    """``mode`` is plain, compatible or safe; ``passive`` the replies shown so far."""

    client: Client
    platform: Platform
    openid: str = "oIWsFt5f3LzZ0mHrFh0vPqrfW0aY"
    mode: str = "plain"
    key: str = KEY
    passive: list[str] = field(default_factory=list)

    @property
    def screen(self) -> str:
        """All that the follower was ever shown."""
        return "\n".join([*self.passive, *self.platform.sent.get(self.openid, [])])

    async def say(self, text: str, **more: Any) -> str:
        """Write a text; returns the passive reply, "" where there is none."""
        return (await self.deliver(self.message("text", Content=text, **more))).text

    async def event(self, event: str, key: str = "", **more: Any) -> str:
        return (await self.deliver(self.happened(event, key, **more))).text

    def message(self, kind: str, **more: Any) -> str:
        self.platform.wrote(self.openid)
        return self._xml(MsgType=kind, MsgId=more.pop("MsgId", next(_numbers)), **more)

    def happened(self, event: str, key: str = "", **more: Any) -> str:
        if event != "unsubscribe":
            self.platform.wrote(self.openid, 3, 60)
        return self._xml(MsgType="event", Event=event, EventKey=key, **more)

    async def deliver(self, xml: str) -> Answer:
        """Deliver once; the same XML delivered again is WeChat's retry."""
        query, body = self.envelope(xml)
        async with self.client.post("/wechat", params=query, data=body.encode()) as response:
            answer = Answer(response.status, await response.text())
        if answer.body not in ("success", "") and answer.status == 200:
            answer.text = crypt.element("Content", self._opened(answer.body))
            self.passive.append(answer.text)
        return answer

    def envelope(self, xml: str) -> tuple[dict[str, str], str]:
        if self.mode == "plain":
            return crypt.address(TOKEN), xml
        encrypted = crypt.encrypt(xml, self.key, APP_ID)
        to = f"<ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
        sealed = f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        head = xml.removesuffix("</xml>") if self.mode == "compatible" else f"<xml>{to}"
        return crypt.address(TOKEN, encrypted), head + sealed

    def _opened(self, body: str) -> str:
        if self.mode == "plain":
            xml = body
        else:
            encrypted = crypt.element("Encrypt", body)
            stamp, nonce = crypt.element("TimeStamp", body), crypt.element("Nonce", body)
            assert crypt.element("MsgSignature", body) == crypt.signature(TOKEN, stamp, nonce, encrypted)
            xml, app_id = crypt.decrypt(encrypted, self.key)
            assert app_id == APP_ID
        assert crypt.element("ToUserName", xml) == self.openid
        assert crypt.element("FromUserName", xml) == ACCOUNT
        return xml

    async def chooses(self, *choices: tuple[str, str], event: str = "Popup") -> Answer:
        """Accept or reject templates (name, answer), in a dialogue or in the settings (``Change``)."""
        names = ("TemplateId", "SubscribeStatusString")
        return await self._listed(event, [dict(zip(names, one, strict=True)) for one in choices])

    async def hears_of_notice(self, template: str, code: int, status: str) -> Answer:
        """WeChat says what became of a subscription notice."""
        told = {"TemplateId": template, "MsgID": next(_numbers), "ErrorCode": code, "ErrorStatus": status}
        return await self._listed("Sent", [told])

    async def _listed(self, event: str, lists: list[dict[str, Any]]) -> Answer:
        """Such an event opens no window."""
        xml = self._xml(MsgType="event", Event=f"subscribe_msg_{event.lower()}_event").removesuffix("</xml>")
        inner = "".join(f"<List>{''.join(_element(*pair) for pair in one.items())}</List>" for one in lists)
        name = f"SubscribeMsg{event}Event"
        return await self.deliver(f"{xml}<{name}>{inner}</{name}></xml>")

    def _xml(self, **more: Any) -> str:
        at = more.pop("CreateTime", int(time.time()))
        fields = {"ToUserName": ACCOUNT, "FromUserName": self.openid, "CreateTime": at, **more}
        return "<xml>" + "".join(_element(name, value) for name, value in fields.items()) + "</xml>"


def _element(name: str, value: Any) -> str:
    return f"<{name}>{value}</{name}>" if isinstance(value, int) else f"<{name}><![CDATA[{value}]]></{name}>"
