"""The channels that are on: always the web page and REST, the messengers when they are configured."""

from app.compose import Parts
from app.urgency import passes
from connectors.channel import Channel
from connectors.ratelimit import RateLimiter
from connectors.rest import Rest


def doors(parts: Parts) -> list[Channel]:
    """Return the channels of this installation."""
    settings = parts.settings
    limiter = RateLimiter(settings.rate_per_minute, settings.rate_burst, passes(parts.reader))
    token = settings.rest_token.get_secret_value() if settings.rest_token else None
    return [Rest(limiter, settings.max_body_bytes, settings.max_text_chars, token)]
