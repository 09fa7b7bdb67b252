"""WeChat as the bot sees it: the API with its tokens, quotas and errcodes, on loopback."""

import asyncio
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.connectors.standin import StandIn
from tests.connectors.wechat.template import OURS, judged

APP_ID, TOKEN, SECRET = "wx5823bf96d3bd56c7", "QDG6eK", "the-app-secret"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SPAN, QUOTA = 48 * 3600, 5
TEXT_LIMIT = 2047
NO_ANSWER = -1_000
"""A notice that was taken, and then the connection broke."""


@dataclass
class Platform(StandIn):
    """``sent`` are customer-service messages that were taken, by follower."""

    sent: dict[str, list[str]] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    gives: asyncio.Event = field(default_factory=asyncio.Event)
    """Downloads wait for it; set from the start."""
    menus: list[dict[str, Any]] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)
    fetches: list[bool] = field(default_factory=list)
    """One for each stable_token call: whether a refresh was forced."""
    answers: list[int] = field(default_factory=list)
    """The errcode of each customer-service call."""
    deaf: bool = False
    """Every token is refused with 40001."""
    may_menu: bool = True
    verified: bool = True
    """An account that is not may neither write by itself nor publish a menu."""
    listed: bool = True
    """Whether the address of the bot is on the whitelist."""
    subscribers: set[str] = field(default_factory=set)
    notices: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Subscription notices that were taken, by follower."""
    templates: list[dict[str, Any]] = field(default_factory=lambda: [dict(OURS)])
    mishaps: list[int] = field(default_factory=list)
    """What the next subscription notices come to instead: errcodes, or NO_ANSWER."""
    asked: int = 0
    lasts: int = 7200
    _windows: dict[str, list[float]] = field(default_factory=dict)
    _token: str = ""
    _ends: float = 0
    _count: int = 0

    def app(self) -> web.Application:
        self.gives.set()
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._stable_token)
        app.router.add_get("/cgi-bin/token", self._new_token)
        app.router.add_post("/cgi-bin/message/custom/send", self._send)
        app.router.add_get("/cgi-bin/media/get", self._media)
        app.router.add_post("/cgi-bin/menu/create", self._menu)
        app.router.add_post("/cgi-bin/message/subscribe/bizsend", self._notice)
        app.router.add_get("/wxaapi/newtmpl/gettemplate", self._templates)
        app.router.add_get("/cgi-bin/menu/get", self._menu_there)
        app.router.add_get("/cgi-bin/customservice/getkflist", self._staff)
        app.router.add_post("/cgi-bin/qrcode/create", self._qr)
        return app

    def wrote(self, openid: str, quota: int = QUOTA, span: float = SPAN) -> None:
        """A follower did something that lets the account send."""
        self._windows[openid] = [quota, time.time() + span]

    def lost(self, openid: str) -> None:
        """Two days have passed since a follower wrote."""
        self._windows.pop(openid, None)

    def forget_token(self) -> None:
        """Somebody else had a new token made: the old one is dead."""
        self._ends = 0

    def known(self, token: str) -> bool:
        return token == self._token

    async def _stable_token(self, request: web.Request) -> web.Response:
        asked = await request.json()
        refused = self._stranger(asked)
        if refused is not None:
            return refused
        self.fetches.append(asked["force_refresh"])
        return self._given(fresh=asked["force_refresh"])

    async def _new_token(self, request: web.Request) -> web.Response:
        """The older way, which the bot does not go: each token that is asked for ends the one before."""
        return self._stranger(request.query) or self._given(fresh=True)

    def _stranger(self, asked: Mapping[str, str]) -> web.Response | None:
        if asked["grant_type"] != "client_credential" or asked["appid"] != APP_ID:
            return _error(40013)
        if asked["secret"] != SECRET:
            return _error(40125)
        if not self.listed:
            return _error(40164, "invalid ip 60.208.1.2 ipv6 ::ffff:60.208.1.2, not in whitelist rid: 1")
        return None

    def _given(self, *, fresh: bool) -> web.Response:
        if fresh or time.time() >= self._ends:
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
        await self.gives.wait()
        found = self.files.get(request.query["media_id"])
        if found is None:
            return _error(40007)
        return web.Response(body=found[1], content_type=found[0])

    async def _menu(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if not code:
            self.menus.append(await request.json())
        return _error(code)

    async def _notice(self, request: web.Request) -> web.Response:
        """A long-term subscription holds until it is taken back; what is wrong with a field is 47003."""
        self.asked += 1
        body = await request.json()
        code = self._refusal(request) or (self.mishaps.pop(0) if self.mishaps else None)
        if code is None:
            code = judged(body, self.subscribers)
        if code <= 0:
            data = {name: one["value"] for name, one in body["data"].items()}
            self.notices.setdefault(body["touser"], []).append(data)
        if code == NO_ANSWER:
            assert request.transport is not None
            request.transport.close()
        return _error(code)

    async def _templates(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        return _error(code) if code else web.json_response({"errcode": 0, "data": self.templates})

    async def _menu_there(self, request: web.Request) -> web.Response:
        code = self._refusal(request) or (0 if self.menus else 46003)
        if code:
            return _error(code)
        return web.json_response({"menu": {"button": [_with_lists(one) for one in self.menus[-1]["button"]]}})

    async def _staff(self, request: web.Request) -> web.Response:
        code = self._refusal(request) or (0 if self.verified else 48001)
        return _error(code) if code else web.json_response({"kf_list": []})

    async def _qr(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if code:
            return _error(code)
        asked = await request.json()
        scene = asked["action_info"]["scene"].get("scene_str", "")
        if asked["action_name"] != "QR_LIMIT_STR_SCENE" or not 1 <= len(scene) <= 64:
            return _error(40053)
        self.scenes.append(scene)
        return web.json_response({"ticket": "gQH47joAAA", "url": self.scanned(scene)})

    def scanned(self, scene: str) -> str:
        """What the code of a scene says."""
        return f"http://weixin.qq.com/q/{hashlib.sha256(scene.encode()).hexdigest()[:20]}"


def _visible(body: dict[str, Any]) -> str:
    if body["msgtype"] == "text":
        return str(body["text"]["content"])
    menu = body["msgmenu"]
    return "\n".join([menu["head_content"], *(f"[{one['content']}]" for one in menu["list"])])


def _with_lists(button: dict[str, Any]) -> dict[str, Any]:
    """WeChat gives a line of the menu back with an empty list of lines below it."""
    return {**button, "sub_button": [_with_lists(one) for one in button.get("sub_button", [])]}


def _error(code: int, said: str = "refused rid: 1") -> web.Response:
    """An errcode comes inside HTTP 200 and as text/plain, without a charset, as WeChat sends it."""
    body = {"errcode": code, "errmsg": "ok" if code == 0 else said}
    return web.Response(body=json.dumps(body).encode(), content_type="text/plain")
