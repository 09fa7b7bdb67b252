"""From a message to a piece of work: read the command, find the case, go through the gate."""

import re
from dataclasses import dataclass
from typing import cast

import msgspec

from bot.engine.requests import CaseByNo, Plan, ask
from bot.engine.staff import gate, grammar, lists, references, residents
from bot.engine.staff.job import FORM, Job
from bot.engine.staff.labels import find_unit
from bot.engine.staff.needs import JOINS, reason_of
from bot.engine.staff.relabel_words import labels_in
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import Action, may
from storage.case import Case
from storage.people import Post

NEVER_OF_CASE: dict[Action, str] = {
    "report": "staff.report_elsewhere", "export_contacts": "staff.refused.export_contacts",
}  # fmt: skip
"""Asked for in whole: what is said to it, by wording key."""
WITHOUT_CASE: frozenset[Action] = frozenset(("change_rating", "change_record", "reveal_reporter", "override"))
"""Refused also where no case is meant."""
FREE_TEXT = frozenset(("purpose", "reason", "text", "result", "answer", "visit", "options"))
"""Needs that any words may answer, also such as would be a command by themselves."""
OTHER_TALK = frozenset(
    ("ask_faq", "cancel", "human", "help", "greet", "thanks", "bye", "unsubscribe", "delete_data")
)
ABOUT_ONESELF = frozenset(("unsubscribe", "delete_data"))
SURE, PLAIN = 0.5, 0.9
_ASKS = re.compile("[?？]|几点|怎么|咋|吗|呢|哪|能不能|多少")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is wanted, before the case is found; ``asked`` where something had to be asked for."""

    action: Action
    text: str
    numbers: tuple[str, ...] = ()
    asked: bool = False


def command(talk: Talk, post: Post, said: references.Said, *, busy: bool) -> Plan[bool]:
    """Carry out a message that reads as a command; False where it does not.

    Where the bot has asked something or a form is open (``busy``), only what is sure is a command.
    """
    recent = None if said.numbers else (yield from references.last(talk, post))
    beside = not busy and (bool(said.numbers) or (recent is not None and not _states_need(talk, said)))
    read = grammar.match(said.words, beside_case=beside)
    if read is None or (read[0].action == "show" and not said.numbers and not said.words):
        return False
    action, text = read[0].action, read[1]
    if action in NEVER_OF_CASE or (action in WITHOUT_CASE and not said.numbers and recent is None):
        talk.say(NEVER_OF_CASE.get(action, f"staff.refused.{action}"))
        return True
    if said.numbers:
        return (yield from _on_number(talk, post, Errand(action, text, _numbers(talk, action, said.numbers))))
    if recent is not None:
        yield from gate.do(Job(talk, post, action, recent, text))
        return True
    return not busy and (yield from _ask_which(talk, Errand(action, text)))


def answer(talk: Talk, post: Post, waiting: Frame, said: references.Said) -> Plan[bool]:
    """Take the message as the one thing that was asked for; False where it is about something else."""
    need, before = waiting.slots["need"], waiting.slots["text"]
    if _is_other_talk(talk, need):
        return False
    action = cast(Action, waiting.slots["action"])
    if need == "case":
        numbers = said.numbers or _place_in_list(talk)
        return bool(numbers) and (
            yield from _on_number(talk, post, Errand(action, before or said.words, numbers))
        )
    text = f"{before}{JOINS[need]}{talk.text}" if need in JOINS else talk.text
    if need == "days" and reason_of(before) and not reason_of(talk.text):
        text = f"{talk.text}，{reason_of(before)}"
    errand = Errand(action, text, (waiting.about or "", *said.numbers), asked=True)
    return (yield from _on_number(talk, post, errand))


def _is_other_talk(talk: Talk, need: str) -> bool:
    """Whether the message is about something else; free text may hold any words, so it must be plain."""
    intent, sure = talk.read.intent, talk.read.confidence
    if need in FREE_TEXT:
        return intent in OTHER_TALK - ABOUT_ONESELF and sure >= PLAIN
    if need == "unit" and find_unit(talk.text, talk.world.profile) and not _ASKS.search(talk.text):
        return False
    if need == "label" and labels_in(talk.text):
        return False
    return intent in OTHER_TALK and sure >= SURE


def _place_in_list(talk: Talk) -> tuple[str, ...]:
    """A bare small number where one of several was asked for."""
    plain, listed = talk.text.strip("。.！! "), talk.state.listed
    return (listed[int(plain) - 1],) if plain.isdecimal() and 1 <= int(plain) <= len(listed) else ()


def expects_words(waiting: Frame | None, said: references.Said) -> bool:
    """Whether what was asked for is free text, and the message names no case."""
    return waiting is not None and waiting.slots["need"] in FREE_TEXT and not said.numbers


def unclear(talk: Talk, post: Post, said: references.Said) -> Plan[bool]:
    """A number with words that are no command: say what can be done, unless it is the speaker's own."""
    if not said.numbers:
        return False
    found = yield from references.find(talk, post, said.numbers[0])
    if found.case is None or found.case.reporter == talk.person.id:
        return False
    gate.unclear(Job(talk, post, "show", found.case, said.words))
    return True


def _states_need(talk: Talk, said: references.Said) -> bool:
    """Whether the message states a need of its own and does not begin with "this one"."""
    if grammar.THIS_ONE.match(said.words):
        return False
    return residents.states_matter(talk) and talk.read.confidence >= SURE


def _numbers(talk: Talk, action: Action, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """With one number, 合并 joins the case talked of last to that one."""
    last = talk.state.recent[0].no if talk.state.recent else ""
    if action == "merge" and len(numbers) == 1 and last and not last.endswith(numbers[0]):
        return (last, *numbers)
    return numbers


def _on_number(talk: Talk, post: Post, errand: Errand) -> Plan[bool]:
    number, *others = errand.numbers
    found = yield from references.find(talk, post, number)
    if found.several:
        _ask_of_several(talk, post, errand, found.several)
    elif found.case is None:
        talk.say("staff.no_such", no=number)
    elif found.case.reporter == talk.person.id and may(post, "show", found.case, talk.world.profile) == "no":
        return False
    else:
        job = Job(talk, post, errand.action, found.case, errand.text, errand.asked, tuple(others))
        yield from gate.do(job)
    return True


def _ask_of_several(talk: Talk, post: Post, errand: Errand, cases: tuple[Case, ...]) -> None:
    """Cases with the same last digits: answered by place in the list or by the whole number."""
    lines = tuple(lists.line(talk, post, case, n) for n, case in enumerate(cases, 1))
    talk.state = msgspec.structs.replace(talk.state, listed=tuple(c.no for c in cases), shown=len(cases))
    slots = {"action": errand.action, "text": errand.text, "need": "case"}
    talk.push(Frame(form=FORM, version=1, slots=slots))
    talk.say("staff.several", short=errand.numbers[0], lines=lines)


def _ask_which(talk: Talk, errand: Errand) -> Plan[bool]:
    """Ask for the number, unless the case talked of last is the speaker's own: then they are a resident."""
    if talk.state.recent:
        case = yield from ask(CaseByNo(talk.state.recent[0].no))
        if case is not None and case.reporter == talk.person.id:
            return False
    slots = {"action": errand.action, "text": errand.text, "need": "case"}
    talk.push(Frame(form=FORM, version=1, slots=slots))
    talk.say("staff.ask.case")
    return True
