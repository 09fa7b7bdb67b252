"""Subscription notices: the short form of a notice, for followers who took them, where nothing else may go.

The message itself goes on waiting for the follower's next contact. Its row says that a notice was sent
before it is sent, so that there is never a second one, whatever breaks in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from config.wechat_subscription import Subscription
from connectors.errors import RetryAfter, SendFailed, Then
from connectors.tencent.api import Api
from connectors.tencent.envelope import Fields, Letter
from connectors.tencent.errors import WAIT_FOR, Rejected, Unreached
from connectors.wechat.events import NAME
from storage.calendar import SHANGHAI
from storage.messages import Queued
from storage.store import Store
from storage.tx import Tx

SEND = "/cgi-bin/message/subscribe/bizsend"
REFUSED, AT_ONCE = 43101, 43108
"""errcodes: the follower takes no such notices; another one to the same follower is under way."""
AGAIN: dict[int, float | None] = {**WAIT_FOR, AT_ONCE: 3.0}
NOT_SENT = "订阅通知没有发出，errcode {code}"
NOT_DELIVERED = "没有送到，errcode {code}"
ANSWERS = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent")
SENT = "SubscribeMsgSentEvent"
ACCEPTED, DELIVERED = "accept", "0"


class Announced(SendFailed):
    """已发订阅通知，细的等对方下次来信再发"""

    then = Then.HOLD


@dataclass(frozen=True, slots=True)
class Announcer:
    """Sends the short form of what may not be sent itself."""

    api: Api
    store: Store
    template: str
    form: Subscription

    async def instead(self, row: Queued, short: SendFailed) -> SendFailed:
        """Send the short form of a message that failed; return why the message itself still waits."""
        if announced(row):
            return _as_noted(row)
        out = row.message
        if not out.brief or out.priority < 1 or not await self._accepts(out.chat):
            return short
        await self.store.run(lambda tx: tx.subscriptions.note(row.id, Announced().record))
        try:
            await self.api.post(SEND, self._content(row))
        except Rejected as rejected:
            return await self._refused(row, short, rejected.code)
        except RetryAfter as failed:  # a connection that broke may have carried it all the same
            return failed if isinstance(failed, Unreached) else Announced()
        except SendFailed as failed:
            return type(short)(failed.record)
        return Announced()

    async def _accepts(self, openid: str) -> bool:
        return await self.store.read(lambda tx: tx.subscriptions.accepted(NAME, openid, self.template))

    async def _refused(self, row: Queued, short: SendFailed, code: int) -> SendFailed:
        if code in AGAIN:
            return RetryAfter(AGAIN[code], f"errcode {code}")
        if code == REFUSED:
            now = self.store.now().replace(microsecond=0)  # WeChat's own answers know no parts of a second
            answer = Answer(row.message.chat, self.template, accepted=False, at=now)
            await self.store.run(lambda tx: keep(tx, [answer]))
            return short
        return type(short)(NOT_SENT.format(code=code))

    def _content(self, row: Queued) -> dict[str, object]:
        out = row.message
        at = (row.created_at or self.store.now()).astimezone(SHANGHAI)
        day = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
        given = {"no": out.brief.no, "status": out.brief.status, "day": day} if out.brief else {}
        return {
            "touser": out.chat, "template_id": self.template, "data": self.form.data(given), **self.form.leads()
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a follower answered when asked for, or what they chose later."""

    openid: str
    template: str
    accepted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """A notice that did not arrive."""

    openid: str
    code: str


def read(letter: Letter, now: datetime) -> list[Answer | Outcome]:
    """Return what a callback says of subscriptions; nothing for every other one."""
    openid, stamp = letter.fields.get("FromUserName", ""), letter.fields.get("CreateTime", "")
    at = min(datetime.fromtimestamp(int(stamp), UTC), now) if stamp.isdecimal() and len(stamp) < 12 else now
    answers = [_answer(openid, one, at) for name in ANSWERS for one in letter.lists.get(name, ())]
    return [*answers, *_outcomes(openid, letter.lists.get(SENT, ()))] if openid else []


def keep(tx: Tx, told: Sequence[Answer | Outcome]) -> None:
    """Write down what was read."""
    for one in told:
        if isinstance(one, Answer):
            tx.subscriptions.answer(NAME, one.openid, one.template, accepted=one.accepted, at=one.at)
        else:
            failed = Announced(NOT_DELIVERED.format(code=one.code)).record
            tx.subscriptions.outcome(f"{NAME}:{one.openid}", Announced().record, failed)


def announced(row: Queued) -> bool:
    """Whether a notice was sent for a message."""
    return row.error.startswith(Announced().record)


def _as_noted(row: Queued) -> Announced:
    return Announced(row.error.removeprefix(Announced().record).removeprefix("："))


def _answer(openid: str, one: Fields, at: datetime) -> Answer:
    accepted = one.get("SubscribeStatusString", "").lower() == ACCEPTED
    return Answer(openid, one.get("TemplateId", ""), accepted, at)


def _outcomes(openid: str, sent: Sequence[Fields]) -> list[Outcome]:
    codes = [one.get("ErrorCode", DELIVERED) for one in sent]
    return [Outcome(openid, code) for code in codes if code != DELIVERED and code.lstrip("-").isdecimal()]
