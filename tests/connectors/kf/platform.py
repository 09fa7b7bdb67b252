"""微信客服 as the bot sees it: messages to be asked for, cursors, send quotas, welcome codes, on loopback."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.connectors.standin import StandIn

CORP, TOKEN, SECRET = "ww5823bf96d3bd56c7", "QDG6eK", "the-corp-secret"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
DESK = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"
NEW, ASSISTANT, ENDED = 0, 1, 4
"""States of a session; between the last two it waits for a person, or has one."""
SPAN, QUOTA, DAYS = 48 * 3600, 5, 3 * 86400
REPEATED = 99_995
"""The documents name no errcode for a msgid that was used before; any that the bot does not know will do."""


@dataclass
class Platform(StandIn):
    """``log`` is what residents and staff did, by service account; ``screens`` what residents were shown.

    Its clock is ``late`` seconds behind: what happens there happened that long ago.
    """

    log: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    screens: dict[str, list[str]] = field(default_factory=dict)
    sends: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """The errcode of each send."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Each question for messages."""
    states: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    tickets: dict[str, float] = field(default_factory=dict)
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    fetches: int = 0
    page: int = 1000
    late: float = 0
    deaf: bool = False
    """Every access token is refused."""
    mute: int = 0
    """So many sends are taken and then not answered."""
    tired: int = 0
    """So many questions for messages are refused as too many."""
    trusted: bool = True
    """Whether the address of the bot is a trusted one."""
    desks: list[dict[str, Any]] = field(
        default_factory=lambda: [{"open_kfid": DESK, "name": "文化小石榴", "manage_privilege": True}]
    )
    forgetful: bool = False
    """Cursors given out before are not known any more."""
    clock: Callable[[], float] = time.time
    """Ours; the platform's own may be late."""
    _latest: dict[str, int] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)
    _windows: dict[str, list[float]] = field(default_factory=dict)
    _token: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/cgi-bin/gettoken", self._gettoken)
        app.router.add_get("/cgi-bin/media/get", self._media)
        for path, handler in HANDLERS.items():
            app.router.add_post(path, self._checked(handler))
        return app

    def happened(self, account: str, **item: Any) -> dict[str, Any]:
        """Something happened that can be asked for; a resident's words open the send window."""
        items = self.log.setdefault(account, [])
        at, who = int(self.clock() - self.late), item.get("external_userid", "")
        last = self._latest.get(who, 0)
        if last - 60 < at <= last:  # nobody gets answers and writes again within one second, but tests do
            at = last + 1
        self._latest[who] = at
        whole = {"msgid": f"{account[-4:]}-{len(items)}", "send_time": at, **item}
        items.append(whole)
        if item.get("origin") == 3:
            chat = f"{account}/{item['external_userid']}"
            self._windows[chat] = [QUOTA, at + SPAN]
            if self.states.get(chat, ENDED) == ENDED:
                self.states[chat] = NEW
        return whole

    def ticket(self, account: str, age: float = 0) -> str:
        """The token of one callback, good for ten minutes."""
        made = f"ENC{account[-4:]}{len(self.tickets)}"
        self.tickets[made] = self.clock() - age
        return made

    def code(self, chat: str) -> str:
        """The code of one welcome, good for twenty seconds and one use."""
        made = f"code-{len(self.codes)}"
        self.codes[made] = (chat, self.clock() - self.late + 20)
        return made

    def forget_token(self) -> None:
        self._token = ""

    def _checked(self, handler: Any) -> Any:
        async def answer(request: web.Request) -> web.Response:
            raw = await request.read()
            if self.deaf or not self._token or request.query.get("access_token") != self._token:
                return _answer(40014)
            if b"\\u" in raw:
                return _answer(40035)
            found = handler(self, json.loads(raw))
            if found is None:  # taken, and the line breaks before the answer
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            return found if isinstance(found, web.Response) else _answer(0, **found)

        return answer

    async def _gettoken(self, request: web.Request) -> web.Response:
        if request.query.get("corpid") != CORP:
            return _answer(40013)
        if request.query.get("corpsecret") != SECRET:
            return _answer(40001)
        if not self.trusted:
            return _answer(
                60020, "not allow to access from your ip, hint: [1], from ip: 60.208.1.2, more info"
            )
        self.fetches += 1
        self._token = self._token or f"token-{self.fetches}-" + "x" * 200
        return _answer(0, access_token=self._token, expires_in=7200)

    def _sync(self, asked: dict[str, Any]) -> Any:
        self.asked.append(asked)
        if self.tired:
            self.tired -= 1
            return _answer(45009)
        if "token" in asked and self.tickets.get(asked["token"], 0) < self.clock() - 600:
            return _answer(95007)
        if asked["limit"] > 1000 or asked["voice_format"] not in (0, 1):
            return _answer(40058)
        items, cursor = self.log.get(asked["open_kfid"], []), asked["cursor"]
        if cursor and (self.forgetful or not cursor.startswith("cur-")):
            self.forgetful = False
            return _answer(40035)
        oldest = self.clock() - DAYS
        first = int(cursor[4:]) if cursor else sum(_sent(one, self.clock()) < oldest for one in items)
        end = min(first + min(asked["limit"], self.page), len(items))
        return {"next_cursor": f"cur-{end}", "has_more": int(end < len(items)), "msg_list": items[first:end]}

    def _send(self, body: dict[str, Any]) -> Any:
        code = self._judged(body)
        self.answers.append(code)
        if code == 0:
            self._show(f"{body['open_kfid']}/{body['touser']}", body)
            if self.mute:
                self.mute -= 1
                return None
        said = "msgid is repeated" if code == REPEATED else "refused"
        return _answer(code, said)

    def _judged(self, body: dict[str, Any]) -> int:
        chat, key = f"{body['open_kfid']}/{body['touser']}", body.get("msgid", "")
        if wrong := _shape(body):
            return wrong
        if key and not re.fullmatch("[0-9a-zA-Z_-]{1,32}", key):
            return 40058
        window = self._windows.get(chat)
        if window is None:
            return 40096
        if key and f"{body['open_kfid']} {key}" in self._keys:
            return REPEATED
        if self.states.get(chat) not in (NEW, ASSISTANT):
            return 95018
        if self.clock() > window[1]:
            return 95002
        if window[0] < 1:
            return 95001
        window[0] -= 1
        self._keys.add(f"{body['open_kfid']} {key}")
        return 0

    def _welcome(self, body: dict[str, Any]) -> Any:
        chat, until = self.codes.pop(body["code"], ("", 0.0))
        code = _shape(body) or (0 if self.clock() < until else 40058)
        self.answers.append(code)
        if code == 0:
            self._show(chat, body)
        return _answer(code)

    def _show(self, chat: str, body: dict[str, Any]) -> None:
        self.sends.append(body)
        self.screens.setdefault(chat, []).append(_visible(body))

    def _state(self, asked: dict[str, Any]) -> Any:
        return {"service_state": self.states.get(f"{asked['open_kfid']}/{asked['external_userid']}", ENDED)}

    def _accounts(self, asked: dict[str, Any]) -> Any:
        return {"account_list": self.desks[asked.get("offset", 0) :][: asked.get("limit", 100)]}

    def _link(self, asked: dict[str, Any]) -> Any:
        if not asked["scene"].isalnum() or len(asked["scene"]) > 32:
            return _answer(40058)
        return {"url": f"https://work.weixin.qq.com/kf/{asked['open_kfid']}?enc_scene=ENC{asked['scene']}"}

    async def _media(self, request: web.Request) -> web.Response:
        if request.query.get("access_token") != self._token:
            return _answer(40014)
        found = self.files.get(request.query["media_id"])
        return _answer(40007) if found is None else web.Response(body=found)


