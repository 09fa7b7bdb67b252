"""WeCom around a smart bot: addresses that take one late answer each, and encrypted files, on loopback."""

import base64
import itertools
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.connectors.standin import StandIn

TOKEN = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo"
KEY = "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"
OLD_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
LONGEST, BLOCK = 20_480, 32
NOT_GOOD = 60_140
"""Of an address that was used or is too old; the documents name no errcode, any that the bot does not know will do."""


@dataclass
class Platform(StandIn):
    """``late`` are the answers that came to the addresses of messages, by chat."""

    late: dict[str, list[str]] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    """The errcode of each late answer."""
    files: dict[str, bytes] = field(default_factory=dict)
    busy: int = 0
    """So many late answers are refused with 45009."""
    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/cgi-bin/aibot/response", self._response)
        app.router.add_get("/media/{name}", self._media)
        return app

    def address(self, chat: str) -> str:
        """An address that takes one late answer to a message in a chat."""
        code = f"CODE{next(self._numbers)}-{secrets.token_hex(8)}"
        self._codes[code] = chat
        return f"{self.url}/cgi-bin/aibot/response?response_code={code}"

    def expire(self) -> None:
        """An hour has passed."""
        self._codes.clear()

    def keep(self, content: bytes, key: str = KEY) -> str:
        """Keep a file as the platform does, and return its address."""
        name = f"f{next(self._numbers)}"
        self.files[name] = _sealed(content, key)
        return f"{self.url}/media/{name}"

    async def _response(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = json.loads(await request.read())
        code = request.query.get("response_code", "")
        verdict = self._judged(code, body)
        self.answers.append(verdict)
        if not verdict:
            chat = self._codes.pop(code)
            self.late.setdefault(chat, []).append(body["markdown"]["content"])
        return web.json_response({"errcode": verdict, "errmsg": "ok" if not verdict else "refused"})

    def _judged(self, code: str, body: dict[str, Any]) -> int:
        if self.busy:
            self.busy -= 1
            return 45009
        if code not in self._codes:
            return NOT_GOOD
        if body.get("msgtype") != "markdown":
            return 40008
        return 40058 if len(body["markdown"]["content"].encode()) > LONGEST else 0

    async def _media(self, request: web.Request) -> web.Response:
        found = self.files.get(request.match_info["name"])
        return web.Response(status=404) if found is None else web.Response(body=found)


def _sealed(content: bytes, key: str) -> bytes:
    raw = base64.b64decode(key + "=")
    pad = BLOCK - len(content) % BLOCK
    sealer = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return sealer.update(content + bytes([pad]) * pad) + sealer.finalize()


def stamp() -> int:
    """Seconds since 1970, as the platform counts them."""
    return int(time.time())
