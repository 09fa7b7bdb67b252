"""A short record of several matters in one line: clauses with ； between them, or with numbers before them."""

import re
from typing import NamedTuple

import msgspec

from bot.engine.readings import ReadTexts
from bot.engine.requests import Plan, ask
from bot.engine.resident import outside
from bot.engine.staff import operator_record as record
from bot.engine.staff.operator_drafts import drafts
from bot.engine.staff.operator_places import placed
from bot.engine.staff.operator_points import numbered
from bot.engine.state import Draft
from bot.engine.talk import Heard, Talk
from nlu.understanding import Place, Understanding

LEAST = 4
"""A matter has at least so many characters."""
_PAUSE = re.compile(r"[；;]")
_THINGS = frozenset({"venue", "topic"})
_WISHES = frozenset({"confidential", "anonymous"})


class _Cut(NamedTuple):
    """A line cut up: what stands before the clauses, the clauses, and whether numbers stand before them."""

    head: str
    clauses: tuple[str, ...]
    counted: bool


def apart(talk: Talk) -> Plan[tuple[Draft, ...]]:
    """Return a draft for each clause with a matter of its own; none where understanding told as many apart.

    A clause without one goes on with the matter before it.
    """
    cut = _cut(talk.read)
    if len(cut.clauses) < 2 or record.is_dialogue(talk.text):
        return ()
    head, *readings = yield from ask(ReadTexts((cut.head, *cut.clauses)))
    matters, bare = _matters(talk, readings, cut.counted)
    if len(matters) < 2 or len(matters) <= len(talk.read.needs):
        return ()
    around = next((read.place for read in (head, *bare) if read.place.text), Place())
    made = [_drafts(talk, read, around) for read in (yield from ask(ReadTexts(matters)))]
    return tuple(draft for each in made for draft in each) if all(made) else ()


def _cut(read: Understanding) -> _Cut:
    text = read.text
    start, end = record.matter(read)[0], record.fields(text).get("matter", (0, len(text)))[1]
    counts = numbered(text[:end])
    if counts:
        ends = [*(at for at, _ in counts[1:]), end]
        clauses = [text[at:stop] for (_, at), stop in zip(counts, ends, strict=True)]
        return _Cut(text[: counts[0][0]], _stripped(clauses), counted=True)
    return _Cut(text[:start], _stripped(_PAUSE.split(text[start:end])), counted=False)


def _stripped(clauses: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, (clause.strip(" \t\n，,；;。、") for clause in clauses)))


def _matters(
    talk: Talk, readings: list[Understanding], counted: bool
) -> tuple[tuple[str, ...], list[Understanding]]:
    """Return the words of each matter, and the clauses that have none."""
    made, bare, known = list[str](), list[Understanding](), set[str]()
    for read in readings:
        things = {e.value for e in read.entities if e.entity in _THINGS}
        if _is_matter(talk, read, things if counted else things - known, counted):
            made.append(read.text)
        else:
            bare.append(read)
            if made and not (read.phone or read.signals & _WISHES):
                made[-1] = f"{made[-1]}；{read.text}"
        known |= things
    return tuple(made), bare


def _is_matter(talk: Talk, read: Understanding, things: set[str], counted: bool) -> bool:
    """Whether the clause names a thing that no other named, or lies outside culture; a number is enough
    before anything that is a need."""
    if len(read.text) < LEAST or record.only_answers(read.text):
        return False
    away = read.intent == "out_of_scope" and outside.find(talk, read.text) is not None
    away = away or any(need.out_of_scope for need in read.needs)
    return away or bool(things) or (counted and bool(read.needs))


def _drafts(talk: Talk, read: Understanding, around: Place) -> tuple[Draft, ...]:
    """The drafts of one matter, in its own words; where it names no place, where the record says."""
    message = msgspec.structs.replace(talk.heard.message, text=read.text)
    made = drafts(Talk(Heard(message, read), talk.world, talk.person, talk.state))
    if read.place.text:
        return made
    where = placed(talk, around)
    return tuple(msgspec.structs.replace(draft, town=where.town, village=where.village) for draft in made)
