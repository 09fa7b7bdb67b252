"""The WebSocket of a page: what the visitor says goes to the inbox, receipts go to the hub."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from connectors.channel import Desk
from connectors.problem import Problem, same_origin
from connectors.ratelimit import RateLimiter
from connectors.sender import SENDER
from connectors.web.frames import Got, NotTaken, Request, Say, Sync, Taken, decode, located
from connectors.web.hub import ELSEWHERE, Hub, Page
from connectors.web.session import Sessions, new_visitor
from storage.messages import Attachment, Inbound

NAME = "web"
HEARTBEAT = 25.0
LARGEST = 64 * 1024
"""Bytes of one frame; photos come another way."""
TROUBLE_WAIT = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SocketDoor:
    """Serves ``/ws``."""

    desk: Desk
    sessions: Sessions
    hub: Hub
    limiter: RateLimiter
    max_text: int

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk with one page until it goes away. Only our own page may open this."""
        if not same_origin(request):
            raise Problem(403, "foreign_page", "只有本页面可以连接", "only our own page may connect")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST)
        visitor = self.sessions.visitor(request)
        if visitor is None:
            visitor = new_visitor()
            self.sessions.give(request, socket, visitor)
        await socket.prepare(request)
        page = Page(socket, self.desk, f"{NAME}:{visitor}")
        with self.hub.opened(visitor, page) as too_many:
            for old in too_many:
                await old.close(ELSEWHERE)
            async for message in socket:
                text = message.type is WSMsgType.TEXT
                if not text or not await self._hear(request, page, visitor, message.data):
                    await socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
        return socket

    async def _hear(self, request: web.Request, page: Page, visitor: str, data: str) -> bool:
        """Handle one frame; False for one that no page of ours sends."""
        try:
            frame: Request = decode(data)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return False
        if isinstance(frame, Got):
            page.got(frame.n)
        elif isinstance(frame, Sync):
            await self._sync(request, page, visitor)
        else:
            await page.say(await self._take(visitor, frame))
        return True

    async def _sync(self, request: web.Request, page: Page, visitor: str) -> None:
        await page.refresh()
        await request.app[SENDER].contact(f"{NAME}:{visitor}")

    async def _take(self, visitor: str, said: Say) -> Taken | NotTaken:
        refusal = self._refusal(visitor, said)
        if refusal is not None:
            return refusal
        try:
            attachments = await self._attachments(visitor, said)
            if attachments is None:
                return NotTaken(said.id, "photo", "照片没有找到，请再传一次")
            await self.desk.accept(_inbound(visitor, said, attachments, self.desk.now()))
        except Exception:  # the page keeps the message and sends it again
            log.exception("message not taken", channel=NAME)
            return NotTaken(said.id, "trouble", "系统出了点问题，正在再试", again=TROUBLE_WAIT)
        return Taken(said.id)

    def _refusal(self, visitor: str, said: Say) -> NotTaken | None:
        if not (said.text.strip() or said.photos or said.place):
            return NotTaken(said.id, "empty", "这一条是空的")
        if len(said.text) > self.max_text:
            return NotTaken(said.id, "long", f"太长了，一次最多 {self.max_text} 个字，请分几次说")
        wait = self.limiter.wait(f"{NAME}:{visitor}", said.text)
        if wait:
            return NotTaken(said.id, "slow", "您发得有点快，别急，马上替您发出去", again=wait)
        return None

    async def _attachments(self, visitor: str, said: Say) -> tuple[Attachment, ...] | None:
        """Return what came along, or None where a photo is not this visitor's."""
        found: list[Attachment] = []
        for digest in said.photos:
            file = await self.desk.get_file(digest, f"{NAME}:{visitor}")
            if file is None:
                return None
            found.append(Attachment("photo", digest, mime=file[1], size=len(file[0])))
        if said.place is not None:
            found.append(located(said.place))
        return tuple(found)


def _inbound(visitor: str, said: Say, attachments: Sequence[Attachment], at: datetime) -> Inbound:
    return Inbound(
        channel=NAME,
        external_id=f"{visitor}:{said.id}",
        chat=visitor,
        sender=visitor,
        text=said.text,
        received_at=at,
        attachments=tuple(attachments),
        payload=said.payload,
    )
