"""What each channel can show, as data. Platform figures are from their documentation, see docs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one message; None means no bound that matters here.

    ``units`` counts UTF-16 code units (Telegram counts so), ``size`` UTF-8 bytes. ``buttons`` is the
    number of buttons that can be shown (0: they become numbered lines), ``payload`` the bytes behind one.
    """

    units: int | None = None
    size: int | None = None
    buttons: int = 0
    title: int | None = None
    payload: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform may be written to: messages a second (None: as fast as it goes), and how many at once.

    ``private`` and ``group`` are the same for one chat, where the platform counts by chat as well.
    """

    per_second: float | None
    at_once: int = 16
    private: "ChatPace | None" = None
    group: "ChatPace | None" = None


@dataclass(frozen=True, slots=True)
class ChatPace:
    """How fast one chat may be written to: ``burst`` messages at once, then one every ``seconds``."""

    burst: int
    seconds: float


LIMITS: dict[str, Limits] = {
    "rest": Limits(buttons=50),
    "web": Limits(buttons=50),
    "terminal": Limits(),
    "telegram": Limits(units=4096, buttons=100, payload=64),
    "wechat": Limits(size=1800),
    "wecom": Limits(size=1800),
    "kf": Limits(size=1800, buttons=10, title=42, payload=62),
    "smartbot": Limits(size=18_000),
    "wecom-group": Limits(size=1800),
}
"""WeChat cuts off or refuses beyond 2,047 bytes; 1,800 leaves room for the numbered options. A line of a menu
of 微信客服 has 128 bytes, and its id, which bears a mark before the payload, 64."""

PACES: dict[str, Pace] = {
    "telegram": Pace(22, at_once=8, private=ChatPace(3, 1.0), group=ChatPace(5, 4.0)),
    "wechat": Pace(10),
    "wecom": Pace(10, private=ChatPace(10, 4.0)),
    "kf": Pace(10),
    "smartbot": Pace(10, private=ChatPace(10, 4.0), group=ChatPace(10, 4.0)),
    "wecom-group": Pace(10, group=ChatPace(10, 6.0)),
}
"""Telegram lets through some 30 messages a second, one a second in a chat, 20 a minute in a group: 22 and those
under way stay below it even where the net lets them pile up. WeCom drops
without a word what goes beyond 30 a minute or 1,000 an hour to one member, and takes 20 a minute for a group robot."""
UNPACED = Pace(None, at_once=64)
"""For channels of our own, which no platform limits."""
