"""Which case somebody means: by number, by what it was about, or the one talked of last."""

from dataclasses import dataclass

import msgspec

from bot.engine.requests import CaseByCode, CaseByNo, Cases, CasesByShort, Plan, ask
from bot.engine.resident.words import LAST_ONE, also_called, plain
from bot.engine.talk import Talk
from storage.case import Case
from storage.people import CaseFilter

SHORT = 4
CODE = 6
TRIES = 5
"""After so many codes that fitted nothing a conversation is told nothing by code any more."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The outcome: one case; or several it may be; ``foreign`` for a number that is not theirs."""

    case: Case | None = None
    several: tuple[Case, ...] = ()
    foreign: bool = False


def meant(talk: Talk, *, open_only: bool = False, joined: bool = False, named: bool = True) -> Plan[Meant]:
    """Find the case a resident means among their own; a case number of others is never confirmed.

    ``joined`` lets in cases of others that they joined. ``named``: where the message names a thing
    that no case is about, ask instead of guessing.
    """
    if talk.read.case_no:
        return (yield from _by_number(talk, talk.read.case_no, joined=joined))
    code = query_code(talk)
    if code:
        return (yield from _by_code(talk, code))
    own = yield from own_cases(talk)
    wanted = [c for c in own if not (open_only and c.finished)]
    if joined:
        wanted += [c for c in (yield from _joined(talk)) if not (open_only and c.finished)]
    return _by_words(talk, wanted, named=named)


def own_cases(talk: Talk) -> Plan[list[Case]]:
    """Return the cases of the speaker, newest first."""
    return (yield from ask(Cases(CaseFilter(reporter=talk.person.id, limit=50))))


def query_code(talk: Talk) -> str | None:
    """Return a six-digit query code: the message is little else, or says so."""
    text = plain(talk)
    digits = "".join(filter(str.isdigit, text))
    return digits if len(digits) == CODE and (len(text) <= CODE + 4 or "码" in text) else None


def _by_code(talk: Talk, code: str) -> Plan[Meant]:
    """The case of a query code, as long as the conversation is not guessing."""
    if talk.state.wrong_codes >= TRIES:
        return Meant(foreign=True)
    case = yield from ask(CaseByCode(code))
    if case is None:
        talk.state = msgspec.structs.replace(talk.state, wrong_codes=talk.state.wrong_codes + 1)
        return Meant(foreign=True)
    return Meant(case)


def about(case: Case, talk: Talk) -> bool:
    """Whether the message names what the case is about."""
    text = plain(talk)
    called = frozenset().union(*(also_called(name) for name in (case.topic, case.venue) if name))
    if any(name in text for name in (*called, case.village or "") if len(name) > 1 or name == case.topic):
        return not (case.village and talk.read.place.village and talk.read.place.village not in case.village)
    known = f"{case.summary} {case.topic or ''} {case.venue or ''}"
    return any(len(word) > 1 and word in known for word in _things(talk))


def _by_words(talk: Talk, wanted: list[Case], *, named: bool) -> Meant:
    fitting = [c for c in wanted if about(c, talk)]
    if not fitting and named and wanted and _things(talk):
        return Meant(several=tuple(wanted))
    if wanted and not fitting and LAST_ONE.search(plain(talk)):
        return Meant(max(wanted, key=lambda c: (c.received_at, c.no)))
    return _latest(talk, fitting or wanted)


def _things(talk: Talk) -> list[str]:
    return [e.value for e in talk.read.entities if e.entity in ("topic", "venue")]


def names_things(talk: Talk) -> bool:
    """Whether the message names a matter or a venue."""
    return bool(_things(talk))


def _by_number(talk: Talk, number: str, *, joined: bool) -> Plan[Meant]:
    if len(number) == SHORT:
        found = yield from ask(CasesByShort(number))
        found += [c for c in (yield from own_cases(talk)) if c.short == number and c not in found]
    else:
        case = yield from ask(CaseByNo(number))
        found = [case] if case else []
    code = query_code(talk) if talk.state.wrong_codes < TRIES else None
    hits = [c for c in found if _may(talk, c, joined=joined) or (code and c.query_code == code)]
    if len(hits) > 1:
        return Meant(several=tuple(hits))
    return Meant(hits[0]) if hits else Meant(foreign=True)


def _may(talk: Talk, case: Case, *, joined: bool) -> bool:
    return talk.person.id == case.reporter or (joined and talk.person.id in case.cosigners)


def _joined(talk: Talk) -> Plan[list[Case]]:
    """Cases of others that the speaker joined, as far as they were talked of here."""
    found = []
    for recent in talk.state.recent:
        case = yield from ask(CaseByNo(recent.no))
        if case and talk.person.id in case.cosigners:
            found.append(case)
    return found


def _latest(talk: Talk, cases: list[Case]) -> Meant:
    """The only one, or the one talked of last; else all of them to choose from."""
    if len(cases) == 1:
        return Meant(cases[0])
    numbers = {case.no: case for case in cases}
    recent = next((numbers[r.no] for r in talk.state.recent if r.no in numbers), None)
    return Meant(recent) if recent else Meant(several=tuple(cases))
