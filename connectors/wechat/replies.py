"""Putting what is to be said into as few messages as WeChat's limits allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.degrade import fit
from connectors.limits import LIMITS
from connectors.wechat.events import NAME
from storage.messages import Outbound

LIMIT = LIMITS[NAME]
GAP = "\n\n"
WELCOME = "您好，谢谢关注。您扫的是{place}的码，地方我记下了，不用再说。"
"""Before the answer to a follow through a village's code; with it a reply stays below 2,047 bytes."""
NO_FILE = "刚才那个文件我没收到（太大了，或者打不开）。换一张再发，或者打字、说话告诉我都行。"
SLOW_DOWN = "您发得有点快，刚才这一条我没收下，歇几秒再发一次。"


@dataclass(frozen=True, slots=True)
class Packed:
    """Texts to send, in order, and how many of the messages they hold."""

    texts: tuple[str, ...]
    count: int


def pack(outs: Sequence[Outbound]) -> Packed:
    """Put the first of some messages, and as many of the next as go with it, into one text.

    Only a first message that is too long by itself comes to several texts. After numbered options
    nothing more is put into a text, because the number that comes back means its last question.
    """
    texts = tuple(part.text for part in fit(outs[0], LIMIT))
    if len(texts) > 1:
        return Packed(texts, 1)
    text, count = texts[0], 1
    while count < len(outs) and not outs[count - 1].buttons:
        more = GAP.join((text, *(part.text for part in fit(outs[count], LIMIT))))
        if len(more.encode()) > (LIMIT.size or 0):
            break
        text, count = more, count + 1
    return Packed((text,), count)
