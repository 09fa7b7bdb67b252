"""``{name}`` fields in texts: which there are, and filling them in without looking inside the values."""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> set[str]:
    """Return the names between braces."""
    return set(_FIELD.findall(text))


def fill(text: str, fields: Mapping[str, object]) -> str:
    """Put the values in; braces inside a value stay as they are. Raises KeyError on a missing field."""
    return _FIELD.sub(lambda match: str(fields[match.group(1)]), text)
