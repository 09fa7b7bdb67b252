"""The callback: verify, read, keep, and answer at once or as a stream whose rest is asked for.

1. Nothing happens for a ciphertext that the platform did not sign.
2. A message is committed before the platform gets its answer. An answer that is ready by then is the
   whole of the stream; else the platform asks again and again for the rest. Nobody asking, or not here,
   a late answer goes to the address that came with the message.
3. How far an answer is stands in the store under the id of the message, which is the name of its stream;
   so any process can go on with what another began.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import web

from bot.arrivals import Fetch, fetched
from connectors.channel import Desk
from connectors.gate import SLOW, Gate
from connectors.problem import Problem, read_body
from connectors.sender import SENDER, Sender
from connectors.smartbot.events import NAME, Happened, Refresh, read
from connectors.smartbot.replies import WELCOME, markdown, pack
from connectors.smartbot.state import Progress, begun, progress
from connectors.smartbot.streams import Streams
from connectors.smartbot.wire import opened, sealed, stream, welcome
from connectors.tencent.choices import meant
from connectors.tencent.cipher import Cipher, Unreadable
from connectors.tencent.echo import echo
from connectors.tencent.handing import handed_over
from connectors.tencent.packing import Packed
from storage.messages import Inbound, Queued
from storage.store import Store

PATH = "/wecom-bot"
LARGEST = 256 * 1024
"""Bytes of a callback; words, what they quote, and addresses of pictures."""
PATIENCE = 4.0
"""Seconds until the platform gets its answer; it hangs up after five."""
FOR_FILES = 0.6
"""The share of the patience that downloads may take."""
LAST_CHANCE = 0.6
"""Seconds more in which a message may still be kept."""
LEASE = timedelta(seconds=30)
"""How long a late answer waits for the platform to ask for it; it asks every second or two."""
NOT_KEPT = Problem(503, "not_kept", "没来得及记下，请再送一次", "not kept in time, please deliver again")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Callback:
    """Serves ``/wecom-bot``; ``called`` gives the bot's name, ``words`` a text by its key."""

    desk: Desk
    store: Store
    cipher: Cipher
    fetch: Fetch
    words: Callable[[str], str]
    called: Callable[[], str]
    streams: Streams
    gate: Gate
    patience: float = PATIENCE
    _late: set[asyncio.Task[Any]] = field(default_factory=set)

    async def verify(self, request: web.Request) -> web.Response:
        """Answer the platform's question whether this address is ours."""
        return echo(self.cipher, request)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take one callback."""
        until = _now() + self.patience
        body = await read_body(request, LARGEST)
        try:
            call, key = opened(self.cipher, body, request.query)
        except Unreadable as why:
            log.warning("callback not readable", channel=NAME, reason=str(why))
            return web.Response()
        match read(call, self.desk.now(), self.called()):
            case Refresh() as asked:
                return await self._go_on(request, key, asked)
            case Happened() as happened:
                return await self._begin(request, key, happened, until)
        return web.Response()

    async def close(self) -> None:
        """Wait for what is late."""
        await asyncio.gather(*self._late, return_exceptions=True)

    async def _begin(
        self, request: web.Request, key: str, happened: Happened, until: float
    ) -> web.StreamResponse:
        """Answer a message; what is not kept within the platform's patience is not acknowledged."""
        work = asyncio.create_task(self._ready(happened, until))
        done, _ = await asyncio.wait((work,), timeout=until + LAST_CHANCE - _now())
        if not done:
            self._kept(asyncio.create_task(self._let_go(work, request.app[SENDER])))
            raise NOT_KEPT
        found, name = work.result(), happened.message.external_id
        if found.waits and not happened.comes:
            self.streams.begin(happened.message.conversation, name)
            return await self._say(request, key, stream(name, self.words("smartbot.wait"), finish=False))
        if found.rows and happened.comes:
            packed = pack([row.message for row in found.rows], WELCOME)
            return await self._show(request, key, found.rows, packed, welcome(packed.texts[0]))
        return await self._end(request, key, name, found) if found.rows or found.note else web.Response()

    async def _go_on(self, request: web.Request, key: str, asked: Refresh) -> web.StreamResponse:
        """Answer the question for the rest of an answer."""
        conversation, name = asked.conversation, asked.external_id
        text = self.streams.asked(conversation, name)
        if text is not None:
            shown = False
            try:
                response = await self._say(request, key, stream(name, text, finish=True))
                shown = True
            finally:
                self.streams.told(conversation, shown=shown)
            return response
        found = await self.store.read(lambda tx: progress(tx, name, conversation))
        if found.waits:
            return await self._say(request, key, stream(name, self.words("smartbot.wait"), finish=False))
        return await self._end(request, key, name, found)

    async def _ready(self, happened: Happened, until: float) -> Progress:
        message = happened.message
        if not happened.comes and not await self.gate.passes(self.desk, message):
            return Progress(note=SLOW)
        if await self.store.run(lambda tx: begun(tx, message, happened.address)):
            return await self.store.read(lambda tx: progress(tx, message.external_id, message.conversation))
        if happened.comes and await self.desk.history(message.conversation, 1):
            return Progress()  # no need to greet the same person every morning
        deadline = until - self.patience * (1 - FOR_FILES)
        message = await meant(self.desk, await fetched(message, self.fetch, deadline))
        rows = await self._taken(message, until)
        return Progress(waits=True) if rows is None else Progress(tuple(rows))

    async def _taken(self, message: Inbound, until: float) -> list[Queued] | None:
        """Return the replies if they are there in time; else None, and the message is kept."""
        if any(item.away for item in message.attachments):
            await self.desk.accept(message)
            return None
        task = asyncio.create_task(self.desk.take(message, LEASE))
        await asyncio.wait((task,), timeout=until - _now())
        if not task.done():
            self._kept(task)
            await self.desk.accept(message)
        return task.result() if task.done() else None

    async def _end(self, request: web.Request, key: str, name: str, found: Progress) -> web.StreamResponse:
        """End an answer: with the replies, or with a note where they come otherwise."""
        if found.rows:
            packed = pack([row.message for row in found.rows])
            whole = stream(name, markdown(packed.texts[0]), finish=True)
            return await self._show(request, key, found.rows, packed, whole)
        note = self.words(found.note) if found.note else ""
        return await self._say(request, key, stream(name, note, finish=True))

    async def _show(
        self, request: web.Request, key: str, rows: Sequence[Queued], packed: Packed, reply: dict[str, Any]
    ) -> web.StreamResponse:
        """Send replies; only then they are written down. What did not fit goes through the outbox."""
        response = await self._say(request, key, reply)
        await self.store.run(lambda tx: handed_over(tx, rows, packed))
        request.app[SENDER].wake()
        return response

    async def _say(self, request: web.Request, key: str, reply: dict[str, Any]) -> web.StreamResponse:
        """Hand an answer to the platform."""
        response = web.Response(body=sealed(self.cipher, key, reply), content_type="application/json")
        await response.prepare(request)
        await response.write_eof()
        return response

    async def _let_go(self, work: asyncio.Task[Progress], sender: Sender) -> None:
        """Leave replies to the sender: nobody was told to ask for them."""
        try:
            rows = [row.id for row in (await work).rows]
            await self.store.run(lambda tx: tx.handover.leave(rows))
        except Exception:  # a lease ends by itself, and what was not kept comes again or is said again
            log.exception("late answer failed", channel=NAME)
        sender.wake()

    def _kept(self, task: asyncio.Task[Any]) -> None:
        """Let something go on after the answer."""
        self._late.add(task)
        task.add_done_callback(self._late.discard)


def _now() -> float:
    return asyncio.get_running_loop().time()
