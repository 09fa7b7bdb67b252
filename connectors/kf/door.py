"""The callback: it says only that messages wait. That is written down, acknowledged, and then asked for."""

import re
from dataclasses import dataclass

import structlog
from aiohttp import web

from connectors.kf.events import NAME
from connectors.kf.puller import Puller
from connectors.problem import read_body
from connectors.tencent.cipher import Unreadable
from connectors.tencent.echo import echo
from connectors.tencent.envelope import Envelope

PATH = "/wechat-kf"
CALL = "kf_msg_or_event"
LARGEST = 64 * 1024
"""Bytes of a callback; a real one has a few hundred."""
DONE = "success"
_ACCOUNT = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_TICKET = 128

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """Serves ``/wechat-kf``."""

    envelope: Envelope
    puller: Puller

    async def verify(self, request: web.Request) -> web.Response:
        """Answer the platform's question whether this address is ours: the text that it sent encrypted."""
        return echo(self.envelope.cipher, request)

    async def take(self, request: web.Request) -> web.Response:
        """Take one callback."""
        body = await read_body(request, LARGEST)
        try:
            fields = self.envelope.open(body, request.query).fields
        except Unreadable as why:
            log.warning("callback not readable", channel=NAME, reason=str(why))
            return web.Response(text=DONE)
        account, ticket = fields.get("OpenKfId", ""), fields.get("Token", "")
        if fields.get("Event") == CALL and _ACCOUNT.fullmatch(account):
            await self.puller.called(account, ticket if len(ticket) <= LONGEST_TICKET else "")
        return web.Response(text=DONE)
