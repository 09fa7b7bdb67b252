"""The callback: verify, read, keep, and answer within the five seconds that WeChat waits.

1. Nothing happens for an address or a ciphertext that WeChat did not sign.
2. A message is committed before WeChat gets its answer. An answer that is ready in time goes along as
   the passive reply, which costs no quota; a later one goes through the outbox.
3. Whatever a signed callback holds, WeChat reads ``success`` or a reply; anything else would show the
   follower that the account is out of order. Only a message that the database has not taken yet is
   not acknowledged: WeChat brings it again five seconds later, and by then it is there.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import structlog
from aiohttp import web

from connectors.channel import Desk
from connectors.degrade import choice
from connectors.problem import Problem, read_body
from connectors.ratelimit import RateLimiter
from connectors.sender import SENDER, Sender
from connectors.tencent.api import Api
from connectors.tencent.cipher import Forged, Unreadable
from connectors.tencent.envelope import Envelope, Letter
from connectors.tencent.signature import signed
from connectors.wechat import media
from connectors.wechat.events import NAME, Happened, read
from connectors.wechat.farewell import farewell
from connectors.wechat.replies import NO_FILE, SLOW_DOWN, WELCOME, Packed, pack
from storage.messages import Attachment, Inbound, Queued
from storage.store import Store
from storage.tx import Tx

LARGEST = 128 * 1024
"""Bytes of a callback; WeChat's longest text, in compatible mode, comes to some twenty thousand."""
PATIENCE = 4.5
"""Seconds until WeChat gets its answer; it hangs up after five."""
FOR_FILES = 0.7
"""The share of the patience that a download may take."""
LEASE = timedelta(seconds=20)
"""How long replies wait for WeChat's three deliveries, five seconds apart."""
LAST_LINES = 6
DONE = "success"
LAST_CHANCE = 0.4
"""Seconds more in which a message may still be kept."""
FORGED = Problem(403, "bad_signature", "签名不对", "the signature is wrong")
NOT_KEPT = Problem(503, "not_kept", "没来得及记下，请再送一次", "not kept in time, please deliver again")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Callback:
    """Serves ``/wechat``; ``largest_file`` in bytes, ``patience`` in seconds."""

    desk: Desk
    store: Store
    api: Api
    envelope: Envelope
    limiter: RateLimiter
    largest_file: int
    patience: float = PATIENCE
    _late: set[asyncio.Task[Any]] = field(default_factory=set)

    async def verify(self, request: web.Request) -> web.Response:
        """Answer WeChat's question whether this address is ours."""
        if not signed(self.envelope.cipher.token, request.query):
            raise FORGED
        return web.Response(text=request.query.get("echostr", ""))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take one callback."""
        until = asyncio.get_running_loop().time() + self.patience
        if not signed(self.envelope.cipher.token, request.query):
            raise FORGED
        body = await read_body(request, LARGEST)
        try:
            letter = self.envelope.open(body, request.query)
        except Forged:
            raise FORGED from None
        except Unreadable as why:
            log.warning("callback not readable", channel=NAME, reason=str(why))
            return web.Response(text=DONE)
        happened = read(letter.fields, datetime.now(UTC))
        if happened is None:
            return web.Response(text=DONE)
        if happened.leaves:
            await self.store.run(lambda tx: farewell(tx, happened.message))
            return web.Response(text=DONE)
        return await self._answer(request, letter, happened, until)

    async def close(self) -> None:
        """Wait for what is late."""
        await asyncio.gather(*self._late, return_exceptions=True)

    async def _answer(
        self, request: web.Request, letter: Letter, happened: Happened, until: float
    ) -> web.StreamResponse:
        """Answer within WeChat's five seconds; what is not kept by then is not acknowledged, and comes again."""
        work = asyncio.create_task(self._ready(happened, request.app[SENDER], until))
        done, _ = await asyncio.wait((work,), timeout=until + LAST_CHANCE - asyncio.get_running_loop().time())
        if not done:
            self._kept(work)
            raise NOT_KEPT
        ready = work.result()
        if isinstance(ready, str):
            return self._reply(letter, ready) if ready else web.Response(text=DONE)
        packed = pack([row.message for row in ready])
        welcome = f"{WELCOME.format(place=happened.place)}\n" if happened.place else ""
        return await self._hand_over(request, self._reply(letter, welcome + packed.texts[0]), ready, packed)

    async def _ready(self, happened: Happened, sender: Sender, until: float) -> list[Queued] | str:
        """Return the replies, or a text in their place; "" where they come later in their own way."""
        message, opening = happened.message, None
        if not await self.store.read(lambda tx: _seen(tx, message)):
            if self.limiter.wait(message.identity, message.text):
                return SLOW_DOWN
            opening = asyncio.create_task(self.store.run(lambda tx: _open(tx, happened)))
            whole = await self._whole(happened, until)
            if whole is None:
                await opening
                return NO_FILE
            message = whole
        rows = await self._handled(message, sender, until)
        if opening is not None:
            await opening
        return rows or ""

    async def _whole(self, happened: Happened, until: float) -> Inbound | None:
        """Return the message with its file and what its number means; None where only a lost file came."""
        message = happened.message
        if happened.media is not None:
            found = await self._fetched(happened, until)
            if found is None:
                return message if message.text else None
            message = msgspec.structs.replace(message, attachments=(found,))
        return await self._meant(message, pressed=happened.pressed)

    async def _fetched(self, happened: Happened, until: float) -> Attachment | None:
        wanted = happened.media
        if wanted is None:
            return None
        try:
            async with asyncio.timeout_at(until - self.patience * (1 - FOR_FILES)):
                found = await media.fetch(self.api, wanted, self.largest_file)
        except TimeoutError:
            found = None
        if found is None:
            log.warning("file not taken", channel=NAME, kind=wanted.kind)
            return None
        content, mime = found
        digest = await self.desk.put_file(content, mime, happened.message.identity)
        return Attachment(wanted.kind, digest, mime=mime, size=len(content))

    async def _meant(self, message: Inbound, *, pressed: bool) -> Inbound:
        """Return what a number, or a pressed line, means after the last question."""
        if not pressed and not (message.text.isdecimal() and len(message.text) <= 2):
            return message
        for line in reversed(await self.desk.history(message.conversation, LAST_LINES)):
            if not line.mine:
                break
            button = choice(message.text, line.buttons)
            if button is not None:
                return msgspec.structs.replace(message, text=button.title, payload=button.payload)
        return message

    async def _handled(self, message: Inbound, sender: Sender, until: float) -> list[Queued]:
        """Return the replies if they are there in time; else the message is kept and they go their own way."""
        task = asyncio.create_task(self.desk.take(message, LEASE))
        done, _ = await asyncio.wait((task,), timeout=until - asyncio.get_running_loop().time())
        if done:
            sender.wake()
            return task.result()
        self._kept(asyncio.create_task(self._let_go(task, sender)))
        await self.desk.accept(message)
        return []

    async def _let_go(self, task: asyncio.Task[list[Queued]], sender: Sender) -> None:
        """Leave replies that came too late to the sender."""
        try:
            rows = [row.id for row in await task]
            await self.store.run(lambda tx: tx.handover.leave(rows))
        except Exception:  # the message was kept, and a lease ends by itself
            log.exception("late answer failed", channel=NAME)
        sender.wake()

    def _kept(self, task: asyncio.Task[Any]) -> None:
        """Let something go on after the answer."""
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _hand_over(
        self, request: web.Request, response: web.Response, rows: list[Queued], packed: Packed
    ) -> web.StreamResponse:
        """Send the passive reply; only then is it written down. What did not fit goes through the outbox."""
        await response.prepare(request)
        await response.write_eof()
        await self.store.run(lambda tx: _handed_over(tx, rows, packed))
        request.app[SENDER].wake()
        return response

    def _reply(self, letter: Letter, text: str) -> web.Response:
        return web.Response(text=self.envelope.reply(letter, text), content_type="application/xml")


def _seen(tx: Tx, message: Inbound) -> bool:
    return tx.inbox.find(message.channel, message.external_id) is not None


def _open(tx: Tx, happened: Happened) -> None:
    """Open the send window of a message; delivered again, it opens none."""
    if happened.window is not None:
        tx.quotas.open(NAME, happened.message.sender, happened.window, happened.at)


def _handed_over(tx: Tx, rows: list[Queued], packed: Packed) -> None:
    new = [row.id for row in rows if row.status == "pending"]
    if not new:
        return
    tx.handover.done(row.id for row in rows[: packed.count])
    tx.handover.leave(row.id for row in rows[packed.count :])
    for text in packed.texts[1:]:
        rest = msgspec.structs.replace(rows[0].message, text=text, buttons=())
        tx.outbox.add(rest, conversation=rows[0].conversation)
