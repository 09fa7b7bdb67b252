"""The application as a channel."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from config.channels import Wecom as Settings
from connectors.channel import Desk
from connectors.degrade import fit
from connectors.errors import Gone, Misconfigured
from connectors.gate import Gate
from connectors.limits import LIMITS
from connectors.tencent import files
from connectors.tencent.api import Api
from connectors.tencent.cipher import cipher_of
from connectors.tencent.envelope import Envelope, clean
from connectors.tencent.errors import Rejected
from connectors.wecom.account import SEND, account, failure
from connectors.wecom.door import PATH, Door
from connectors.wecom.events import NAME
from storage.messages import Attachment, Outbound, Queued, Unkept
from storage.store import Store

LONGEST_CHECK = timedelta(hours=4)
"""How far back the platform looks, at most, for the same text to the same member."""


@dataclass(slots=True)
class Wecom:
    """The channel; ``largest`` bounds a file (bytes)."""

    settings: Settings
    store: Store
    gate: Gate
    largest: int
    name: str = NAME
    _api: Api = field(init=False)

    def __post_init__(self) -> None:
        self._api = Api(account(self.settings), self.store)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        cipher = cipher_of(self.settings.corp_id, self.settings)
        door = Door(desk, Envelope(cipher, always=True), self.gate)
        return [web.get(PATH, door.verify, allow_head=False), web.post(PATH, door.take)]

    async def send(self, out: Outbound) -> None:
        """Send one message; raises a SendFailed."""
        await self._send(out, None)

    async def send_together(self, rows: Sequence[Queued]) -> int:
        """Send the first message alone: only so does a second try hold the same as the first.

        The first try may have arrived although no answer came, so from the second on the platform is to
        look whether it showed the same since the message came to be. Not before that, and not at the first
        try: two questions in a row may well have the same answer.
        """
        first = rows[0]
        since = first.created_at if first.attempts else None
        await self._send(first.message, None if since is None else self.store.now() - since)
        return 1

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await files.fetch(self._api, desk, item, identity, self.largest)

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def _send(self, out: Outbound, once_in: timedelta | None) -> None:
        check: dict[str, Any] = {}
        if once_in is not None:
            seconds = int(min(once_in, LONGEST_CHECK).total_seconds())
            check = {"enable_duplicate_check": 1, "duplicate_check_interval": max(seconds, 1)}
        for part in fit(out, LIMITS[NAME]):
            text = {"msgtype": "text", "text": {"content": clean(part.text)}}
            await self._post({"touser": out.chat, "agentid": self.settings.agent_id, **text, **check})

    async def _post(self, content: dict[str, Any]) -> None:
        """Send; an answer without an errcode may still say that the member did not get it."""
        try:
            answer = await self._api.post(SEND, content)
        except Rejected as rejected:
            raise failure(rejected.code) from None
        if answer.get("invaliduser"):
            raise Gone("invaliduser")
        if answer.get("unlicenseduser"):
            raise Misconfigured("unlicenseduser")
