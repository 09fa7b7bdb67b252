"""Which case staff mean: a full number, the last four digits, a place in the list, or the last one."""

import re
from dataclasses import dataclass

from bot.engine.requests import CaseByNo, CasesByShort, Plan, ask
from bot.engine.talk import Talk
from bot.permissions import hidden
from nlu.case_numbers import find_case_numbers
from nlu.digits import ascii_digits
from storage.case import Case
from storage.people import Post

_WRITTEN = re.compile(r"WH[\d-]{8,16}", re.IGNORECASE)
"""A number that cannot be one, as of a day that there is not: looked up, and there is none."""
_HEAD = re.compile(r"[:：,，。；;\n]")
_ASSENT = re.compile(
    r"(?:同意|收到|好的?|行|可以|明白|知道了|嗯|ok|[，,：:。!！\s])+[，,。!！\s]", re.IGNORECASE
)
"""What may stand before the number: 同意，0010改派县图书馆."""
_SHORT = re.compile(
    r"(?:编号|尾号|工单|单号|[#第])?\s*(?<!\d)(\d{4})(?![\d年元块人])(?:\s?号|\s?[这那]?[件条单个](?!工))?"
)
_OTHER = re.compile(r"(?:到|入|和|跟|与)\s*(\d{4})(?![\d-])")
_PLACE = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十])\s*[个件条单]")
_TEN = "一二三四五六七八九十"
_WEEKDAY_OR_TIME = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its case numbers taken out: ``numbers`` full or of four digits, as said."""

    words: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The case meant; or several of the same last digits; or a number that there is not."""

    case: Case | None = None
    several: tuple[Case, ...] = ()
    unknown: str = ""


def split(talk: Talk, text: str) -> Said:
    """Take the numbers of cases out of a message; a place in the last list counts as a number."""
    spans = [
        (e.start, e.end, e.normal or "") for e in find_case_numbers(text).entities if len(e.normal or "") > 4
    ]
    spans = spans or [(m.start(), m.end(), m[0]) for m in _WRITTEN.finditer(text)]
    spans = [*spans, *_joined(text)] if spans else _places(talk, text) or _shorts(text)
    words = text
    for start, end, _ in sorted(spans, reverse=True):
        words = words[:start] + words[end:]
    if spans and (lead := _ASSENT.match(words)):
        words = words[lead.end() :]
    return Said(words.strip(), tuple(number for _, _, number in sorted(spans)))


def _joined(text: str) -> list[tuple[int, int, str]]:
    """Four digits beside a full number: the other case of 合并到0003, 和0003是一件事."""
    return [(m.start(1), m.end(1), m.group(1)) for m in _OTHER.finditer(text)]


def _shorts(text: str) -> list[tuple[int, int, str]]:
    """Four digits count only before the first punctuation; behind it they may be anything."""
    lead = _ASSENT.match(text)
    cut = _HEAD.search(text, lead.end() if lead else 0)
    head = ascii_digits(text[: cut.start()] if cut else text)
    if _WEEKDAY_OR_TIME.search(head):
        return []
    return [(m.start(), m.end(), m.group(1)) for m in _SHORT.finditer(head)]


def _places(talk: Talk, text: str) -> list[tuple[int, int, str]]:
    match = _PLACE.search(text)
    if match is None:
        return []
    said = match.group(1)
    index = int(said) if said.isdigit() else _TEN.index(said) + 1
    listed = talk.state.listed
    return [(match.start(), match.end(), listed[index - 1])] if 1 <= index <= len(listed) else []


def find(talk: Talk, post: Post, number: str) -> Plan[Found]:
    """Find a case by number; a case hidden from this post is not there for it."""
    if len(number) > 4:
        case = yield from ask(CaseByNo(number))
        hits = [case] if case else []
    else:
        hits = yield from ask(CasesByShort(number))
    seen = [case for case in hits if not hidden(post, case, talk.world.profile)]
    if not seen:
        return Found(unknown=number)
    return Found(case=seen[0]) if len(seen) == 1 else Found(several=tuple(seen))


def last(talk: Talk, post: Post) -> Plan[Case | None]:
    """Return the case talked of last, unless the speaker reported it: then they speak as a resident."""
    if not talk.state.recent:
        return None
    case = yield from ask(CaseByNo(talk.state.recent[0].no))
    if case is None or case.reporter == talk.person.id or hidden(post, case, talk.world.profile):
        return None
    return case
