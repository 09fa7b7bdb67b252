"""Work orders of other desks: a pasted order keeps its number, and pasted again it has its cases already."""

import re

from bot.engine.reply import Reply
from bot.engine.requests import CasesByOutside, Plan, ask
from bot.engine.talk import Talk
from storage.case import Case
from storage.status import NAMES

_NUMBER = re.compile(
    r"(?:(?:工单|受理|诉求|事项|订单|流水|来电)(?:编号|单号|流水号|号)|工单)\s*[】\]]?\s*[:：]\s*(?P<no>[A-Za-z]{0,6}[0-9][0-9A-Za-z-]{5,31})"
)
SUMMARY = 40
_OURS = re.compile(r"WH\d{8}-\d{4}", re.IGNORECASE)


def number_in(text: str) -> str | None:
    """Return the number that a pasted order has elsewhere; a case number of our own is none."""
    found = _NUMBER.search(text)
    return found["no"] if found and not _OURS.fullmatch(found["no"]) else None


def filed(number: str) -> Plan[list[Case]]:
    """Return the cases that an order has already."""
    return (yield from ask(CasesByOutside(number)))


def say_filed(talk: Talk, number: str, cases: list[Case]) -> None:
    """Give the numbers that the order has already."""
    lines = tuple(
        Reply("operator.status_item", {"no": c.no, "summary": c.summary[:SUMMARY], "status": NAMES[c.status]})
        for c in cases
    )
    talk.say("operator.order_known", number=number, items=lines, private=True)
    for case in reversed(cases):
        talk.touch(case.no)
