"""Takes a page of messages: each to the agent, or to wherever else it belongs.

All of it can be taken again, after a crash: messages are known by their ids, and the rest changes nothing
the second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog

from connectors import metrics
from connectors.channel import Desk
from connectors.errors import SendFailed
from connectors.gate import Gate
from connectors.kf import settling
from connectors.kf.account import STATE
from connectors.kf.delivery import Delivery, row_of
from connectors.kf.events import (
    NAME,
    SESSION,
    Attended,
    Entered,
    Lost,
    Meaning,
    Returned,
    Said,
    Unsaid,
    ends_of,
    read,
)
from connectors.kf.payload import item
from connectors.tencent.api import Api
from connectors.tencent.choices import meant
from connectors.tencent.errors import Rejected
from storage.messages import Queued
from storage.store import Store

LEASE = timedelta(seconds=30)
"""How long a welcome is kept from the sender; its code is good for twenty."""
WITH_A_PERSON = frozenset((2, 3))
"""States of a session: in the queue, with a person of the desk."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """Hands messages to the desk."""

    desk: Desk
    api: Api
    store: Store
    delivery: Delivery
    gate: Gate

    async def take(self, raws: Sequence[Any]) -> None:
        """Commit what a page means, in its order; where this raises, the page has to come again."""
        now = self.store.now()
        meanings = [meaning for raw in raws if (meaning := _meaning(raw, now)) is not None]
        unsaid = {one.external_id for one in meanings if isinstance(one, Unsaid)}
        for one in meanings:
            if isinstance(one, Said) and one.message.external_id in unsaid:
                continue  # taken back before anybody read it
            await self._take(one)

    async def _take(self, one: Meaning) -> None:
        match one:
            case Said():
                await self._said(one)
            case Entered():
                await self._entered(one)
            case Lost():
                await self._lost(one)
            case Attended(chat, at):
                await self.store.run(lambda tx: tx.attended.begin(NAME, chat, at + SESSION))
            case Returned(chat):
                await self.store.run(lambda tx: tx.attended.end(NAME, chat))
            case Unsaid(chat, external_id):
                await self.store.run(lambda tx: settling.unsay(tx, chat, external_id))

    async def _said(self, said: Said) -> None:
        message = said.message
        await self.store.run(lambda tx: settling.contact(tx, said))
        if await self._with_a_person(message.chat):
            # Written down, since it belongs to the conversation, and answered by the person who has it.
            await self.store.run(lambda tx: tx.inbox.accept(message, handled=True))
            return
        message = await meant(self.desk, message)
        if await self.gate.admits(self.desk, message, (self.store.now() - said.at).total_seconds()):
            await self.desk.accept(message)

    async def _entered(self, entered: Entered) -> None:
        if await self._with_a_person(entered.message.chat):
            return
        # A code is given once in two days; coming in for a place can be done again and again.
        if not entered.code and not await self.gate.admits(self.desk, entered.message):
            return
        if not entered.code and self.store.now() < entered.until:
            await self.desk.accept(entered.message)
            return
        rows = await self.desk.take(entered.message, LEASE)
        rows = [row for row in rows if row.status == "pending"]
        if rows:
            gone = await self._welcomed(entered, rows)
            await self.store.run(lambda tx: settling.welcomed(tx, rows, gone))

    async def _welcomed(self, entered: Entered, rows: Sequence[Queued]) -> int:
        if not entered.code or self.store.now() >= entered.until:
            return 0
        greeting = self.delivery.words("kf.welcome", place=entered.place) + "\n" if entered.place else ""
        try:
            return await self.delivery.welcome(entered.code, greeting, rows)
        except SendFailed as failed:
            log.warning("welcome not sent", channel=NAME, reason=failed.record)
            return 0

    async def _with_a_person(self, chat: str) -> bool:
        """Whether a person has the conversation. Asked of the platform only where it seems so."""
        if not await self.store.read(lambda tx: tx.attended.now(NAME, chat)):
            return False
        account, user = ends_of(chat)
        try:
            answer = await self.api.post(STATE, {"open_kfid": account, "external_userid": user})
        except (Rejected, SendFailed) as error:
            log.warning("state of a session not known", channel=NAME, reason=str(error))
            return True
        if answer.get("service_state") in WITH_A_PERSON:
            return True
        await self.store.run(lambda tx: tx.attended.end(NAME, chat))
        return False

    async def _lost(self, lost: Lost) -> None:
        metrics.SENDS.labels(NAME, "lost").inc()
        row = row_of(lost.key)
        found = row and await self.store.run(lambda tx: settling.lost(tx, row, lost.chat, lost.reason))
        if not found:
            log.warning("message did not arrive", channel=NAME, reason=lost.reason)


def _meaning(raw: Any, now: datetime) -> Meaning:
    try:
        return read(item(raw), now)
    except msgspec.ValidationError as error:
        log.warning("message has another shape", channel=NAME, reason=str(error))
        metrics.UNREADABLE.labels(NAME, "shape").inc()
    except Exception:  # it would come again for ever and hold up all others
        log.exception("message not understood", channel=NAME)
        metrics.UNREADABLE.labels(NAME, "not understood").inc()
    return None
