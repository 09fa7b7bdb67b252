"""Messages within what a platform still allows for one person.

Each message is booked before it is sent. What the platform did not take is given back; what may have
arrived stays booked, so that a sixth message is never tried.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from connectors.errors import Away, Quota, RetryAfter, SendFailed, TooLong
from connectors.tencent.errors import Unreached
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Purse:
    """The send quota of everybody on one channel; ``largest`` is the most that a window ever holds."""

    store: Store
    channel: str
    largest: int

    async def spend(self, account: str, sends: Sequence[Callable[[], Awaitable[None]]]) -> None:
        """Send some messages, all or none booked; raises Quota without a try, or what a send raises."""
        if len(sends) > self.largest:
            raise TooLong
        if not await self.store.run(lambda tx: tx.quotas.book(self.channel, account, len(sends))):
            raise Quota
        for number, send in enumerate(sends):
            try:
                await send()
            except SendFailed as refused:
                await self._failed(account, refused, len(sends) - number)
                raise

    async def _failed(self, account: str, refused: SendFailed, unsent: int) -> None:
        """Put the ledger right; a connection that broke may have carried the message all the same."""
        if isinstance(refused, Quota | Away):
            await self.store.run(lambda tx: tx.quotas.close(self.channel, account))
            return
        known = isinstance(refused, Unreached) or refused.detail.startswith("errcode")
        perhaps_sent = isinstance(refused, RetryAfter) and not known
        await self.store.run(lambda tx: tx.quotas.give_back(self.channel, account, unsent - perhaps_sent))
