"""A stated need: what is outside culture is referred at once, the rest goes into an intake."""

import re

from bot.engine import intake
from bot.engine.requests import Plan
from bot.engine.resident import faq, outside, repeat, status, supplement
from bot.engine.resident.reference import own_cases
from bot.engine.talk import Talk

_OPENING = re.compile(
    r"^(?:@\S+)?\W*(?:(?:闺女|姑娘|同志|老师|小伙子?|大姐|领导|啊|呀|大爷|大娘|[你您]们?好|喂|在吗|请问)\W*)*"
    r"(?:我们?|俺们?|咱)?(?:想|要|来|有|得)?.{0,3}"
    r"(?:反映|反应|报修|报|提|说|投诉|举报|建议|意见|反馈|登记|问|打听|咨询)(?:你|您|你们)?(?:[一几两]?[个点下件条些]+)?(?:事情?|修|问题|意见|建议|情况|需求)?[吧呀啊哈了]?\W*$"
)
"""Somebody announces that they have something to say, and has not said it yet."""


def opens(text: str) -> bool:
    """Whether a message only announces a need: 我想反映个事."""
    return len(text) <= 16 and _OPENING.match(text) is not None


def handle(talk: Talk) -> Plan[None]:
    """Start an intake with the needs of the message; what lies outside culture is referred beside it."""
    if "abuse" in talk.read.signals:
        talk.say("abuse.calm")
    if talk.read.needs and all(need.out_of_scope for need in talk.read.needs):
        outside.refer(talk, talk.text)
        return
    outside.beside(talk)
    if (yield from repeat.same_case(talk)):
        return
    yield from status.beside(talk)
    faq.beside(talk)
    yield from intake.start(talk)


def introduce(talk: Talk) -> Plan[None]:
    """Somebody says where they are from, or their number: the beginning of a report, unless they made one."""
    if (yield from own_cases(talk)):
        yield from supplement.handle(talk)
    else:
        yield from intake.start(talk)
