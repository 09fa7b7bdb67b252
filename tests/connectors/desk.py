"""A small agent over the real store: it repeats what it hears, with a few commands for tests."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.attachments import FileRefusedError, examine
from bot.copies import copy_of
from bot.files import LIMIT, LinkOverError, Picture
from storage.messages import (
    Attachment,
    AttachmentKind,
    Button,
    Inbound,
    Line,
    Outbound,
    Queued,
    Received,
)
from storage.store import Store
from storage.tx import Tx


class EchoDesk:
    """Says ``您说：…``; 「选」 offers buttons, 「多」 answers three times, 「坏」 fails before the commit."""

    def __init__(self, store: Store, wake: Callable[[], None] = lambda: None) -> None:
        self.store = store
        self.wake = wake
        self.heard: list[Inbound] = []
        self.away = False
        self.largest = LIMIT
        self.links: dict[str, bytes] = {}
        self._owned: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> datetime:
        return self.store.now()

    async def accept(self, message: Inbound) -> bool:
        if message.text == "坏" or self.away:
            raise RuntimeError("测试要它坏")
        row = await self.store.run(lambda tx: tx.inbox.accept(message))
        if row is None:
            return False
        task = asyncio.create_task(self._handle(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def seen(self, message: Inbound) -> bool:
        return (
            await self.store.read(lambda tx: tx.inbox.find(message.channel, message.external_id)) is not None
        )

    async def say(self, message: Inbound, text: str) -> None:
        if self.away:
            raise RuntimeError("测试要它坏")
        out = Outbound(message.channel, message.chat, text, group=message.group, reply_to=message.external_id)
        await self.store.run(lambda tx: tx.outbox.add(out, conversation=message.conversation))
        self.wake()

    async def answer(self, message: Inbound) -> list[Outbound]:
        await self.accept(message)
        await asyncio.gather(*self._tasks)
        row = await self.store.read(lambda tx: tx.inbox.find(message.channel, message.external_id))
        assert row is not None
        return await self.store.read(lambda tx: tx.outbox.replies(row))

    async def take(self, message: Inbound, lease: timedelta) -> list[Queued]:
        await self.answer(message)
        row = await self.store.read(lambda tx: tx.inbox.find(message.channel, message.external_id))
        assert row is not None
        await self.store.run(lambda tx: tx.handover.keep(row, message.conversation, lease))
        return await self.store.read(lambda tx: tx.handover.rows(row))

    async def history(self, conversation: str, limit: int) -> list[Line]:
        return await self.store.read(lambda tx: tx.outbox.history(conversation, limit))

    async def keep_file(
        self, kind: AttachmentKind, content: bytes, identity: str, name: str = ""
    ) -> Attachment:
        try:
            mime = examine(kind, content, self.largest)
        except FileRefusedError as refused:
            raise FileRefusedError(
                refused.unkept, f"没收下：{refused.unkept.why}", refused.unkept.why
            ) from None
        digest = await self.store.run(lambda tx: tx.files.put(content, person=_person(tx, identity)))
        self._owned.add((identity, digest))
        return Attachment(kind, digest, name, mime, len(content))

    async def open_link(self, secret: str, identity: str | None) -> Picture:
        if secret not in self.links:
            raise LinkOverError
        return Picture(copy_of(self.links.pop(secret)), "photo.jpg")

    async def get_file(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        if (identity, digest) not in self._owned:
            return None
        return await self.store.run(lambda tx: tx.files.get(digest))

    async def moved(self, channel: str, old: str, new: str) -> None:
        await self.store.run(lambda tx: tx.conversations.move(f"{channel}:{old}", f"{channel}:{new}"))

    async def posted(self, channel: str, vote: str, poll: str, message: str) -> None:
        await self.store.run(lambda tx: tx.polls.posted(channel, vote, poll, message))

    async def notify(self, channel: str, chat: str, text: str, priority: int = 1) -> None:
        """A notice nobody asked for."""
        out = Outbound(channel, chat, text, priority=priority)
        await self.store.run(lambda tx: tx.outbox.add(out, conversation=f"{channel}:{chat}"))
        self.wake()

    async def _handle(self, message: Inbound) -> None:
        await self.store.run(lambda tx: self._turns(tx, message.conversation))
        self.wake()

    def _turns(self, tx: Tx, conversation: str) -> None:
        for received in tx.inbox.pending(conversation):
            self._turn(tx, conversation, received)

    def _turn(self, tx: Tx, conversation: str, received: Received) -> None:
        message = received.message
        self.heard.append(message)
        tx.people.identify(message.channel, message.sender, message.chat)
        tx.outbox.release(conversation)
        for text, buttons in replies(message):
            out = Outbound(message.channel, message.chat, text, buttons, reply_to=message.external_id)
            tx.outbox.add(out, conversation=conversation, inbox=received.id)
        tx.inbox.done([received.id])


def _person(tx: Tx, identity: str) -> str:
    channel, sender = identity.split(":", 1)
    return tx.people.identify(channel, sender, sender).id


def replies(message: Inbound) -> list[tuple[str, tuple[Button, ...]]]:
    said = message.payload or message.text
    if said == "选":
        return [("是哪个村？", (Button("燕崖村", "village:1"), Button("东里村", "village:2")))]
    if said == "多":
        return [(f"第{number}句", ()) for number in range(1, 4)]
    if message.attachments:
        return [(f"收到{len(message.attachments)}个附件", ())]
    return [(f"您说：{said}", ())]
