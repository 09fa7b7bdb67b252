"""Checks the bot on Telegram: token, webhook or polling, groups, menu."""

import time
from collections.abc import AsyncIterator

import msgspec
from aiogram.methods import GetMyCommands, GetWebhookInfo
from aiogram.types import User, WebhookInfo

from config.channels import Telegram as Account
from config.settings import Settings
from connectors.checkup import Finding, Knock, knock, on_the_way
from connectors.errors import Misconfigured, SendFailed
from connectors.telegram.api import Api
from connectors.telegram.commands import COMMANDS
from connectors.telegram.door import HEADER, PATH
from connectors.telegram.errors import MigratedError
from connectors.telegram.payload import KINDS
from connectors.telegram.updates import NAME
from storage.store import Store

OFF = "Telegram 还没有配置：先填 SHILIU_TELEGRAM_TOKEN，见 docs/channels/telegram.md"
RECENT = 3600
"""Seconds; an older failure of a delivery is over."""
MANY = 100
"""Updates that wait: more than a bot at work leaves behind."""
OVERLAP = 3
"""Seconds to ask for updates: another poller, thrown out, is back within one or two."""
SAYS: dict[str, str] = {
    "401": "暗号对不上。改过 SHILIU_TELEGRAM_SECRET 的，重新开一次门",
    "403": "代理不让 Telegram 进来，请放行",
    "404": "代理没有把 /telegram 转给机器人",
    "502": "代理是通的，机器人没有开",
    "refused": "Telegram 连不上这个网址，请看代理开着没有",
    "timed out": "Telegram 等不到回话，请看防火墙让不让外面进来",
    "timeout": "Telegram 等不到回话，请看防火墙让不让外面进来",
    "ssl": "HTTPS 证书不对：要正规的、没过期的，中间证书也要配上",
    "certificate": "HTTPS 证书不对：要正规的、没过期的，中间证书也要配上",
    "resolve": "域名解析不了，请看域名写对没有",
}
"""A word of the platform's last error -> what to mend."""


async def checkup(settings: Settings, _store: Store) -> AsyncIterator[Finding]:
    """Give the findings."""
    account = settings.telegram
    if account is None:
        yield Finding(False, OFF)
        return
    api = Api(account.token.get_secret_value(), account.api)
    try:
        me = await api.me()
        yield Finding(True, f"口令有效，机器人是 @{me.username}")
        info = await api.call(GetWebhookInfo())
        found = _webhook(account, info) if account.mode == "webhook" else _polling(settings, api, info)
        async for finding in found:
            yield finding
        for finding in (_groups(me), _rooms(me)):
            yield finding
        yield await _menu(api)
    except (SendFailed, MigratedError) as failed:
        yield _unreached(failed, account)
    finally:
        await api.close()


def _unreached(failed: Exception, account: Account) -> Finding:
    if isinstance(failed, Misconfigured):
        return Finding(False, "口令不对", "找 @BotFather 发 /mybots 再抄一遍；泄露过就 /revoke 换新的")
    mend = f"这台机器要能连上 {account.api}；连不上就请网络科给转接地址，写进 SHILIU_TELEGRAM_API"
    return Finding(False, f"问不到 Telegram（{failed}）", mend)


async def _webhook(account: Account, info: WebhookInfo) -> AsyncIterator[Finding]:
    if not info.url:
        yield Finding(False, "Telegram 那里没有登记网址", "写上 SHILIU_TELEGRAM_URL，开一次门会自己登记")
        return
    ours = f"{account.url}{PATH}" if account.url else info.url
    if info.url != ours:
        yield Finding(False, f"Telegram 那里登记的是 {info.url}，不是 {ours}", "开一次门会自己登记")
        return
    yield Finding(True, f"网址登记好了：{info.url}")
    missing = set(KINDS) - set(info.allowed_updates or KINDS)
    if missing:
        yield Finding(
            False, f"有几种消息 Telegram 不会送来：{'、'.join(sorted(missing))}", "开一次门会自己登记"
        )
    yield _deliveries(info)
    async for finding in _door(account, ours):
        yield finding


