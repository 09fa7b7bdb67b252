"""Hands messages to the platform: few, within what it still lets through, each recognisable.

A message bears a key made of its rows. Sent again, because the answer was lost, it bears the same, and
the platform takes it only once. The row in front of the key is found again where the platform reports
later that the message did not arrive.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from typing import Any

from connectors.errors import Refused, RetryAfter, SendFailed
from connectors.kf import settling
from connectors.kf.account import NOT_OURS, SEND, SEND_ON_EVENT, failure
from connectors.kf.events import MARK, NAME, ends_of
from connectors.limits import LIMITS
from connectors.tencent.api import Api
from connectors.tencent.envelope import clean
from connectors.tencent.errors import Rejected
from connectors.tencent.packing import Packed, pack
from connectors.tencent.purse import Purse
from storage.messages import Button, Outbound, Queued
from storage.store import Store

MENU = LIMITS[NAME]
NUMBERED = replace(MENU, buttons=0)
"""Where the words before a menu would be too long, its options become numbered lines."""
HEAD = 1024
"""Bytes of the words before a menu."""
KEPT = 1_000
"""Messages remembered whose last try came to nothing."""

Body = dict[str, Any]


@dataclass(slots=True)
class Delivery:
    """Sends; ``words`` gives a text by its wording key."""

    api: Api
    store: Store
    purse: Purse
    words: Callable[..., str]
    _tried: dict[int, int] = field(default_factory=dict)
    """The first row of a message that has to be tried again -> how many rows it holds."""

    async def send(self, rows: Sequence[Queued]) -> int:
        """Send the first message, with as many of the next as fit; return how many. Raises a SendFailed."""
        first = rows[0]
        # A second try has to hold the same as the first, or its key would not be the same.
        rows = rows[: self._tried.pop(first.id, len(rows))]
        packed = packing([row.message for row in rows])
        chat, held = first.message.chat, rows[: packed.count]
        sends: list[Callable[[], Awaitable[None]]] = [
            partial(self._post, chat, first.message, body, key(held, part))
            for part, body in enumerate(self._bodies(packed))
        ]
        try:
            await self.purse.spend(chat, sends)
        except RetryAfter:
            self._remember(first.id, packed.count)
            raise
        return packed.count

    async def welcome(self, code: str, greeting: str, rows: Sequence[Queued]) -> int:
        """Say the first words to somebody who just came in, which is one message; return how many went.

        Raises a SendFailed, and then the code may be used up.
        """
        packed = packing([row.message for row in rows])
        texts = (greeting + packed.texts[0], *packed.texts[1:])
        body = self._bodies(replace(packed, texts=texts))[0]
        try:
            await self.api.post(SEND_ON_EVENT, {"code": code, "msgid": key(rows, 0), **body})
        except Rejected as rejected:
            raise failure(rejected.code) from None
        return packed.count

    async def _post(self, chat: str, out: Outbound, body: Body, msgid: str) -> None:
        account, user = ends_of(chat)
        content = {"touser": user, "open_kfid": account, **({"msgid": msgid} if msgid else {}), **body}
        try:
            await self.api.post(SEND, content)
        except Rejected as rejected:
            failed = failure(rejected.code)
            if _taken_before(failed, rejected):
                return
            if rejected.code == NOT_OURS:
                await self._attended(chat)
                # An answer makes no sense any more once a person has answered; a notice does.
                raise (failed if out.priority else Refused(failed.detail)) from None
            raise failed from None

    async def _attended(self, chat: str) -> None:
        await self.store.run(lambda tx: settling.attended(tx, chat))

    def _bodies(self, packed: Packed) -> list[Body]:
        last = len(packed.texts) - 1
        return [
            self._menu(text, packed.buttons) if packed.buttons and number == last else _text(text)
            for number, text in enumerate(packed.texts)
        ]

    def _menu(self, text: str, buttons: Sequence[Button]) -> Body:
        lines = [
            {"type": "click", "click": {"id": f"{MARK}{one.payload}", "content": clean(one.title)}}
            for one in buttons
        ]
        menu = {"head_content": clean(text), "list": lines, "tail_content": self.words("kf.menu_tail")}
        return {"msgtype": "msgmenu", "msgmenu": menu}

    def _remember(self, row: int, count: int) -> None:
        self._tried[row] = count
        while len(self._tried) > KEPT:
            del self._tried[next(iter(self._tried))]


def packing(outs: Sequence[Outbound]) -> Packed:
    """Put messages into one, with a menu where its words are short enough."""
    packed = pack(outs, MENU)
    too_long = packed.buttons and len(packed.texts[-1].encode()) > HEAD
    return pack(outs, NUMBERED) if too_long else packed


def key(rows: Sequence[Queued], part: int) -> str:
    """Return the key of a part of what these rows come to, at most 32 characters; "" for none in the outbox."""
    if not rows[0].id:
        return ""
    names = [f"{row.id} {row.created_at}" for row in rows]
    digest = blake2b("\n".join([*names, str(part)]).encode(), digest_size=8).hexdigest()
    return f"{rows[0].id}_{digest}"


def row_of(msgid: str) -> int | None:
    """Return the row in front of a key, None for a message that is none of ours."""
    row, _, digest = msgid.partition("_")
    return int(row) if row.isascii() and row.isdecimal() and len(row) < 16 and len(digest) == 16 else None


def _text(text: str) -> Body:
    return {"msgtype": "text", "text": {"content": clean(text)}}


def _taken_before(failed: SendFailed, rejected: Rejected) -> bool:
    """Whether the message arrived with an earlier try.

    The platform's documents say that a used msgid is an error and not which, so its words have to tell.
    """
    return type(failed) is Refused and "msgid" in rejected.said.lower()
