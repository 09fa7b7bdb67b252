"""The page itself and its static parts, read once; nothing comes from anywhere else."""

import hashlib
import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from aiohttp import web

from connectors.problem import Problem, same_origin
from connectors.web.hub import Hub
from connectors.web.session import Sessions, new_visitor, take_back

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; manifest-src 'self'; "
    "connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]+")


@dataclass(frozen=True, slots=True)
class Face:
    """What the page says of the locality; ``places`` are those that an address may name (``/?place=…``)."""

    bot_name: str
    county: str
    phone: str
    hours: str
    places: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is served."""

    content: bytes
    mime: str
    tag: str


def load_assets(folder: Path = STATIC) -> dict[str, Asset]:
    """Read the static files by name; only these are ever served."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix in TYPES]
    return {path.name: _asset(path) for path in files}


class PageDoor:
    """Serves ``/``, ``/web/static/…`` and ``/web/leave``."""

    def __init__(self, sessions: Sessions, hub: Hub, face: Callable[[], Face], max_text: int) -> None:
        self._sessions = sessions
        self._hub = hub
        self._face = face
        self._max_text = max_text
        self._page = Template((STATIC / "index.html").read_text(encoding="utf-8"))
        self._assets = load_assets()

    async def page(self, request: web.Request) -> web.Response:
        """Show the chat; a visitor without a valid cookie gets one."""
        content = self._page.substitute(self._words(request), max_text=self._max_text)
        response = web.Response(text=content, content_type="text/html")
        response.headers["Content-Security-Policy"] = POLICY.format(sockets=_sockets(request.host))
        self._sessions.give(request, response, self._sessions.visitor(request) or new_visitor())
        return response

    def _words(self, request: web.Request) -> dict[str, str]:
        """Return the fields of the page. Anybody can make an address: only a known place gets in."""
        face = self._face()
        asked = request.query.get("place", "")
        place = asked if asked in face.places else ""
        said = {"bot_name": face.bot_name, "county": face.county, "phone": face.phone, "hours": face.hours}
        return {name: html.escape(value) for name, value in {**said, "place": place}.items()}

    async def asset(self, request: web.Request) -> web.Response:
        """Serve a static file, or say that the browser's copy still holds."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        headers = {"ETag": asset.tag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == asset.tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=asset.content, content_type=asset.mime, charset="utf-8", headers=headers)

    async def leave(self, request: web.Request) -> web.Response:
        """End the visit on a shared computer: the next person starts afresh."""
        if not same_origin(request):
            raise Problem(403, "foreign_page", "只有本页面可以这样做", "only our own page may do this")
        visitor = self._sessions.visitor(request)
        if visitor is not None:
            await self._hub.close(visitor)
        response = web.Response(status=303, headers={"Location": "/"})
        take_back(response)
        return response


def address(base: str, place: str) -> str:
    """Return the address of the page for the people of a place."""
    return f"{base}/?{urlencode({'place': place})}"


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, TYPES[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:16]}"')


def _sockets(host: str) -> str:
    """Older browsers do not count WebSockets of the own host as 'self'."""
    return f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
