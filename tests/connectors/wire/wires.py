"""All wires: one line each."""

from collections.abc import Callable
from functools import partial

from tests.connectors.wire.kf import KfWire
from tests.connectors.wire.rest import RestWire
from tests.connectors.wire.smartbot import SmartbotWire
from tests.connectors.wire.telegram import TelegramWire
from tests.connectors.wire.web import WebWire
from tests.connectors.wire.wechat import WechatWire
from tests.connectors.wire.wecom import WecomWire
from tests.connectors.wire.wire import Wire

WIRES: dict[str, Callable[[], Wire]] = {
    "web": WebWire,
    "rest": RestWire,
    "telegram_webhook": partial(TelegramWire, "webhook"),
    "telegram_polling": partial(TelegramWire, "polling"),
    "wechat_plain": partial(WechatWire, "plain"),
    "wechat_compatible": partial(WechatWire, "compatible"),
    "wechat_safe": partial(WechatWire, "safe"),
    "kf": KfWire,
    "wecom": WecomWire,
    "smartbot": SmartbotWire,
}
