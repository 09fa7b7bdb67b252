"""A model of word lists: what understanding falls back to where no trained model is at hand."""

from collections.abc import Mapping, Sequence

from nlu.prediction import Prediction, Ranking
from nlu.scanner import Hit, Scanner, Word
from nlu.wordlists import all_words, word_table

_QUESTION = ("?", "？", "吗", "几点", "怎么", "咋", "多少", "哪")
_CATEGORY_GROUPS = {
    "activity": ("opera", "show", "festival", "class", "dance", "music"),
    "heritage": ("craft", "relic"),
    "facility": ("equipment", "building", "access", "single"),
    "service": ("service",),
    "market": ("trade",),
}  # fmt: skip
_VENUE_GROUPS = {"market": ("market",), "heritage": ("heritage",)}
_SURE, _LIKELY, _GUESS = 0.9, 0.7, 0.4


class KeywordModel:
    """Implements ``Model``; its probabilities are three fixed steps, not measured ones."""

    def __init__(self) -> None:
        words = [
            Word(word, f"intent:{intent}", word)
            for intent, lot in word_table("intents").items()
            for word in lot
        ]
        words += [Word(word, f"faq:{faq}", word) for faq, lot in word_table("faq").items() for word in lot]
        words += [Word(word, kind, word) for kind, lot in word_table("needs").items() for word in lot]
        words += [Word(word, "scope", word) for word in all_words("out_of_scope")]
        words += [
            Word(word, f"category:{category}", word)
            for table, groups in (("topics", _CATEGORY_GROUPS), ("venues", _VENUE_GROUPS))
            for category, names in groups.items()
            for name in names
            for word in word_table(table)[name]
        ]
        words += [Word(word, "venue", word) for word in all_words("venues")]
        self._scanner = Scanner(words)
        self._exact = {word: intent for intent, lot in word_table("exact").items() for word in lot}

    def predict(self, normalised_text: str, /) -> Prediction:
        """Label a text by the words in it."""
        hits = self._scanner.scan(normalised_text)
        faq = _ranked(_labels(hits, "faq:"), _LIKELY)
        intent, sure = self._intent(normalised_text, hits, asks=bool(faq))
        attributes = {
            "kind": ((_kind({hit.kind for hit in hits}, normalised_text), _GUESS),),
            "category": _ranked(_labels(hits, "category:"), _GUESS) or (("other", _GUESS),),
            "urgency": (("normal", _GUESS),),
        }
        return Prediction(((intent, sure),), attributes, (), faq)

    def _intent(self, text: str, hits: Sequence[Hit], *, asks: bool) -> tuple[str, float]:
        exact = self._exact.get(text.strip(" 。！!～~.，,").lower())
        if exact:
            return exact, _SURE
        kinds = {hit.kind for hit in hits}
        culture = "venue" in kinds or any(kind.startswith("category:") for kind in kinds)
        intents = [label for label in _labels(hits, "intent:") if not (culture and label in _SOCIAL)]
        if intents:
            return intents[0], _LIKELY
        if asks:
            return "ask_faq", _LIKELY
        if "scope" in kinds and not culture:
            return "out_of_scope", _LIKELY
        if culture or kinds & {"strong", "report", "wish", "praise"}:
            return "submit_need", _LIKELY if culture else _GUESS
        return next(iter(_labels(hits, "intent:")), "out_of_scope"), _GUESS


_SOCIAL = frozenset({"greet", "thanks", "bye", "affirm", "deny", "evaluate"})


def _kind(kinds: set[str], text: str) -> str:
    if "report" in kinds:
        return "report"
    if "strong" in kinds or ("fault" in kinds and "wish" not in kinds):
        return "complaint"
    if "praise" in kinds and "wish" not in kinds:
        return "praise"
    if "建议" in text:
        return "suggestion"
    return "inquiry" if "wish" not in kinds and any(mark in text for mark in _QUESTION) else "request"


def _labels(hits: Sequence[Hit], prefix: str) -> list[str]:
    counts: dict[str, int] = {}
    for hit in hits:
        if hit.kind.startswith(prefix):
            label = hit.kind.removeprefix(prefix)
            counts[label] = counts.get(label, 0) + 1
    return _by_count(counts)


def _by_count(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda label: -counts[label])


def _ranked(labels: Sequence[str], best: float) -> Ranking:
    return tuple((label, best / (place + 1)) for place, label in enumerate(labels))