HANDLERS = {
    "/cgi-bin/kf/sync_msg": Platform._sync,
    "/cgi-bin/kf/send_msg": Platform._send,
    "/cgi-bin/kf/send_msg_on_event": Platform._welcome,
    "/cgi-bin/kf/service_state/get": Platform._state,
    "/cgi-bin/kf/account/list": Platform._accounts,
    "/cgi-bin/kf/add_contact_way": Platform._link,
}


def _sent(one: Any, now: float) -> float:
    """When something was sent; what tests send that has no shape at all, was sent just now."""
    at = one.get("send_time") if isinstance(one, dict) else None
    return at if isinstance(at, int) and at > 1 else now


def _shape(body: dict[str, Any]) -> int:
    """An errcode for a body that breaks the platform's limits, 0 for one that keeps them."""
    if body["msgtype"] == "text":
        return 0 if 0 < len(body["text"]["content"].encode()) <= 2048 else 45002
    menu = body["msgmenu"]
    if not 0 < len(menu["list"]) <= 10:
        return 95008
    lines = [line["click"] for line in menu["list"] if line["type"] == "click"]
    fits = (
        len(menu["head_content"].encode()) <= 1024
        and len(menu["tail_content"].encode()) <= 1024
        and all(0 < len(line["id"].encode()) <= 64 for line in lines)
        and all(0 < len(line["content"].encode()) <= 128 for line in lines)
    )
    return 0 if fits else 40058


def _visible(body: dict[str, Any]) -> str:
    if body["msgtype"] == "text":
        return str(body["text"]["content"])
    menu = body["msgmenu"]
    lines = [f"[{line['click']['content']}]" for line in menu["list"]]
    return "\n".join([menu["head_content"], *lines, menu["tail_content"]])


def _answer(code: int, said: str = "ok", **more: Any) -> web.Response:
    """An errcode comes inside HTTP 200, as the platform sends it."""
    return web.Response(
        text=json.dumps({"errcode": code, "errmsg": said, **more}), content_type="application/json"
    )
