"""Updates of a shape that we do not know: the platform grows, and what somebody said is not to be lost."""

from typing import Any

import msgspec
import structlog

from connectors.telegram.intake import unreadable
from connectors.telegram.payload import Update, convert
from connectors.telegram.updates import NAME

CORE = ("message_id", "date", "from", "chat", "text")
"""Of a message, what it takes to keep its words."""
SAID = ("message", "edited_message")

log = structlog.get_logger(__name__)


def read(raw: object) -> Update | None:
    """Return an update, of a message in an unknown shape at least its words; None where nothing can be read."""
    try:
        return convert(raw)
    except (msgspec.ValidationError, RecursionError) as error:
        unreadable("shape")
        log.warning("update has another shape", channel=NAME, reason=str(error))
    return _words(raw) if isinstance(raw, dict) else None


def _words(raw: dict[str, Any]) -> Update | None:
    for kind in SAID:
        message = raw.get(kind)
        if isinstance(message, dict):
            core = {name: message[name] for name in CORE if name in message}
            core.setdefault("text", message.get("caption", ""))
            try:
                return convert({"update_id": raw.get("update_id"), kind: core})
            except msgspec.ValidationError:
                return None
    return None
