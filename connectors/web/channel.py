"""The web page as a channel."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.interpret import PHOTO_PATH
from connectors.channel import Desk
from connectors.errors import Away
from connectors.ratelimit import RateLimiter
from connectors.web.hub import Hub
from connectors.web.links import LinkDoor
from connectors.web.page import Face, PageDoor
from connectors.web.photos import PhotoDoor
from connectors.web.session import Sessions
from connectors.web.socket import NAME, SocketDoor
from storage.messages import Outbound


@dataclass(slots=True)
class Web:
    """The channel; ``key`` signs the cookies, ``face`` gives names and telephone as they are now.

    ``max_photo`` in bytes, ``max_text`` in characters.
    """

    key: bytes
    face: Callable[[], Face]
    limiter: RateLimiter
    max_text: int
    max_photo: int
    name: str = NAME
    _hub: Hub = field(default_factory=Hub)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        sessions = Sessions(self.key)
        pages = PageDoor(sessions, self._hub, self.face, self.max_text)
        sockets = SocketDoor(desk, sessions, self._hub, self.limiter, self.max_text)
        photos = PhotoDoor(desk, sessions, self.limiter, self.max_photo)
        links = LinkDoor(desk, sessions)
        return [
            web.get("/", pages.page),
            web.get("/web/static/{name}", pages.asset),
            web.post("/web/leave", pages.leave),
            web.get("/ws", sockets.serve),
            web.post("/web/photo", photos.take),
            web.get("/web/photo/{digest}", photos.show),
            web.get(f"{PHOTO_PATH}/{{secret}}", links.page, allow_head=False),
            web.post(f"{PHOTO_PATH}/{{secret}}", links.open),
        ]

    async def send(self, out: Outbound) -> None:
        """Bring the visitor's open pages up to date; raises Away where none confirms."""
        if not await self._hub.refresh(out.chat):
            raise Away

    async def close(self) -> None:
        """Close all pages."""
        await self._hub.close()
