"""What nobody understood: registered word for word all the same, with a number."""

import msgspec

from bot.engine import intake
from bot.engine.intake_finish import opened
from bot.engine.announce import announce
from bot.engine.reply import Choice
from bot.engine.requests import OpenCase, Plan, ask
from bot.engine.state import Frame
from bot.engine.talk import Talk

HUMAN = Choice("button.human", "转人工")


def register(talk: Talk) -> Plan[None]:
    """Open a case to be verified by a person from words that were not understood."""
    draft = msgspec.structs.replace(intake.verbatim(talk, understood=False), category="other", kind="inquiry")
    case = yield from ask(OpenCase(opened(talk, Frame("intake", 1), draft, None, None), talk.person.id))
    talk.touch(case.no, draft.sources)
    yield from announce(talk, case)
    talk.say("intake.unclear_registered", HUMAN, no=case.no, short=case.short)


def question(talk: Talk) -> Plan[None]:
    """Say honestly that the answer is not known, and offer to take the question down or a person."""
    talk.say("faq.unknown", Choice("button.take_down", f"我想问：{talk.text[:60]}"), HUMAN)
    yield from ()
