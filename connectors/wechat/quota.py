"""Customer-service messages within what WeChat still allows for a follower.

Each message is booked before it is sent. What WeChat did not take is given back; what may have
arrived stays booked, so that a sixth message is never tried.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from connectors.errors import Away, Quota, RetryAfter, SendFailed, TooLong
from connectors.wechat.api import Unreached
from connectors.wechat.events import NAME, WROTE
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Purse:
    """The send quota of all followers."""

    store: Store

    async def spend(self, openid: str, sends: Sequence[Callable[[], Awaitable[None]]]) -> None:
        """Send some messages, all or none booked; raises Quota without a try, or what a send raises."""
        if len(sends) > WROTE.size:
            raise TooLong
        if not await self.store.run(lambda tx: tx.quotas.book(NAME, openid, len(sends))):
            raise Quota
        for number, send in enumerate(sends):
            try:
                await send()
            except SendFailed as refused:
                await self._failed(openid, refused, len(sends) - number)
                raise

    async def _failed(self, openid: str, refused: SendFailed, unsent: int) -> None:
        """Put the ledger right; a connection that broke may have carried the message all the same."""
        if isinstance(refused, Quota | Away):
            await self.store.run(lambda tx: tx.quotas.close(NAME, openid))
            return
        known = isinstance(refused, Unreached) or refused.detail.startswith("errcode")
        perhaps_sent = isinstance(refused, RetryAfter) and not known
        await self.store.run(lambda tx: tx.quotas.give_back(NAME, openid, unsent - perhaps_sent))
