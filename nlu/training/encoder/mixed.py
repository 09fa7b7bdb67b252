"""Records of needs that stand in several others: without end, and all in the words of people.

What leads into a record and what ends it stay together; between them come needs of records of the same style, with
what was said around them, or single messages. So the encoder hears ever other matters follow each other, mostly
without a word of transition, and hears that a long story may be all one need.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from nlu.calls.tokens import ROLES, Tokens
from nlu.training.encoder.samples import Sample, Told

COUNTS, SHARES = (1, 2, 3, 4), (30, 38, 24, 8)
"""How many needs a record gets, and in how many of a hundred."""
COMES_BACK = 0.2
"""How often a need is left in its middle and taken up again after the next one."""
MESSAGES, AS_SPOKEN = 0.3, frozenset({"dialogue", "run_on", "voice"})
"""How often a need is a message, in the styles in which callers speak for themselves."""
OWN_FIRST = 0.6
"""How often the first need is that of the record which is begun."""
LONGEST = 500
"""Pieces; the encoder hears few more at once."""
_BEGINS, _GOES_ON, _RETURNS, _NOTHING = range(4)


def mixed(records: Sequence[Told], messages: Sequence[Told], count: int, dice: random.Random) -> list[Sample]:
    """Return so many new records; ones that grow too long are dropped."""
    by_style = defaultdict(list)
    for record in records:
        if record.begins:
            by_style[record.style].append(record)
    usable = [record for record in records if record.begins]
    made = (_one(dice.choice(usable), by_style, messages, dice) for _ in range(count))
    return [sample for sample in made if len(sample.tokens.ids) <= LONGEST]


def _one(
    frame: Told, by_style: dict[str, list[Told]], messages: Sequence[Told], dice: random.Random
) -> Sample:
    (count,) = dice.choices(COUNTS, SHARES)
    own = _stretch(frame.sample, *_bounds(frame)[0])
    needs = [
        _message(dice.choice(messages), own, frame.style)
        if messages and frame.style in AS_SPOKEN and dice.random() < MESSAGES
        else _need(dice.choice(by_style[frame.style]), dice)
        for _ in range(count)
    ]
    if dice.random() < OWN_FIRST:
        needs[0] = own
    if count > 1 and dice.random() < COMES_BACK:
        needs = _interrupted(needs, dice)
    last = _stretch(frame.sample, frame.ends, len(frame.sample.labels))
    last.labels[:, 0] = np.where(last.labels[:, 0] < 0, -1, _NOTHING)
    return _joined([_stretch(frame.sample, 0, frame.begins[0]), *needs, last])


def _message(message: Told, own: Sample, style: str) -> Sample:
    """A message as the caller of a record would say it; a recogniser leaves out the marks between."""
    tokens, labels = message.sample
    spoken = own.tokens.roles[own.tokens.clauses >= 0]
    roles = np.where(tokens.clauses >= 0, spoken[0], len(ROLES))
    kept = tokens.clauses >= 0 if style == "voice" else slice(None)
    return Sample(Tokens(*(column[kept] for column in tokens._replace(roles=roles))), labels.copy())


def _interrupted(needs: list[Sample], dice: random.Random) -> list[Sample]:
    """The first need is left where it goes on, and taken up again after the second; without such a place, as given."""
    first, second, *others = needs
    places = np.flatnonzero(first.labels[:, 0] == _GOES_ON)
    if not len(places):
        return needs
    middle = int(dice.choice(places))
    resumed = _stretch(first, middle, len(first.labels))
    resumed.labels[0, 0] = _RETURNS
    return [_stretch(first, 0, middle), second, resumed, *others]


def _need(record: Told, dice: random.Random) -> Sample:
    return _stretch(record.sample, *dice.choice(_bounds(record)))


def _bounds(record: Told) -> list[tuple[int, int]]:
    return list(zip(record.begins, (*record.begins[1:], record.ends), strict=True))


def _stretch(sample: Sample, first: int, end: int) -> Sample:
    """The clauses from ``first`` to before ``end``, with the marks that follow each."""
    clauses = sample.tokens.clauses
    spoken = np.maximum.accumulate(clauses)
    inside = (spoken >= first) & (spoken < end)
    tokens = Tokens(*(column[inside] for column in sample.tokens))
    numbers = np.where(tokens.clauses >= 0, tokens.clauses - first, -1)
    return Sample(tokens._replace(clauses=numbers), sample.labels[first:end].copy())


def _joined(stretches: Sequence[Sample]) -> Sample:
    columns = zip(*(_renumbered(stretches)), strict=True)
    tokens = Tokens(*(np.concatenate(column) for column in columns))
    return Sample(tokens, np.concatenate([one.labels for one in stretches]))


def _renumbered(stretches: Sequence[Sample]) -> Iterator[Tokens]:
    before = 0
    for one in stretches:
        numbers = np.where(one.tokens.clauses >= 0, one.tokens.clauses + before, -1)
        yield one.tokens._replace(clauses=numbers)
        before += len(one.labels)
