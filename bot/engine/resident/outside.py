"""What is not public culture: say plainly who is in charge, never just "not us"."""

from bot.engine.reply import Choice, Reply
from bot.engine.requests import Plan
from bot.engine.resident import unclear
from bot.engine.summary import summarise
from bot.engine.talk import Talk
from config.profile import Referral
from nlu.understanding import Need

SURE = 0.8
"""Below this a message that names nobody's business is not turned away."""
REPORT = Choice("button.report", "我想反映个事")


def handle(talk: Talk) -> Plan[None]:
    """Refer a message that lies outside public culture; where that is a mere guess, write it down."""
    if talk.state.top is None and talk.read.confidence < SURE and find(talk, talk.text) is None:
        yield from unclear.register(talk)
    else:
        refer(talk, talk.text)


def refer(talk: Talk, words: str) -> None:
    """Say who looks after the matter in these words, with a number to ring."""
    referral = find(talk, words)
    if referral is None:
        talk.say("outside.unknown", REPORT)
    else:
        talk.say("outside.refer", who=referral.who, phone=referral.phone or "12345")


def beside(talk: Talk) -> None:
    """Say for every part outside public culture who looks after it; the rest of the message goes on."""
    for need in talk.read.needs:
        if need.out_of_scope:
            _mention(talk, need)


def _mention(talk: Talk, need: Need) -> None:
    referral = find(talk, need.words)
    phone = referral.phone if referral else None
    how = Reply("intake.how_phone", {"phone": phone}) if phone else Reply("intake.how_12345")
    who = referral.who if referral else "别的部门"
    summary = summarise(talk.read, need.start, need.end)
    talk.say("intake.also_outside", summary=summary, who=who, how=how)


def find(talk: Talk, words: str) -> Referral | None:
    """Return the referral with the longest word found in the text, or None."""
    hits = [(len(w), r) for r in talk.world.profile.referrals for w in r.words if w in words]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None
