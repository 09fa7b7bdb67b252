"""A caller who only asks how far a case is: answered at once, nothing is filed."""

from bot.engine.requests import Plan
from bot.engine.staff import lists
from bot.engine.staff.by_phone import told_from
from bot.engine.staff.masking import phone as masked
from bot.engine.staff.operator_reading import Asks
from bot.engine.staff.references import find
from bot.engine.talk import Talk
from bot.permissions import may
from storage.case import Case
from storage.people import Post

SHOWN = 3


def tell(talk: Talk, post: Post, asks: Asks) -> Plan[None]:
    """Say where the case of the number stands, else those told of from the telephone, newest first."""
    found = yield from _found(talk, post, asks)
    seen = [case for case in found if may(post, "show", case, talk.world.profile) == "yes"]
    if not seen:
        talk.say(_nothing(asks), number=asks.number or "", phone=masked(asks.phone), private=True)
        return
    for case in reversed(seen[:SHOWN]):
        talk.touch(case.no)
    lines = tuple(lists.line(talk, post, case, at) for at, case in enumerate(seen[:SHOWN], 1))
    talk.say("operator.status", count=len(seen), items=lines, private=True)


def _nothing(asks: Asks) -> str:
    if asks.number:
        return "operator.status_no_number"
    return "operator.status_no_phone" if asks.phone else "operator.status_which"


def _found(talk: Talk, post: Post, asks: Asks) -> Plan[list[Case]]:
    if asks.number:
        found = yield from find(talk, post, asks.number)
        return [found.case] if found.case else list(found.several)
    cases = (yield from told_from(asks.phone)) if asks.phone else []
    return sorted(cases, key=lambda case: (case.received_at, case.no), reverse=True)
