"""Requests that are turned away, told in Chinese and English, and the checks that all doors share."""

import asyncio
import hmac
import ipaddress
from urllib.parse import urlsplit

from aiohttp import web

from bot.attachments import FileRefusedError

SILENCE = 20.0
"""Seconds that the next piece of a body may take; a photo comes slowly in the mountains, but it comes."""


class Problem(Exception):  # noqa: N818 - a way of answering, not an error of ours
    """A request that cannot be served; the server turns it into JSON ``{"error", "zh", "en"}``."""

    def __init__(self, status: int, code: str, zh: str, en: str, *, again: float | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": code, "zh": zh, "en": en}
        self.again = again
        """Seconds after which the same request may pass, or None."""

    def response(self) -> web.Response:
        """Return the answer to send."""
        headers = {} if self.again is None else {"Retry-After": str(max(1, round(self.again + 0.5)))}
        return web.json_response(self.body, status=self.status, headers=headers)


async def read_body(request: web.Request, limit: int) -> bytes:
    """Read a body of at most ``limit`` bytes; raises Problem 413 beyond, without reading the rest.

    Raises Problem 400 for one that is not encoded as it says, 408 where nothing more of it comes.
    """
    if (request.content_length or 0) > limit:
        raise too_large(limit)
    body = bytearray()
    try:
        while chunk := await _chunk(request):
            body += chunk
            if len(body) > limit:
                raise too_large(limit)
    except web.RequestPayloadError:
        raise Problem(400, "bad_body", "内容传坏了", "the body is not encoded as its headers say") from None
    except TimeoutError:
        raise Problem(408, "too_slow", "内容没有传完", "the rest of the body did not come") from None
    return bytes(body)


async def _chunk(request: web.Request) -> bytes:
    async with asyncio.timeout(SILENCE):
        return await request.content.readany()


def too_large(limit: int) -> Problem:
    """Return the answer to a body beyond the limit (bytes)."""
    most = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit} 字节"
    return Problem(413, "too_large", f"内容太大了，最多 {most}", f"body exceeds {limit} bytes")


def not_taken(refused: FileRefusedError) -> Problem:
    """Return the answer to a file that is not taken, in the words for its sender."""
    too_large = refused.unkept.why == "size"
    return Problem(
        413 if too_large else 415, "too_large" if too_large else "bad_file", refused.zh, refused.en
    )


def slow_down(seconds: float) -> Problem:
    """Return the answer to a sender who writes too fast."""
    wait = max(1, round(seconds + 0.5))
    zh = f"您发得太快了，这一条还没有收下，请过 {wait} 秒再发"
    en = f"too many messages; this one was not taken, send it again in {wait} s"
    return Problem(429, "slow_down", zh, en, again=seconds)


def same_secret(given: str, secret: str) -> bool:
    """Compare in constant time; what was given may hold any bytes a header can carry."""
    return hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode())


def same_origin(request: web.Request) -> bool:
    """Whether the browser says that the request comes from our own page."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() == request.host.lower()


def foreign(request: web.Request) -> bool:
    """Whether a browser says that the request comes from another site (programs say nothing)."""
    return "Origin" in request.headers and not same_origin(request)


def on_this_machine(request: web.Request) -> bool:
    """Whether the request comes directly from this machine and not through a proxy.

    The name asked for counts too: a page of a stranger may have its own name lead to 127.0.0.1.
    """
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    return _loopback(request.remote or "") and _loopback(urlsplit(f"//{request.host}").hostname or "")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
