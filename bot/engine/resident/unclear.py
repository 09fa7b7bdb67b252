"""What nobody understood: registered word for word all the same, with a number."""

import msgspec

from bot.engine import learning
from bot.engine.announce import announce
from bot.engine.intake_absorb import verbatim
from bot.engine.intake_finish import opened
from bot.engine.reply import Choice
from bot.engine.requests import Append, CaseByNo, OpenCase, Plan, ask
from bot.engine.state import Frame
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Supplemented

HUMAN = Choice("button.human", "转人工")


def register(talk: Talk) -> Plan[None]:
    """Open a case to be verified by a person from words that were not understood; more of them join it."""
    yield from learning.doubted(talk)
    last = yield from _last(talk)
    if last is not None:
        yield from ask(Append(last.no, Supplemented(talk.heard.message.text, talk.heard.message.attachments)))
        talk.say("unclear.added", HUMAN, no=last.no)
        return
    draft = msgspec.structs.replace(verbatim(talk, understood=False), category="other", kind="inquiry")
    frame = Frame("intake", talk.world.forms.latest("intake").version)
    case = yield from ask(OpenCase(opened(talk, frame, draft, None, None), talk.person.id))
    talk.touch(case.no, draft.sources)
    yield from announce(talk, case)
    key = "intake.unclear_group" if talk.heard.message.group else "intake.unclear_registered"
    talk.say(key, HUMAN, no=case.no, short=case.short)


def _last(talk: Talk) -> Plan[Case | None]:
    """The case touched last, where nobody understood it either."""
    if not talk.state.recent:
        return None
    case = yield from ask(CaseByNo(talk.state.recent[0].no))
    return case if case and case.status == "verifying" and case.reporter == talk.person.id else None


def question(talk: Talk) -> Plan[None]:
    """Say honestly that the answer is not known, and offer to take the question down or a person."""
    if talk.state.top is not None:
        talk.say("faq.unknown_here", HUMAN)
    else:
        talk.say("faq.unknown", Choice("button.take_down", f"我想问：{talk.text[:60]}"), HUMAN)
    yield from learning.doubted(talk)


def empty(talk: Talk) -> None:
    """Answer a message without a word in it."""
    talk.say("unclear.empty")
