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
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import web

from bot.arrivals import Fetch, fetched
from connectors.channel import Desk
from connectors.gate import Gate
from connectors.problem import Problem, read_body
from connectors.sender import SENDER, Sender
from connectors.tencent.choices import meant
from connectors.tencent.cipher import Forged, Unreadable
from connectors.tencent.envelope import Envelope, Letter
from connectors.tencent.handing import handed_over
from connectors.tencent.packing import Packed
from connectors.tencent.signature import signed
from connectors.wechat import subscription
from connectors.wechat.events import NAME, Happened, read
from connectors.wechat.farewell import farewell
from connectors.wechat.replies import WELCOME, pack
from storage.messages import Inbound, Queued
from storage.store import Store
from storage.tx import Tx

LARGEST = 128 * 1024
"""Bytes of a callback; WeChat's longest text, in compatible mode, comes to some twenty thousand."""
PATIENCE = 4.0
"""Seconds until WeChat gets its answer; it hangs up after five, and under load the way there and back takes its share."""
FOR_FILES = 0.7
"""The share of the patience that a download may take."""
LEASE = timedelta(seconds=20)
"""How long replies wait for WeChat's three deliveries, five seconds apart."""
DONE = "success"
LAST_CHANCE = 0.15
"""Seconds more in which a message may still be kept."""
NOT_KEPT = Problem(503, "not_kept", "没来得及记下，请再送一次", "not kept in time, please deliver again")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Callback:
    """Serves ``/wechat``; ``patience`` in seconds."""

    desk: Desk
    store: Store
    fetch: Fetch
    envelope: Envelope
    gate: Gate
    patience: float = PATIENCE
    _late: set[asyncio.Task[Any]] = field(default_factory=set)
    _under_way: "dict[str, asyncio.Task[list[Queued] | str]]" = field(default_factory=dict)

    async def verify(self, request: web.Request) -> web.Response:
        """Answer WeChat's question whether this address is ours."""
        if not signed(self.envelope.cipher.token, request.query):
            raise Forged
        return web.Response(text=request.query.get("echostr", ""))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take one callback."""
        until = asyncio.get_running_loop().time() + self.patience
        if not signed(self.envelope.cipher.token, request.query):
            raise Forged
        body = await read_body(request, LARGEST)
        try:
            letter = self.envelope.open(body, request.query)
        except Unreadable as why:
            log.warning("callback not readable", channel=NAME, reason=str(why))
            return web.Response(text=DONE)
        if answers := subscription.read(letter, self.store.now()):
            await self.store.run(lambda tx: subscription.keep(tx, answers))
            return web.Response(text=DONE)
        happened = read(letter.fields, self.store.now())
        if happened is None:
            return web.Response(text=DONE)
        if happened.leaves:
            await self.store.run(lambda tx: farewell(tx, happened.message))
            return web.Response(text=DONE)
        return await self._answer(request, letter, happened, until)

    async def close(self) -> None:
        """Wait for what is late."""
        await asyncio.gather(*self._under_way.values(), *self._late, return_exceptions=True)

    async def _answer(
        self, request: web.Request, letter: Letter, happened: Happened, until: float
    ) -> web.StreamResponse:
        """Answer within WeChat's five seconds; what is not kept by then is not acknowledged, and comes again."""
        work = self._work(happened, request.app[SENDER], until)
        done, _ = await asyncio.wait((work,), timeout=until + LAST_CHANCE - asyncio.get_running_loop().time())
        if not done:
            raise NOT_KEPT
        ready = work.result()
        if isinstance(ready, str):
            return self._reply(letter, ready) if ready else web.Response(text=DONE)
        packed = pack([row.message for row in ready])
        welcome = f"{WELCOME.format(place=happened.place)}\n" if happened.place else ""
        return await self._hand_over(request, self._reply(letter, welcome + packed.texts[0]), ready, packed)

    def _work(self, happened: Happened, sender: Sender, until: float) -> "asyncio.Task[list[Queued] | str]":
        """Return the work on a message; delivered again meanwhile, that which is under way."""
        key = happened.message.external_id
        work = self._under_way.get(key)
        if work is None:
            work = asyncio.create_task(self._ready(happened, sender, until))
            self._under_way[key] = work
            work.add_done_callback(lambda _: self._under_way.pop(key))
        return work

    async def _ready(self, happened: Happened, sender: Sender, until: float) -> list[Queued] | str:
        """Return the replies, or a text in their place; "" where they come later in their own way."""
        message = happened.message
        earlier = await self.store.read(lambda tx: _earlier(tx, message))
        if earlier is not None:
            return earlier or ""
        if not await self.gate.passes(self.desk, message):
            return self.gate.words()
        opening = asyncio.create_task(self.store.run(lambda tx: _open(tx, happened)))
        deadline = until - self.patience * (1 - FOR_FILES)
        message = await fetched(message, self.fetch, deadline)
        rows = await self._handled(await meant(self.desk, message, pressed=happened.pressed), sender, until)
        await opening
        return rows or ""

    async def _handled(self, message: Inbound, sender: Sender, until: float) -> list[Queued]:
        """Return the replies if they are there in time; else the message is kept and they go their own way."""
        if any(item.away for item in message.attachments):
            await self.desk.accept(message)
            return []
        task = asyncio.create_task(self.desk.take(message, LEASE))
        done, _ = await asyncio.wait((task,), timeout=until - asyncio.get_running_loop().time())
        if done:
            sender.wake()
            return task.result()
        free = asyncio.create_task(self._let_go(task, sender))
        kept = asyncio.create_task(self.desk.accept(message))
        self._goes_on(free)
        self._goes_on(kept)
        await asyncio.wait((task, kept), return_when=asyncio.FIRST_COMPLETED)
        return []

    async def _let_go(self, task: asyncio.Task[list[Queued]], sender: Sender) -> None:
        """Leave replies that came too late to the sender."""
        try:
            rows = [row.id for row in await task]
            await self.store.run(lambda tx: tx.handover.leave(rows))
        except Exception:  # the message was kept, and a lease ends by itself
            log.exception("late answer failed", channel=NAME)
        sender.wake()

    def _goes_on(self, task: asyncio.Task[Any]) -> None:
        """Let something go on after the answer."""
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _hand_over(
        self, request: web.Request, response: web.Response, rows: list[Queued], packed: Packed
    ) -> web.StreamResponse:
        """Send the passive reply; only then is it written down. What did not fit goes through the outbox."""
        await response.prepare(request)
        await response.write_eof()
        await self.store.run(lambda tx: handed_over(tx, rows, packed))
        request.app[SENDER].wake()
        return response

    def _reply(self, letter: Letter, text: str) -> web.Response:
        return web.Response(text=self.envelope.reply(letter, text), content_type="application/xml")


def _earlier(tx: Tx, message: Inbound) -> list[Queued] | None:
    """Return what an earlier delivery is answered with, None where there was none."""
    row = tx.inbox.find(message.channel, message.external_id)
    return None if row is None else tx.handover.rows(row)


def _open(tx: Tx, happened: Happened) -> None:
    """Open the send window of a message; delivered again, it opens none."""
    if happened.window is not None:
        tx.quotas.open(NAME, happened.message.sender, happened.window, happened.at)
