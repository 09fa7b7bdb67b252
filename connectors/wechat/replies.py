"""What is said in the Official Account itself, and how it is put into WeChat's limits."""

from collections.abc import Sequence

from connectors.limits import LIMITS
from connectors.tencent import packing
from connectors.tencent.packing import Packed
from connectors.wechat.events import NAME
from storage.messages import Outbound

WELCOME = "您好，谢谢关注。您扫的是{place}的码，地方我记下了，不用再说。"
"""Before the answer to a follow through a village's code; with it a reply stays below 2,047 bytes."""


def pack(outs: Sequence[Outbound]) -> Packed:
    """Put the first of some messages, and as many of the next as go with it, into one text."""
    return packing.pack(outs, LIMITS[NAME])
