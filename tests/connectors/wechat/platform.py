"""WeChat as the bot sees it: the API with its tokens, quotas and errcodes, on loopback."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

APP_ID, TOKEN, SECRET = "wx5823bf96d3bd56c7", "QDG6eK", "the-app-secret"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SPAN, QUOTA = 48 * 3600, 5
TEXT_LIMIT = 2047


@dataclass
class Platform:
    """``sent`` are customer-service messages that were taken, by follower."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    menus: list[dict[str, Any]] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)
    fetches: list[bool] = field(default_factory=list)
    """One for each stable_token call: whether a refresh was forced."""
    answers: list[int] = field(default_factory=list)
    """The errcode of each customer-service call."""
    deaf: bool = False
    """Every token is refused with 40001."""
    may_menu: bool = True
    lasts: int = 7200
    _windows: dict[str, list[float]] = field(default_factory=dict)
    _token: str = ""
    _ends: float = 0
    _count: int = 0
    server: TestServer | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("")).rstrip("/")

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._stable_token)
        app.router.add_post("/cgi-bin/message/custom/send", self._send)
        app.router.add_get("/cgi-bin/media/get", self._media)
        app.router.add_post("/cgi-bin/menu/create", self._menu)
        app.router.add_post("/cgi-bin/qrcode/create", self._qr)
        self.server = TestServer(app)
        await self.server.start_server()

    def wrote(self, openid: str, quota: int = QUOTA, span: float = SPAN) -> None:
        """A follower did something that lets the account send."""
        self._windows[openid] = [quota, time.time() + span]

    def forget_token(self) -> None:
        """Somebody else had a new token made: the old one is dead."""
        self._ends = 0

    async def _stable_token(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["grant_type"] != "client_credential" or asked["appid"] != APP_ID:
            return _error(40013)
        if asked["secret"] != SECRET:
            return _error(40125)
        self.fetches.append(asked["force_refresh"])
        if asked["force_refresh"] or time.time() >= self._ends:
            self._count += 1
            self._token, self._ends = f"token-{self._count}-" + "x" * 500, time.time() + self.lasts
        return web.json_response({"access_token": self._token, "expires_in": int(self._ends - time.time())})

    def _refusal(self, request: web.Request) -> int:
        if self.deaf or request.query.get("access_token") != self._token:
            return 40001
        return 42001 if time.time() >= self._ends else 0

    async def _send(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = json.loads(raw)
        code = self._refusal(request) or self._judged(body, raw)
        self.answers.append(code)
        if code == 0:
            self.bodies.append(body)
            self.sent.setdefault(body["touser"], []).append(_visible(body))
        return _error(code)

    def _judged(self, body: dict[str, Any], raw: bytes) -> int:
        if b"\\u" in raw:
            return 40035
        if body["msgtype"] == "msgmenu" and not self.may_menu:
            return 40200
        if body["msgtype"] == "text" and len(body["text"]["content"].encode()) > TEXT_LIMIT:
            return 45002
        window = self._windows.get(body["touser"])
        if window is None or time.time() > window[1]:
            return 45015
        if window[0] < 1:
            return 45047
        window[0] -= 1
        return 0

    async def _media(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if code:
            return _error(code)
        found = self.files.get(request.query["media_id"])
        if found is None:
            return _error(40007)
        return web.Response(body=found[1], content_type=found[0])

    async def _menu(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if not code:
            self.menus.append(await request.json())
        return _error(code)

    async def _qr(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if code:
            return _error(code)
        self.scenes.append((await request.json())["action_info"]["scene"]["scene_str"])
        return web.json_response(
            {"ticket": "gQH47joAAA", "url": "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"}
        )


def _visible(body: dict[str, Any]) -> str:
    if body["msgtype"] == "text":
        return str(body["text"]["content"])
    menu = body["msgmenu"]
    return "\n".join([menu["head_content"], *(f"[{one['content']}]" for one in menu["list"])])


def _error(code: int) -> web.Response:
    """An errcode comes inside HTTP 200 and as text/plain, as WeChat sends it."""
    body = {"errcode": code, "errmsg": "ok" if code == 0 else "refused rid: 1"}
    return web.Response(text=json.dumps(body), content_type="text/plain")
