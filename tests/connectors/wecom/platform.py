"""WeCom as the bot sees it: tokens, members, what is dropped without a word, a group robot, on loopback."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.connectors.standin import StandIn

CORP, AGENT, TOKEN, SECRET = "ww5823bf96d3bd56c7", 1000002, "QDG6eK", "the-agent-secret"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ROBOT = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TEXT_LIMIT, MINUTELY, GROUP_MINUTELY = 2048, 30, 20
EVERYBODY = re.compile(r"[a-z0-9_.@-]{1,64}")


@dataclass
class Platform(StandIn):
    """``screens`` are what members were shown; ``dropped`` what was taken and never shown."""

    screens: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    room: list[str] = field(default_factory=list)
    """What the group of staff reads."""
    posted: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """The errcode of each send to a member or the group."""
    files: dict[str, bytes] = field(default_factory=dict)
    menus: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    fetches: int = 0
    gone: set[str] = field(default_factory=set)
    """Members who left the corp."""
    unseen: set[str] = field(default_factory=set)
    """Members whom the application may not see."""
    unlicensed: set[str] = field(default_factory=set)
    deaf: int = 0
    """Every token is refused with this errcode."""
    listed: bool = True
    lasts: int = 7200
    mute: bool = False
    """What is sent is taken, and no answer comes."""
    robot_there: bool = True
    agent: dict[str, Any] = field(
        default_factory=lambda: {
            "name": "文化小石榴", "close": 0, "allow_userinfos": {"user": []},
            "allow_partys": {"partyid": [1]}, "allow_tags": {"tagid": []},
        }
    )  # fmt: skip
    """The application as its page in the console shows it."""
    clock: Callable[[], float] = time.time
    """The time by which messages are counted."""
    _token: str = ""
    _ends: float = 0
    _sent: list[tuple[float, str, str]] = field(default_factory=list)
    _said: list[float] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/cgi-bin/gettoken", self._gettoken)
        app.router.add_post("/cgi-bin/message/send", self._send)
        app.router.add_get("/cgi-bin/media/get", self._media)
        app.router.add_post("/cgi-bin/menu/create", self._menu)
        app.router.add_get("/cgi-bin/menu/get", self._menu_there)
        app.router.add_get("/cgi-bin/agent/get", self._agent)
        app.router.add_post("/cgi-bin/webhook/send", self._webhook)
        return app

    def forget_token(self) -> None:
        """The platform ends a token before its time, as it says it may."""
        self._token = "forgotten"
        self._ends = 0

    async def _gettoken(self, request: web.Request) -> web.Response:
        """The same token as long as it is good; nothing forces another."""
        if request.query.get("corpid") != CORP:
            return _error(40013, "invalid corpid")
        if request.query.get("corpsecret") != SECRET:
            return _error(40001, "invalid credential")
        if not self.listed:
            return _error(60020, "not allow to access from your ip, from ip: 60.208.1.2")
        self.fetches += 1
        if time.time() >= self._ends:
            self._token, self._ends = f"token-{self.fetches}-" + "x" * 180, time.time() + self.lasts
        return web.json_response({
            "errcode": 0, "errmsg": "ok", "access_token": self._token,
            "expires_in": int(self._ends - time.time()),
        })  # fmt: skip

    def _refusal(self, request: web.Request) -> int:
        if self.deaf:
            return self.deaf
        if not self.listed:
            return 60020
        if request.query.get("access_token") != self._token:
            return 40014
        return 42001 if time.time() >= self._ends else 0

    async def _send(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = json.loads(raw)
        code = self._refusal(request) or self._judged(body, raw)
        self.answers.append(code)
        if code:
            return _error(code)
        self.posted.append(body)
        who = str(body["touser"]).lower()  # WeCom's members have no capitals
        if who in self.unseen:
            return _answer(invaliduser=who)
        if who in self.unlicensed:
            return _answer(unlicenseduser=who)
        self._show(who, body)
        if self.mute:
            request.transport and request.transport.close()
        return _answer(invaliduser="")

    def _judged(self, body: dict[str, Any], raw: bytes) -> int:
        if body.get("agentid") != AGENT:
            return 40056
        if body.get("msgtype") != "text" or b"\\u" in raw:
            return 40008
        if not body["text"]["content"]:
            return 44004
        who = str(body["touser"]).lower()
        return 0 if EVERYBODY.fullmatch(who) and who not in self.gone else 81013

    def _show(self, who: str, body: dict[str, Any]) -> None:
        """Too many a minute, or the same again, are taken and not shown; what is too long is cut off."""
        now, text = self.clock(), body["text"]["content"]
        span = body.get("duplicate_check_interval", 1800) if body.get("enable_duplicate_check") else 0
        lately = [told for at, whom, told in self._sent if whom == who and now - at < 60]
        again = any(told == text for at, whom, told in self._sent if whom == who and now - at < span)
        if again or len(lately) >= MINUTELY:
            self.dropped.append(text)
            return
        self._sent.append((now, who, text))
        shown = text.encode()[:TEXT_LIMIT].decode(errors="ignore")
        self.screens.setdefault(who, []).append(shown)

    async def _media(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        found = self.files.get(request.query["media_id"])
        if code or found is None:
            return _error(code or 40007, "invalid media_id")
        return web.Response(body=found, content_type="application/octet-stream")

    async def _menu(self, request: web.Request) -> web.Response:
        code = self._refusal(request)
        if not code:
            self.menus.append((request.query["agentid"], await request.json()))
        return _error(code)

    async def _menu_there(self, request: web.Request) -> web.Response:
        code = self._refusal(request) or (0 if self.menus else 46003)
        if code:
            return _error(code)
        buttons = [{**one, "sub_button": one.get("sub_button", [])} for one in self.menus[-1][1]["button"]]
        return web.json_response({"errcode": 0, "errmsg": "ok", "button": buttons})

    async def _agent(self, request: web.Request) -> web.Response:
        """An application sees only itself."""
        code = self._refusal(request) or (0 if request.query.get("agentid") == str(AGENT) else 301002)
        return _error(code) if code else web.json_response({"errcode": 0, "agentid": AGENT, **self.agent})

    async def _webhook(self, request: web.Request) -> web.Response:
        code = self._of_robot(request.query.get("key", ""), body := await request.json())
        self.answers.append(code)
        if not code:
            self._said.append(time.time())
            self.room.append(body["text"]["content"])
        return _error(code, "invalid webhook url" if code == 93000 else "api freq out of limit")

    def _of_robot(self, key: str, body: dict[str, Any]) -> int:
        if key != ROBOT or not self.robot_there:
            return 93000
        if len(body["text"]["content"].encode()) > TEXT_LIMIT:
            return 40058
        return 45009 if sum(time.time() - at < 60 for at in self._said) >= GROUP_MINUTELY else 0


def _answer(**more: str) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": "xxxx", **more})


def _error(code: int, said: str = "refused, hint: [1], from ip: 60.208.1.2") -> web.Response:
    return web.json_response({"errcode": code, "errmsg": "ok" if code == 0 else said})
