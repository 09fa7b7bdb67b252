"""The channels that are on: always the web page and REST, the messengers when they are configured."""

from functools import partial

from app.compose import Parts
from app.urgency import passes
from connectors.channel import Channel, Fetching
from connectors.gate import SLOW, Gate
from connectors.ratelimit import RateLimiter
from connectors.rest import Rest
from connectors.web.channel import Web
from connectors.web.page import Face


def doors(parts: Parts) -> list[Channel]:
    """Return the channels of this installation."""
    settings = parts.settings
    limiter = RateLimiter(settings.rate_per_minute, settings.rate_burst, passes(parts.reader))
    gate = Gate(limiter, lambda: parts.service.live.current().wording.text(SLOW))
    token = settings.rest_token.get_secret_value() if settings.rest_token else None
    page = Web(
        parts.secrets.cookie, lambda: _face(parts), limiter, settings.max_text_chars, settings.max_photo_bytes
    )
    # Behind one REST caller stand many people, so it gets room of its own.
    callers = RateLimiter(settings.rest_per_minute, settings.rest_per_minute, passes(parts.reader))
    opened: list[Channel] = [
        page,
        Rest(callers, settings.max_body_bytes, settings.max_text_chars, token),
        *_wechat(parts, gate),
        *_telegram(parts, gate),
        *_kf(parts, gate),
        *_wecom(parts, gate),
        *_smartbot(parts, gate),
        *_wecom_group(parts),
    ]
    for door in opened:
        if isinstance(door, Fetching):
            parts.service.fetchers[door.name] = partial(door.fetch, parts.service)
    return opened


def _wechat(parts: Parts, gate: Gate) -> list[Channel]:
    """The Official Account; wechatpy is loaded only where it is on."""
    settings = parts.settings
    if settings.wechat is None:
        return []
    from connectors.wechat.channel import Wechat

    return [Wechat(settings.wechat, parts.store, gate, settings.max_photo_bytes)]


def _telegram(parts: Parts, gate: Gate) -> list[Channel]:
    """Telegram; aiogram is loaded only where it is on."""
    settings = parts.settings.telegram
    if settings is None:
        return []
    from connectors.telegram import Telegram

    def words(key: str) -> str:
        return parts.service.live.current().wording.text(key)

    def places() -> tuple[str, ...]:
        return parts.service.live.current().profile.places

    return [Telegram(settings, words, gate, parts.settings.max_photo_bytes, places)]


def _kf(parts: Parts, gate: Gate) -> list[Channel]:
    """微信客服; wechatpy is loaded only where it is on."""
    settings = parts.settings
    if settings.kf is None:
        return []
    from connectors.kf.channel import Kf

    def words(key: str, **fields: object) -> str:
        return parts.service.live.current().wording.text(key, **fields)

    return [Kf(settings.kf, parts.store, words, gate, settings.max_photo_bytes)]


def _wecom(parts: Parts, gate: Gate) -> list[Channel]:
    """The application of staff in WeCom; wechatpy is loaded only where it is on."""
    settings = parts.settings
    if settings.wecom is None:
        return []
    from connectors.wecom.channel import Wecom

    return [Wecom(settings.wecom, parts.store, gate, settings.max_photo_bytes)]


def _smartbot(parts: Parts, gate: Gate) -> list[Channel]:
    """The smart bot in groups of staff; wechatpy is loaded only where it is on."""
    settings, live = parts.settings, parts.service.live
    if settings.smartbot is None:
        return []
    from connectors.smartbot.channel import Smartbot

    def words(key: str) -> str:
        return live.current().wording.text(key)

    def called() -> str:
        return live.current().profile.bot_name

    return [Smartbot(settings.smartbot, parts.store, words, called, gate, settings.max_photo_bytes)]


def _wecom_group(parts: Parts) -> list[Channel]:
    """The robot of a group of staff, which is told of alarms."""
    settings = parts.settings.wecomgroup
    if settings is None:
        return []
    from connectors.wecom.group import NAME, ROOM, WecomGroup

    parts.service.rooms.append((NAME, ROOM))
    return [WecomGroup(settings)]


def _face(parts: Parts) -> Face:
    """Names and telephone as the profile has them now."""
    profile = parts.service.live.current().profile
    return Face(profile.bot_name, profile.county, profile.phone, profile.hours, profile.places)
