"""The names a county knows (towns, villages, venues) beside the shipped words, in one scanner."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import process
from rapidfuzz.distance import Hamming

from config.profile import Profile, Venue
from nlu.scanner import Scanner, Word
from nlu.wordlists import all_words, word_table

_TOWN_ENDINGS = ("街道办事处", "街道", "镇", "乡")
_LONG_NAME = 4

_ALIKE = frozenset(
    frozenset(pair) for group in word_table("places")["alike"] for pair in combinations(group, 2)
)


def bare_town(name: str) -> str:
    """Return a town's name without its ending: 燕崖镇 -> 燕崖."""
    for ending in _TOWN_ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def bare_village(name: str) -> str:
    """Return a village's name without 村 or 社区, itself if too little would be left."""
    bare = name.removesuffix("社区").removesuffix("村")
    return bare if len(bare) > 1 else name


class Gazetteer:
    """Names of one profile; ``scanner`` finds them and all shipped lexicon words in one pass.

    Kinds of hits: town, bare_town, village, bare_village (normal = full name), venue, topic,
    audience (normal = label), scope (a matter of others), wish, fault, strong, report, praise,
    and ``signal:…`` for the table of that name.
    """

    def __init__(self, profile: Profile) -> None:
        self._towns_of: defaultdict[str, list[str]] = defaultdict(list)
        for town in profile.towns:
            for village in town.villages:
                self._towns_of[village.name].append(town.name)
        self._towns = tuple(town.name for town in profile.towns)
        names = tuple(_place_words(profile))
        self._written = {word.text: word for word in names}
        venues = (word for venue in profile.venues for word in self._venue_words(venue))
        referrals = (word for referral in profile.referrals for word in referral.words)
        self.scanner = Scanner(
            (*names, *venues, *_lexicon_words(), *(Word(word, "scope", word) for word in referrals))
        )

    def town_of(self, village: str) -> str | None:
        """Return the town of a village, None if unknown or if several towns have such a village."""
        towns = self._towns_of.get(village, [])
        return towns[0] if len(towns) == 1 else None

    def has_village(self, town: str, village: str) -> bool:
        """Tell whether the town is known to have a village of this full name."""
        return town in self._towns_of.get(village, [])

    def correct(self, name: str) -> Word | None:
        """Return the one place that a misspelt name can only mean, None where it is not safe.

        Safe are names with one wrong letter that is a known sound- or look-alike, and names of
        four letters or more with one wrong letter and no second candidate.
        """
        same_length = [written for written in self._written if len(written) == len(name)]
        near = process.extract(name, same_length, scorer=Hamming.distance, score_cutoff=1, limit=3)
        found = [written for written, _, _ in near if self._is_safe(name, written)]
        return self._written[found[0]] if len({self._written[word].normal for word in found}) == 1 else None

    def _is_safe(self, name: str, written: str) -> bool:
        wrong = [pair for pair in zip(name, written, strict=True) if pair[0] != pair[1]]
        bare = bare_town(written)
        known = any(frozenset(pair) in _ALIKE for pair in wrong)
        return known or (len(bare_village(bare)) >= _LONG_NAME and name[: len(bare)] != bare)

    def _venue_words(self, venue: Venue) -> Iterator[Word]:
        for written in (venue.name, *venue.aliases):
            town = next((town for town in self._towns if written.startswith(town)), "")
            yield Word(written.removeprefix(town), "venue", venue.name)


def _place_words(profile: Profile) -> Iterator[Word]:
    for town in profile.towns:
        bare = bare_town(town.name)
        for written in (town.name, *town.aliases, bare + "镇", bare + "街道", bare + "乡"):
            kind = "town" if written.endswith(_TOWN_ENDINGS) else "bare_town"
            yield Word(written, kind, town.name)
        yield Word(bare, "bare_town", town.name)
    for town in profile.towns:
        for village in town.villages:
            for written in (village.name, *village.aliases):
                yield Word(written, "village", village.name)
            bare = bare_village(village.name)
            if bare != village.name:
                yield Word(bare, "bare_village", village.name)


def _lexicon_words() -> Iterator[Word]:
    yield from _plain_words()
    for right, wrong in word_table("venue_typos").items():
        for word in wrong:
            yield Word(word, "venue", right)
    for label, words in word_table("audiences").items():
        for word in words:
            yield Word(word, "audience", label)


def _plain_words() -> Iterator[Word]:
    """Words that stand for themselves, and words that only hide shorter ones."""
    for kind, table in (("venue", "venues"), ("topic", "topics"), ("scope", "out_of_scope")):
        for word in all_words(table):
            yield Word(word, kind, word)
    for kind, table in (("topic", "no_topics"), ("audience", "no_audiences")):
        for word in all_words(table):
            yield Word(word, kind, "")
    for prefix, table in (("", "needs"), ("signal:", "signals")):
        for group, words in word_table(table).items():
            for word in words:
                yield Word(word, prefix + group, word)
