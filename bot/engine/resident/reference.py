"""Which case somebody means: by number, by what it was about, or the one talked of last."""

from dataclasses import dataclass

from bot.engine.requests import CaseByCode, CaseByNo, Cases, Plan, ask
from bot.engine.talk import Talk
from storage.case import Case
from storage.people import CaseFilter


@dataclass(frozen=True, slots=True)
class Meant:
    """The outcome: one case; or several it may be; ``foreign`` for a number that is not theirs."""

    case: Case | None = None
    several: tuple[Case, ...] = ()
    foreign: bool = False


def meant(talk: Talk, *, open_only: bool = False) -> Plan[Meant]:
    """Find the case a resident means among their own; a case number of others is never confirmed."""
    own = yield from own_cases(talk)
    if talk.read.case_no:
        return (yield from _by_number(talk, own))
    code = _code(talk)
    if code:
        case = yield from ask(CaseByCode(code))
        return Meant(case) if case else Meant(foreign=True)
    wanted = [c for c in own if not (open_only and c.finished)]
    about = [c for c in wanted if _about(c, talk)]
    if about:
        return Meant(about[0]) if len(about) == 1 else _latest(talk, about)
    return _latest(talk, wanted)


def own_cases(talk: Talk) -> Plan[list[Case]]:
    """Return the cases of the speaker, newest first."""
    return (yield from ask(Cases(CaseFilter(reporter=talk.person.id, limit=50))))


def _by_number(talk: Talk, own: list[Case]) -> Plan[Meant]:
    number = talk.read.case_no or ""
    hits = [c for c in own if c.no == number or (len(number) == 4 and c.no.endswith(number))]
    if hits:
        return Meant(hits[0]) if len(hits) == 1 else Meant(several=tuple(hits))
    case = yield from ask(CaseByNo(number))
    code = _code(talk)
    if case and code and case.query_code == code:
        return Meant(case)
    return Meant(foreign=True)


def _code(talk: Talk) -> str | None:
    """A six-digit query code: the message is little else, or says so."""
    digits = "".join(ch for ch in talk.text if ch.isdigit())
    if len(digits) == 6 and (len(talk.text) <= 10 or "码" in talk.text or "碼" in talk.text):
        return digits
    return None


def _about(case: Case, talk: Talk) -> bool:
    """Whether the message names what the case is about."""
    names = [case.topic, case.venue, case.village]
    said = [e.value for e in talk.read.entities if e.entity in ("topic", "venue", "place")]
    if any(name and name in talk.text for name in names):
        return True
    return any(len(word) >= 2 and word in case.summary for word in said)


def _latest(talk: Talk, cases: list[Case]) -> Meant:
    """The only one, or the one talked of last; else all of them to choose from."""
    if len(cases) == 1:
        return Meant(cases[0])
    numbers = {case.no: case for case in cases}
    recent = next((numbers[r.no] for r in talk.state.recent if r.no in numbers), None)
    return Meant(recent) if recent else Meant(several=tuple(cases))
