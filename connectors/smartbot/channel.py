"""The smart bot as a channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from aiohttp import web

from config.channels import Smartbot as Settings
from connectors.channel import Desk
from connectors.errors import Away, RetryAfter, SendFailed, TooLong
from connectors.gate import Gate
from connectors.smartbot.callback import PATH, PATIENCE, Callback
from connectors.smartbot.events import NAME
from connectors.smartbot.files import Files
from connectors.smartbot.replies import markdown, pack
from connectors.smartbot.streams import Streams
from connectors.tencent import corp
from connectors.tencent.cipher import cipher_of
from connectors.tencent.errors import Rejected, Unreached
from connectors.tencent.plain import Plain
from storage.messages import Attachment, Outbound, Queued, Unkept
from storage.store import Store


@dataclass(slots=True)
class Smartbot:
    """The channel; ``called`` gives the bot's name, ``words`` a text by its key, ``largest`` bounds a file (bytes).

    The bot cannot write to anybody by itself: what is late, and every notice, needs an address that came
    with a message less than an hour ago, and waits for the next contact without one.
    """

    settings: Settings
    store: Store
    words: Callable[[str], str]
    called: Callable[[], str]
    gate: Gate
    largest: int
    patience: float = PATIENCE
    name: str = NAME
    _plain: Plain = field(default_factory=Plain)
    _streams: Streams = field(default_factory=Streams)
    _callbacks: list[Callback] = field(default_factory=list)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        cipher = cipher_of("", self.settings)
        callback = Callback(
            desk,
            self.store,
            cipher,
            partial(self.fetch, desk),
            self.words,
            self.called,
            self._streams,
            self.gate,
            self.patience,
        )
        self._callbacks.append(callback)
        return [web.get(PATH, callback.verify, allow_head=False), web.post(PATH, callback.take)]

    async def send(self, out: Outbound) -> None:
        """Send one message to somebody alone; raises a SendFailed."""
        await self.send_together([Queued(0, out, 0, conversation=f"{NAME}:{out.chat}")])

    async def send_together(self, rows: Sequence[Queued]) -> int:
        """Send the first message, with as many of the next as fit: as the rest of an answer that is asked for,
        else to an address of the conversation."""
        conversation = rows[0].conversation
        packed = pack([row.message for row in rows])
        if len(packed.texts) > 1:
            raise TooLong
        if await self._streams.offer(conversation, markdown(packed.texts[0])):
            return packed.count
        found = await self.store.run(lambda tx: tx.addresses.take(conversation))
        if found is None:
            raise Away
        await self._post(conversation, *found, packed.texts[0])
        return packed.count

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await Files(self._plain, self.settings.aes_keys, self.largest).fetch(desk, item, identity)

    async def close(self) -> None:
        """Finish what is late and close the connections."""
        for callback in self._callbacks:
            await callback.close()
        await self._plain.close()

    async def _post(self, conversation: str, address: str, until: datetime, text: str) -> None:
        """Answer at an address; one that was surely not used is put back."""
        try:
            await self._plain.post(address, {"msgtype": "markdown", "markdown": {"content": markdown(text)}})
        except Unreached:
            await self.store.run(lambda tx: tx.addresses.keep(conversation, address, until))
            raise
        except Rejected as rejected:
            failed = _failure(rejected.code)
            if isinstance(failed, RetryAfter):
                await self.store.run(lambda tx: tx.addresses.keep(conversation, address, until))
            raise failed from None


def _failure(code: int) -> SendFailed:
    """An address that is refused is used up or too old: then the message waits for the next one."""
    failed = corp.failure(code)
    return failed if isinstance(failed, RetryAfter | TooLong) else Away(f"errcode {code}")
