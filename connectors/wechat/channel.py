"""The Official Account as a channel."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from config.channels import Wechat as Settings
from config.wechat_subscription import load_subscription
from connectors.channel import Desk
from connectors.errors import Away, Quota
from connectors.gate import Gate
from connectors.tencent import files
from connectors.tencent.api import Api
from connectors.tencent.cipher import cipher_of
from connectors.tencent.envelope import Envelope, clean
from connectors.tencent.errors import Rejected
from connectors.tencent.purse import Purse
from connectors.wechat.account import NO_MENUS, account, failure
from connectors.wechat.callback import PATIENCE, Callback
from connectors.wechat.events import NAME, WROTE
from connectors.wechat.replies import pack
from connectors.wechat.subscription import Announcer
from storage.messages import Attachment, Outbound, Queued, Unkept
from storage.store import Store

PATH = "/wechat"
SEND = "/cgi-bin/message/custom/send"
MENU_LINES, MENU_TITLE = 8, 20
"""What a menu in the chat is shown for; a longer one comes as numbered lines."""
MENU_TAIL = "点一下，或者回复数字都行。"


@dataclass(slots=True)
class Wechat:
    """The channel; ``max_file`` in bytes, ``patience`` in seconds."""

    settings: Settings
    store: Store
    gate: Gate
    max_file: int
    patience: float = PATIENCE
    name: str = NAME
    _api: Api = field(init=False)
    _purse: Purse = field(init=False)
    _announcer: Announcer | None = None
    _callbacks: list[Callback] = field(default_factory=list)
    _menus: bool = True

    def __post_init__(self) -> None:
        self._api = Api(account(self.settings), self.store)
        self._purse = Purse(self.store, NAME, WROTE.size)
        if self.settings.template:
            self._announcer = Announcer(self._api, self.store, self.settings.template, load_subscription())

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:
        """Declare the routes."""
        envelope = Envelope(cipher_of(self.settings.app_id, self.settings))
        callback = Callback(desk, self.store, partial(self.fetch, desk), envelope, self.gate, self.patience)
        self._callbacks.append(callback)
        return [web.get(PATH, callback.verify, allow_head=False), web.post(PATH, callback.take)]

    async def send(self, out: Outbound) -> None:
        """Send one message as customer service; raises a SendFailed."""
        await self._send([out])

    async def send_together(self, rows: Sequence[Queued]) -> int:
        """Send the first message, with as many of the next as fit, as few messages as can be.

        A notice that may not be sent goes in its short form to who takes that, and waits itself.
        """
        try:
            return await self._send([row.message for row in rows])
        except (Quota, Away) as short:
            if self._announcer is None:
                raise
            raise await self._announcer.instead(rows[0], short) from None

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch the content of an attachment."""
        return await files.fetch(self._api, desk, item, identity, self.max_file)

    async def close(self) -> None:
        """Finish what is late and close the connections."""
        for callback in self._callbacks:
            await callback.close()
        await self._api.close()

    async def _send(self, outs: Sequence[Outbound]) -> int:
        packed = pack(outs)
        first = outs[0]
        if packed.count == 1 and len(packed.texts) == 1 and self._has_menu(first):
            sends: list[Callable[[], Awaitable[None]]] = [partial(self._menu, first, packed.texts[0])]
        else:
            sends = [partial(self._text, first.chat, text) for text in packed.texts]
        await self._purse.spend(first.chat, sends)
        return packed.count

    def _has_menu(self, out: Outbound) -> bool:
        titles = [button.title for button in out.buttons]
        return self._menus and 0 < len(titles) <= MENU_LINES and all(len(t) <= MENU_TITLE for t in titles)

    async def _menu(self, out: Outbound, numbered: str) -> None:
        """Send a question with lines to press; accounts that may not send those get numbered lines."""
        lines = [{"id": str(number), "content": button.title} for number, button in enumerate(out.buttons, 1)]
        menu = {"head_content": clean(out.text), "list": lines, "tail_content": MENU_TAIL}
        try:
            await self._api.post(SEND, {"touser": out.chat, "msgtype": "msgmenu", "msgmenu": menu})
        except Rejected as rejected:
            if rejected.code != NO_MENUS:
                raise failure(rejected.code) from None
            self._menus = False
            await self._text(out.chat, numbered)

    async def _text(self, openid: str, text: str) -> None:
        try:
            await self._api.post(
                SEND, {"touser": openid, "msgtype": "text", "text": {"content": clean(text)}}
            )
        except Rejected as rejected:
            raise failure(rejected.code) from None
