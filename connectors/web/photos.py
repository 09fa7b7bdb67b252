"""Photos: taken in by their content, kept sealed as they are, shown only without what cameras add."""

import asyncio
from dataclasses import dataclass
from io import BytesIO

from aiohttp import web
from PIL import Image, ImageOps, UnidentifiedImageError

from connectors.channel import Desk
from connectors.problem import Problem, read_body, same_origin, slow_down
from connectors.ratelimit import RateLimiter
from connectors.web.session import Sessions
from storage.files import content_type

TYPES = frozenset(("image/jpeg", "image/png", "image/webp"))
PIXELS = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A small file can unfold into a huge picture; JPEG alone can be read at a fraction of its size."""
NO_PHOTO = "这不是照片，请传 JPG、PNG 或 WebP"
BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning,
          OSError, ValueError, SyntaxError)  # fmt: skip
"""What Pillow raises on content that is no picture or only part of one."""
SHOWN_SIDE, SHOWN_QUALITY = 1280, 80


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
        content = await read_body(request, self.largest)
        mime = content_type(content, "")
        if mime not in TYPES or not await asyncio.to_thread(_readable, content):
            raise Problem(415, "no_photo", NO_PHOTO, "not a JPEG, PNG or WebP photo")
        digest = await self.desk.put_file(content, mime, f"web:{visitor}")
        return web.json_response({"digest": digest})

    async def show(self, request: web.Request) -> web.Response:
        """Show a visitor's own photo, smaller and without place, time and device."""
        visitor = self.sessions.visitor(request)
        found = visitor and await self.desk.get_file(request.match_info["digest"], f"web:{visitor}")
        if not found or found[1] not in TYPES:
            raise Problem(404, "no_photo", "没有这张照片", "no such photo")
        try:
            picture = await asyncio.to_thread(preview, found[0])
        except BROKEN:
            raise Problem(404, "no_photo", "这张照片打不开", "the photo cannot be opened") from None
        return web.Response(body=picture, content_type="image/jpeg")


def preview(content: bytes) -> bytes:
    """Return a JPEG for the screen: upright, at most 1,280 pixels, without metadata."""
    with Image.open(BytesIO(content), formats=list(PIXELS)) as photo:
        photo.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
        upright = ImageOps.exif_transpose(photo).convert("RGB")
    upright.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "JPEG", quality=SHOWN_QUALITY)
    return out.getvalue()


def _readable(content: bytes) -> bool:
    """Whether the header is that of a picture of a sensible size; nothing is unfolded for it."""
    try:
        with Image.open(BytesIO(content), formats=list(PIXELS)) as photo:
            return photo.width * photo.height <= PIXELS[photo.format or ""]
    except BROKEN:
        return False
