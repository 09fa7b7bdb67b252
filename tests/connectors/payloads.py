"""What tables of raw payloads compare with."""

from typing import Any

import msgspec

from storage.messages import Inbound


def told(message: Inbound) -> dict[str, Any]:
    """Return the fields of a message that are not the default, what came along alike."""
    fields = _told(message)
    for name in ("attachments", "unkept"):
        if getattr(message, name):
            fields[name] = [_told(item) for item in getattr(message, name)]
    return fields


def _told(struct: msgspec.Struct) -> dict[str, Any]:
    fields = msgspec.structs.fields(struct)
    return {f.name: value for f in fields if (value := getattr(struct, f.name)) != f.default}
