"""The callback of the application: verify, read, keep, acknowledge. Answers go their own way.

A message is committed before the empty answer that acknowledges it. Where the database takes longer than
the platform's five seconds, the platform has hung up and brings the message again; by then it is there.
"""

from dataclasses import dataclass

import structlog
from aiohttp import web

from connectors.channel import Desk
from connectors.gate import Gate
from connectors.problem import read_body
from connectors.tencent.choices import meant
from connectors.tencent.cipher import Unreadable
from connectors.tencent.echo import echo
from connectors.tencent.envelope import Envelope
from connectors.wecom.events import NAME, read
from storage.messages import Inbound

PATH = "/wecom"
LARGEST = 64 * 1024
"""Bytes of a callback; the longest text, encrypted, comes to some ten thousand."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """Serves ``/wecom``."""

    desk: Desk
    envelope: Envelope
    gate: Gate

    async def verify(self, request: web.Request) -> web.Response:
        """Answer the platform's question whether this address is ours."""
        return echo(self.envelope.cipher, request)

    async def take(self, request: web.Request) -> web.Response:
        """Take one callback."""
        body = await read_body(request, LARGEST)
        try:
            letter = self.envelope.open(body, request.query)
        except Unreadable as why:
            log.warning("callback not readable", channel=NAME, reason=str(why))
            return web.Response()
        happened = read(letter.fields, self.desk.now())
        if happened is None:
            return web.Response()
        message = await meant(self.desk, happened.message)
        if await (self._new_here(message) if happened.comes else self.gate.admits(self.desk, message)):
            await self.desk.accept(message)
        return web.Response()

    async def _new_here(self, message: Inbound) -> bool:
        """Who opens the application every morning need not be greeted every morning."""
        return not await self.desk.history(message.conversation, 1)
