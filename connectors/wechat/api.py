"""WeChat's API over aiohttp: one token for all processes, one refresh for a dead one.

Every failure becomes one of ``connectors.errors``; the token stands in each address, so no address is
ever part of a log line or an error.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import msgspec

from config.settings import Wechat as Settings
from connectors.errors import (
    Away,
    Gone,
    Misconfigured,
    Quota,
    Refused,
    RetryAfter,
    SendFailed,
    TooLong,
)
from storage.store import Store
from storage.tokens import Token
from storage.tx import Tx

TIMEOUT = aiohttp.ClientTimeout(total=8, connect=4)
EARLY = timedelta(minutes=1)
"""A token is renewed before it ends; WeChat itself has a new one five minutes before."""
FORCED = timedelta(minutes=75)
"""Between two forced refreshes: WeChat allows twenty a day."""
WAITS, WAIT = 100, 0.2
"""How often, and how many seconds apart, to look whether another process has the new token."""
NO_MENUS = 40200

DEAD_TOKEN = frozenset((40001, 40014, 42001))
FAILURES: dict[int, type[SendFailed]] = {
    40003: Gone, 43004: Gone, 48002: Gone,
    45015: Away,
    45047: Quota,
    45002: TooLong,
    **dict.fromkeys((40001, 40013, 40014, 40125, 40164, 42001, 48001, 48004, 50002, 50005), Misconfigured),
}  # fmt: skip
"""WeChat's errcode -> what it means for the message; any other one is a refusal."""
WAIT_FOR: dict[int, float | None] = {-1: None, 45009: 3600.0, 45011: 60.0}
"""errcode -> seconds to wait, None leaves it to the back-off."""


def failure(code: int) -> SendFailed:
    """Return the failure that an errcode stands for."""
    detail = f"errcode {code}"
    if code in WAIT_FOR:
        return RetryAfter(WAIT_FOR[code], detail)
    return FAILURES.get(code, Refused)(detail)


class Unreached(RetryAfter):
    """没有连上微信，稍后再发"""


class Rejected(Exception):  # noqa: N818 - carried no further than this folder
    """WeChat answered with an errcode; ``code`` tells which."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}")
        self.code = code


@dataclass(slots=True)
class Api:
    """Calls as one account; ``close`` it at the end."""

    settings: Settings
    store: Store
    _session: aiohttp.ClientSession | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """Call; raises Rejected, or RetryAfter where no answer came."""
        token = await self._token()
        try:
            return _checked(await self._ask("POST", path, token, content))
        except Rejected as rejected:
            if rejected.code not in DEAD_TOKEN:
                raise
        fresh = await self._renewed(token)
        return _checked(await self._ask("POST", path, fresh, content))

    async def media(self, media_id: str, largest: int) -> bytes | None:
        """Return a file of a follower, None where it is larger than ``largest`` bytes; raises like ``post``."""
        token = await self._token()
        try:
            return await self._download(token, media_id, largest)
        except Rejected as rejected:
            if rejected.code not in DEAD_TOKEN:
                raise
        return await self._download(await self._renewed(token), media_id, largest)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _token(self) -> str:
        known = await self.store.read(lambda tx: _usable(tx, self._name))
        return known or await self._fetched(dead=None)

    async def _renewed(self, dead: str) -> str:
        """Return another token than one that WeChat does not know any more; raises Misconfigured."""
        return await self._fetched(dead)

    async def _fetched(self, dead: str | None) -> str:
        """Fetch a token, or wait for the one that somebody else is fetching; forced where one is dead."""
        async with self._turn:
            for _ in range(WAITS):
                found = await self.store.run(lambda tx: _turn(tx, self._name, dead))
                if isinstance(found, str):
                    return found
                if found:
                    return await self._fetch(force=dead is not None)
                await asyncio.sleep(WAIT)
        raise Unreached(detail="token")

    async def _fetch(self, *, force: bool) -> str:
        content = {
            "grant_type": "client_credential",
            "appid": self.settings.app_id,
            "secret": self.settings.secret.get_secret_value(),
            "force_refresh": force,
        }
        try:
            answer = _checked(await self._ask("POST", "/cgi-bin/stable_token", None, content))
            value, seconds = str(answer["access_token"]), int(answer.get("expires_in", 7200))
        except (Rejected, SendFailed, KeyError, ValueError) as error:
            await self.store.run(lambda tx: tx.tokens.failed(self._name))
            refused = failure(error.code) if isinstance(error, Rejected) else Unreached(detail="token")
            raise refused from None
        await self.store.run(
            lambda tx: tx.tokens.keep(self._name, value, tx.now + timedelta(seconds=seconds))
        )
        return value

    async def _ask(self, method: str, path: str, token: str | None, content: dict[str, Any]) -> bytes:
        """Return the body of an answer, which WeChat expects and sends in UTF-8."""
        query = {} if token is None else {"access_token": token}
        try:
            async with self._connected().request(
                method, self._address(path), params=query, data=msgspec.json.encode(content)
            ) as answer:
                if answer.status >= 500:
                    raise RetryAfter(detail=f"HTTP {answer.status}")
                return await answer.read()
        except aiohttp.ClientConnectorError as error:
            raise Unreached(detail=type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RetryAfter(detail=type(error).__name__) from None

    async def _download(self, token: str, media_id: str, largest: int) -> bytes | None:
        query = {"access_token": token, "media_id": media_id}
        try:
            async with self._connected().get(self._address("/cgi-bin/media/get"), params=query) as answer:
                if answer.status >= 500:
                    raise RetryAfter(detail=f"HTTP {answer.status}")
                if (answer.content_length or 0) > largest:
                    return None
                content = bytearray()
                async for chunk in answer.content.iter_any():
                    content += chunk
                    if len(content) > largest:
                        return None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RetryAfter(detail=type(error).__name__) from None
        if content.startswith(b"{"):  # an errcode, or the address of a video that plays elsewhere
            _checked(bytes(content))
            return None
        return bytes(content)

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session

    def _address(self, path: str) -> str:
        return f"{self.settings.api.rstrip('/')}{path}"

    @property
    def _name(self) -> str:
        return f"wechat:{self.settings.app_id}"


def _usable(tx: Tx, name: str) -> str | None:
    token = tx.tokens.get(name)
    return token.value if token and token.value and token.ends_at - EARLY > tx.now else None


def _turn(tx: Tx, name: str, dead: str | None) -> str | bool:
    """Return a token that somebody fetched meanwhile, else whether the caller is to fetch one."""
    usable = _usable(tx, name)
    if usable is not None and usable != dead:
        return usable
    token = tx.tokens.get(name)
    if dead is not None and token is not None and _too_soon(token, tx):
        raise Misconfigured("errcode 40001")
    if not tx.tokens.turn(name):
        return False
    if dead is not None:
        tx.tokens.force(name)
    return True


def _too_soon(token: Token, tx: Tx) -> bool:
    return token.forced_at is not None and token.forced_at + FORCED > tx.now


def _checked(body: bytes) -> dict[str, Any]:
    """Return an answer that holds no errcode; raises Rejected, or RetryAfter for what is no answer."""
    try:
        answer = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RetryAfter(detail="no JSON") from None
    code = answer.get("errcode", 0)
    if code:
        raise Rejected(int(code))
    return answer
