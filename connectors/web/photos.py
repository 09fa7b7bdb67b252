"""Photos: taken in by the one table, kept sealed as they are, shown only as copies."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.attachments import FileRefusedError, most
from bot.copies import MIME, UnreadableError, copy_of
from connectors.channel import Desk
from connectors.problem import Problem, not_taken, read_body, same_origin, slow_down
from connectors.ratelimit import RateLimiter
from connectors.web.session import Sessions

SHOWN_SIDE = 1280
"""Pixels of a visitor's own photo in the chat."""
SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class PhotoDoor:
    """Serves ``/web/photo``; ``largest`` in bytes."""

    desk: Desk
    sessions: Sessions
    limiter: RateLimiter
    largest: int

    async def take(self, request: web.Request) -> web.Response:
        """Keep a photo (the body as it is) and answer {"digest": …}; what it is shows in its bytes."""
        visitor = self.sessions.visitor(request)
        if visitor is None or not same_origin(request):
            raise Problem(403, "foreign_page", "只有本页面可以传照片", "only our own page may send photos")
        wait = self.limiter.wait(f"web:{visitor}")
        if wait:
            raise slow_down(wait)
        content = await read_body(request, most("photo", self.largest))
        try:
            photo = await self.desk.keep_file("photo", content, f"web:{visitor}")
        except FileRefusedError as refused:
            raise not_taken(refused) from None
        return web.json_response({"digest": photo.digest})

    async def show(self, request: web.Request) -> web.Response:
        """Show a visitor's own photo, smaller and without place, time and device."""
        visitor = self.sessions.visitor(request)
        found = visitor and await self.desk.get_file(request.match_info["digest"], f"web:{visitor}")
        if not found or not found[1].startswith("image/"):
            raise Problem(404, "no_photo", "没有这张照片", "no such photo")
        try:
            picture = await asyncio.to_thread(copy_of, found[0], SHOWN_SIDE)
        except UnreadableError:
            raise Problem(404, "no_photo", "这张照片打不开", "the photo cannot be opened") from None
        return served(picture, "photo.jpg")


def served(picture: bytes, name: str) -> web.Response:
    """Return a copy as an answer that is a picture and nothing else to any browser; kept by nobody on the way."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": SHUT,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return web.Response(body=picture, content_type=MIME, headers=headers)
