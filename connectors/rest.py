"""The REST channel in Rasa's shape, for kiosks, scripts and other systems of the county.

Whoever may call it may speak for any ``sender``. So without a token it serves this machine only.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

import msgspec
from aiohttp import web

from bot.attachments import FileRefusedError
from connectors.channel import Desk
from connectors.problem import (
    Problem,
    foreign,
    not_taken,
    on_this_machine,
    read_body,
    same_secret,
    slow_down,
)
from connectors.ratelimit import RateLimiter
from connectors.rest_payload import Call, Enclosed, Metadata, parse, rendered
from storage.messages import Attachment, Inbound, Line, Outbound

NAME = "rest"
PATH = "/webhooks/rest"
POLLED = 200
"""Lines of a conversation that a poll looks back over."""


@dataclass(slots=True)
class Rest:
    """The channel; ``max_body`` in bytes, ``max_text`` in characters; no ``token``: this machine only."""

    limiter: RateLimiter
    max_body: int
    max_text: int
    token: str | None = None
    name: str = NAME

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        door = _Door(self, desk)
        return [
            web.get(PATH, door.status),
            web.get(f"{PATH}/", door.status),
            web.post(f"{PATH}/webhook", door.webhook),
            web.get(f"{PATH}/messages", door.messages),
        ]

    async def send(self, out: Outbound) -> None:
        """Nothing to do: what is in the outbox is there for the next poll."""


@dataclass(frozen=True, slots=True)
class _Door:
    channel: Rest
    desk: Desk

    async def status(self, _request: web.Request) -> web.Response:
        """Say that the channel is up, as Rasa does."""
        return web.json_response({"status": "ok"})

    async def webhook(self, request: web.Request) -> web.Response:
        """Take one message and answer with the replies to it."""
        self._admit(request)
        call = parse(await read_body(request, self.channel.max_body))
        self._check(call)
        message = await self._inbound(call)
        replies = await self.desk.answer(message)
        return _json([rendered(call.sender, out) for out in replies])

    async def messages(self, request: web.Request) -> web.Response:
        """Return what was said to ``sender`` later than ``after`` (ISO time with zone), notices included."""
        self._admit(request)
        sender, after = request.query.get("sender", ""), _time(request.query.get("after"))
        if not sender:
            raise Problem(400, "bad_field", "要写 sender", "sender is required")
        lines = await self.desk.history(f"{NAME}:{sender}", POLLED)
        said = [line for line in lines if line.mine and (after is None or line.at > after)]
        return _json([_polled(sender, line) for line in said])

    def _admit(self, request: web.Request) -> None:
        token = self.channel.token
        if token is not None:
            given = request.headers.get("Authorization", "")
            if not same_secret(given, f"Bearer {token}"):
                raise Problem(401, "bad_token", "令牌不对或没有写", "missing or wrong bearer token")
        elif foreign(request) or not on_this_machine(request):
            raise Problem(403, "local_only", "没有设置 SHILIU_REST_TOKEN，这个接口只对本机开放",
                          "without SHILIU_REST_TOKEN this interface serves its own machine only")  # fmt: skip

    def _check(self, call: Call) -> None:
        text = call.message or ""
        if len(text) > self.channel.max_text:
            raise Problem(413, "too_long", f"一次最多 {self.channel.max_text} 个字，请分几次发",
                          f"a message holds at most {self.channel.max_text} characters")  # fmt: skip
        seconds = self.channel.limiter.wait(f"{NAME}:{call.sender}", text)
        if seconds:
            raise slow_down(seconds)

    async def _inbound(self, call: Call) -> Inbound:
        told = call.metadata or Metadata()
        identity = f"{NAME}:{call.sender}"
        number = secrets.token_hex(16) if told.message_id is None else told.message_id
        return Inbound(
            channel=NAME,
            external_id=_external(call.sender, number),
            chat=call.sender,
            sender=call.sender,
            text=call.message or "",
            received_at=self.desk.now(),
            attachments=tuple([await self._keep(item, identity) for item in told.attachments]),
            edit_of=None if told.edit_of is None else _external(call.sender, told.edit_of),
        )

    async def _keep(self, item: Enclosed, identity: str) -> Attachment:
        content = item.decoded()
        if content is not None:
            try:
                return await self.desk.keep_file(item.kind, content, identity, item.name)
            except FileRefusedError as no:
                raise not_taken(no) from None
        if item.digest is None:
            place = (item.latitude, item.longitude, item.label)
            return Attachment(item.kind, None, item.name, item.mime, 0, *place)
        known = await self.desk.get_file(item.digest, identity)
        if known is None:
            raise Problem(400, "bad_attachment", "没有这个附件", "there is no such attachment")
        return Attachment(item.kind, item.digest, item.name, known[1], len(known[0]))


def _external(sender: str, number: str | int) -> str:
    """Message ids are the sender's own; a line break cannot be part of a sender."""
    return f"{sender}\n{number}"


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # A plus sign that was not escaped in a query arrives as a space.
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BAD_TIME from None
    if found.tzinfo is None:
        raise BAD_TIME
    return found


BAD_TIME = Problem(
    400, "bad_field", "after 要写成带时区的时间，如 2026-11-20T09:00:00+08:00",
    "after must be an ISO time with zone, e.g. 2026-11-20T09:00:00+08:00",
)  # fmt: skip


def _polled(sender: str, line: Line) -> dict[str, object]:
    shown = rendered(sender, Outbound(NAME, sender, line.text, line.buttons))
    return {**shown, "at": line.at.isoformat()}


def _json(content: list[dict[str, object]]) -> web.Response:
    return web.Response(body=msgspec.json.encode(content), content_type="application/json", charset="utf-8")
