"""What a QR code says, by channel: where it leads to, with the place in it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Literal

from config.settings import Settings
from connectors.web.page import address as page_address
from connectors.wechat import hints
from storage.store import Store

Channel = Literal["wechat", "kf", "web", "telegram"]
Code = tuple[str, str]
"""A place, and the address in its code."""
Maker = Callable[[Settings, Store, Sequence[str]], AsyncIterator[Code]]

OFF: dict[Channel, str] = {
    "wechat": hints.OFF,
    "kf": "微信客服还没有配置：先填 SHILIU_KF_CORP_ID、_TOKEN、_AES_KEY、_SECRET，见 docs/channels/kf.md",
    "web": "网页的网址还没有填：在 .env 里写 SHILIU_PUBLIC_URL=https://你们的域名",
    "telegram": "Telegram 还没有配置：先填 SHILIU_TELEGRAM_TOKEN，见 docs/channels/telegram.md",
}
TOO_LONG = "「{place}」的名字太长，Telegram 的链接放不下，请用 --channel web"


class NoCodeError(Exception):
    """There is no code for a place; the text says what to do."""


def usual(settings: Settings) -> Channel:
    """Return the channel of a poster where none was chosen."""
    return "wechat" if settings.wechat else "web"


async def codes(
    channel: Channel, settings: Settings, store: Store, places: Sequence[str]
) -> AsyncIterator[Code]:
    """Give the code of each place; raises NoCodeError, and what the platform's API raises."""
    async with aclosing(MAKERS[channel](settings, store, places)) as made:  # type: ignore[type-var]
        async for code in made:
            yield code


async def _wechat(settings: Settings, store: Store, places: Sequence[str]) -> AsyncIterator[Code]:
    if settings.wechat is None:
        raise NoCodeError(OFF["wechat"])
    from connectors.tencent.api import Api
    from connectors.wechat.account import account
    from connectors.wechat.scene import address

    api = Api(account(settings.wechat), store)
    try:
        for place in places:
            yield place, await address(api, place)
    finally:
        await api.close()


async def _kf(settings: Settings, store: Store, places: Sequence[str]) -> AsyncIterator[Code]:
    if settings.kf is None:
        raise NoCodeError(OFF["kf"])
    from connectors.kf.account import account
    from connectors.kf.scene import address, entrance
    from connectors.tencent.api import Api

    api = Api(account(settings.kf), store)
    try:
        link = await entrance(api)
    finally:
        await api.close()
    for place in places:
        yield place, address(link, place)


async def _web(settings: Settings, _store: Store, places: Sequence[str]) -> AsyncIterator[Code]:
    if not settings.public_url:
        raise NoCodeError(OFF["web"])
    for place in places:
        yield place, page_address(settings.public_url, place)


async def _telegram(settings: Settings, _store: Store, places: Sequence[str]) -> AsyncIterator[Code]:
    if settings.telegram is None:
        raise NoCodeError(OFF["telegram"])
    from connectors.telegram.api import Api
    from connectors.telegram.start import TooLongError, link

    api = Api(settings.telegram.token.get_secret_value(), settings.telegram.api)
    try:
        name = (await api.me()).username or ""
        for place in places:
            yield place, link(name, place)
    except TooLongError as error:
        raise NoCodeError(TOO_LONG.format(place=error)) from None
    finally:
        await api.close()


MAKERS: dict[Channel, Maker] = {"wechat": _wechat, "kf": _kf, "web": _web, "telegram": _telegram}
