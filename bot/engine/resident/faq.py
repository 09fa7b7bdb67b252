"""Common questions: the county's own answers, never made up."""

from bot.engine.intake_absorb import ASKED_BESIDE
from bot.engine.reply import Choice
from bot.engine.requests import Plan
from bot.engine.resident import unclear
from bot.engine.talk import Talk

SURE = 0.3
"""Below this the bot does not pretend to know which question was meant."""
HUMAN = Choice("button.human", "转人工")


def handle(talk: Talk) -> Plan[None]:
    """Answer a question that the FAQ covers; say so and offer a person where it is not clear which."""
    answer = talk.world.profile.faq.get(talk.read.faq or "")
    if answer is None or talk.read.faq_confidence < SURE:
        yield from unclear.question(talk)
        return
    talk.say("faq.answer", answer=answer.answer)


def beside(talk: Talk) -> None:
    """Answer a question that came along with a need."""
    answer = talk.world.profile.faq.get(talk.read.faq or "")
    if answer is not None and talk.read.needs and talk.read.faq_confidence >= ASKED_BESIDE:
        talk.say("faq.answer", answer=answer.answer)
