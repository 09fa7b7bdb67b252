"""A resident's telephone, with WeChat's servers in between: words in, callbacks out, what is shown."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.service import Service
from storage.messages import Line
from storage.people import CaseFilter
from storage.pulls import pulls
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.kf.platform import CORP, DESK, KEY, TOKEN, Platform
from tests.connectors.wechat import crypt
from tests.patience import PATIENCE

PATH = "/wechat-kf"
PULLS = sa.select(pulls.c.name).where(pulls.c.wanted > pulls.c.served)


@dataclass
class Resident:
    """One resident before one service account."""

    client: Client
    platform: Platform
    service: Service
    ledger: Store
    user: str = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
    desk: str = DESK

    @property
    def chat(self) -> str:
        return f"{self.desk}/{self.user}"

    @property
    def shown(self) -> list[str]:
        return self.platform.screens.get(self.chat, [])

    @property
    def screen(self) -> str:
        """All that the resident was ever shown."""
        return "\n".join(self.shown)

    async def say(self, text: str, **more: Any) -> str:
        """Write a text; returns what is shown in answer."""
        return await self.send("text", text={"content": text, **more})

    async def press(self, title: str) -> str:
        """Press a line of the last menu that has it."""
        menus = [body["msgmenu"]["list"] for body in self.platform.sends if body["msgtype"] == "msgmenu"]
        lines = [line["click"] for menu in reversed(menus) for line in menu]
        line = next(line for line in lines if line["content"] == title)
        return await self.say(title, menu_id=line["id"])

    async def send(self, kind: str, **content: Any) -> str:
        """Send anything; returns what is shown in answer."""
        before = len(self.shown)
        self.write(kind, **content)
        await self.call()
        await self.settled()
        return "\n".join(self.shown[before:])

    def write(self, kind: str, **content: Any) -> dict[str, Any]:
        """Leave something at the platform, of which it has not told yet."""
        return self.platform.happened(
            self.desk, origin=3, open_kfid=self.desk, external_userid=self.user, msgtype=kind, **content
        )

    def event(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Let something happen, of which the platform has not told yet."""
        event = {"event_type": kind, "open_kfid": self.desk, "external_userid": self.user, **fields}
        return self.platform.happened(self.desk, origin=4, msgtype="event", event=event)

    async def enter(self, place: str = "", *, code: bool = True) -> str:
        """Come in; returns what is shown."""
        before = len(self.shown)
        welcome = {"welcome_code": self.platform.code(self.chat)} if code else {}
        self.event("enter_session", scene="village", scene_param=place, **welcome)
        await self.call()
        await self.settled()
        return "\n".join(self.shown[before:])

    async def call(self, ticket: str | None = None) -> int:
        """The platform calls; returns the HTTP status."""
        query, body = envelope(self.desk, self.platform.ticket(self.desk) if ticket is None else ticket)
        async with self.client.post(PATH, params=query, data=body) as response:
            assert await response.text() == "success"
            return response.status

    async def settled(self) -> None:
        """Wait until all was asked for, handled and sent."""

        async def quiet() -> bool:
            return not await self.ledger.read(_waiting)

        await until(quiet)
        await self.service.idle()
        await until(quiet)

    async def heard(self) -> list[str]:
        """What the bot took, in order."""
        return [line.text for line in await self.lines() if not line.mine]

    async def lines(self) -> list[Line]:
        return await self.ledger.read(lambda tx: tx.outbox.history(f"kf:{self.chat}"))


def _waiting(tx) -> bool:  # type: ignore[no-untyped-def]
    wanted = tx.scope.all(PULLS)
    return bool(wanted or tx.inbox.backlog(1) or tx.outbox.rows("pending"))


async def cases(ledger: Store):  # type: ignore[no-untyped-def]
    return await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for something that happens in the background; a test that waits in vain fails."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)


def envelope(desk: str, ticket: str) -> tuple[dict[str, str], bytes]:
    """A callback as the platform seals it."""
    return sealed(
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><CreateTime>{int(time.time())}</CreateTime>"
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
        f"<Token><![CDATA[{ticket}]]></Token><OpenKfId><![CDATA[{desk}]]></OpenKfId></xml>"
    )


def sealed(xml: str, key: str = KEY, corp: str = CORP, token: str = TOKEN) -> tuple[dict[str, str], bytes]:
    encrypted = crypt.encrypt(xml, key, corp)
    body = f"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return crypt.address(token, encrypted), body.encode()
