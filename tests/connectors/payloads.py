"""What tables of raw payloads compare with."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from storage.messages import Inbound

CONNECTORS = Path(__file__).parent


def table(name: str) -> list[dict[str, Any]]:
    """Return the rows of a table; its files are parts of one, later ones may use anchors of earlier ones."""
    parts = [path.read_text("utf-8") for path in sorted((CONNECTORS / name).glob("*.yaml"))]
    rows: list[dict[str, Any]] = yaml.safe_load("\n".join(parts))
    return rows


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