def _deliveries(info: WebhookInfo) -> Finding:
    waiting = info.pending_update_count
    if info.last_error_date and time.time() - info.last_error_date.timestamp() < RECENT:
        words = info.last_error_message or ""
        mend = next((mend for word, mend in SAYS.items() if word in words.lower()), "请看运行的窗口")
        return Finding(False, f"刚才有消息没送到：{words}；还有 {waiting} 条等着", mend)
    if waiting > MANY:
        return Finding(False, f"有 {waiting} 条消息等着送", "机器人收得太慢，或者没开，请看运行的窗口")
    return Finding(True, f"最近都送到了，等着的有 {waiting} 条")


async def _door(account: Account, url: str) -> AsyncIterator[Finding]:
    """Knock without the secret, and then with it; what is said is no JSON, so that nothing happens."""
    stranger = await knock(Knock(url, body=b"-"))
    if stranger.status != 401:
        mend = on_the_way(stranger)
        yield Finding(False, f"敲自己的门 {url}：{stranger.status or stranger.body}", mend)
        return
    yield Finding(True, "没有暗号的进不来")
    if account.secret is None:
        return
    ours = await knock(Knock(url, headers={HEADER: account.secret.get_secret_value()}, body=b"-"))
    if ours.status == 400:
        yield Finding(True, "带着暗号的进得来")
    else:
        yield Finding(False, "带着暗号也进不来", "门后的机器人用的是另一个暗号，改了 .env 要重新开门")


async def _polling(settings: Settings, api: Api, info: WebhookInfo) -> AsyncIterator[Finding]:
    if info.url:
        mend = "开一次门会自己撤掉；想用回调就写 SHILIU_TELEGRAM_MODE=webhook"
        yield Finding(False, f"Telegram 那里还登记着网址 {info.url}，轮询取不到消息", mend)
        return
    yield Finding(True, "用轮询，Telegram 那里没有登记网址")
    if await _serving(settings):
        yield Finding(None, "机器人开着门，正在取消息，不去跟它抢")
        return
    try:
        await api.updates(None, OVERLAP, KINDS)
    except SendFailed as failed:
        if failed.detail != "409":
            raise
        yield Finding(False, "别处还有一个程序在用这个口令取消息", "停掉那一个；一个口令只能一个程序取")
        return
    yield Finding(True, "没有别的程序在取消息")


async def _serving(settings: Settings) -> bool:
    """Whether the bot itself is at work on this machine."""
    heard = await knock(Knock(f"http://{settings.host}:{settings.port}/healthz"))
    if heard.status != 200:
        return False
    try:
        told = msgspec.json.decode(heard.body)
    except msgspec.DecodeError:
        return False
    return isinstance(told, dict) and NAME in told.get("channels", ())


def _groups(me: User) -> Finding:
    if me.can_read_all_group_messages:
        return Finding(True, "隐私模式关着：群里的话都送来，跟它无关的照样不理")
    return Finding(True, "隐私模式开着：群里只看得到 @它、回复它和命令；要不用回复的「+1」也算，才去关")


def _rooms(me: User) -> Finding:
    if me.can_join_groups:
        return Finding(True, "可以拉进群")
    return Finding(None, "拉不进群", "要进群，找 @BotFather 发 /setjoingroups，点 Enable")


async def _menu(api: Api) -> Finding:
    there = {command.command for command in await api.call(GetMyCommands())}
    missing = {name for name, command in COMMANDS.items() if command.shown} - there
    if missing:
        names = "、".join(f"/{name}" for name in sorted(missing))
        return Finding(False, f"命令菜单里少了 {names}", "开一次门会自己发布")
    return Finding(True, "命令菜单发布了")
