"""What is said, put into the platform's limits, and into its Markdown so that it looks as it was written."""

import re
from collections.abc import Sequence

from connectors.limits import LIMITS, Limits
from connectors.smartbot.events import NAME
from connectors.tencent import packing
from connectors.tencent.packing import Packed
from storage.messages import Outbound

_WIDE = str.maketrans({"*": "＊", "`": "｀", "<": "＜", "~": "～"})
_HEADS = re.compile(r"^(\s*)([#>])", re.MULTILINE)
_WIDE_HEADS = {"#": "＃", ">": "＞"}


WELCOME = Limits(size=1800)
"""The text for somebody who opened the chat is an ordinary one of WeCom."""


def pack(outs: Sequence[Outbound], limits: Limits = LIMITS[NAME]) -> Packed:
    """Put the first of some messages, and as many of the next as go with it, into one text."""
    return packing.pack(outs, limits)


def markdown(text: str) -> str:
    """Return a plain text as Markdown: the stars of a masked number stay, and so does every line end."""
    wide = _HEADS.sub(lambda found: found[1] + _WIDE_HEADS[found[2]], text.translate(_WIDE))
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", wide)
