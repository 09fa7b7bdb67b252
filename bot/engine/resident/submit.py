"""A stated need: what is outside culture is referred at once, the rest goes into an intake."""

from bot.engine import intake
from bot.engine.requests import Plan
from bot.engine.resident import faq, outside, repeat
from bot.engine.talk import Talk

OPENINGS = ("反映", "报个", "提个", "说个事", "有个事", "想说", "投诉", "建议")


def handle(talk: Talk) -> Plan[None]:
    """Start an intake with the needs of the message; an intake already open takes them in."""
    if "abuse" in talk.read.signals:
        talk.say("abuse.calm")
    for need in talk.read.needs:
        if need.out_of_scope:
            outside.refer(talk, need.words)
    if talk.read.needs and all(need.out_of_scope for need in talk.read.needs):
        return
    if (yield from repeat.same_case(talk)):
        return
    faq.beside(talk)
    yield from intake.start(talk)
