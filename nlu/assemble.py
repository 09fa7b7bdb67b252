"""From one text to its Understanding: rules and model put together, facts before guesses."""

import re
from collections.abc import Sequence

from nlu.certain import certain, only_sounds
from nlu.clauses import is_context
from nlu.facts import Facts, read_facts
from nlu.gazetteer import Gazetteer
from nlu.merge import merge_entities
from nlu.needs import build_needs
from nlu.prediction import Model, Prediction, Ranking
from nlu.understanding import Entity, Need, Understanding
from nlu.wordlists import word_table

_EXACT = {word: intent for intent, words in word_table("exact").items() for word in words}
_EDGE = " \n。！!～~.，,、"
_THANKS = re.compile(r"[\s，,。！!、]*(?:谢谢|多谢|感谢|谢了|辛苦|麻烦)(?:你|您|啦|了|你们|您了)?\Z")
_POLITE = frozenset({"好", "好的", "好滴", "好嘞", "嗯", "行", "中", "ok", "okay", "不用", "没有", "不"})
_CERTAIN, _LIKELY = 1.0, 0.8
_MODEST = 0.75
_EVEN = 0.5
_NOTHING = 0.2
_SURE = 0.9
_POSSIBLE = 0.05
_LIKELY_QUESTION = 0.15
"""From this chance on of being a question it is told which one a text might be, though something else is likelier."""
_STRANGE = 0.2
"""From here on a doubtful text that names nothing of culture is more likely out of scope."""
_FIRM, _MAY_BE_NEED = 0.7, 0.3
_NAMED = frozenset({"venue", "topic"})
_OF_CULTURE = frozenset({"submit_need", "ask_faq"})
_COVERS = frozenset({"abuse", "greet", "thanks", "bye", "affirm", "skip", "help", "human"})
_ACTS_ON_CASE = frozenset({"check_status", "urge", "withdraw", "supplement", "evaluate", "cosign"})
_NEAR_A_NEED = frozenset({"submit_need", "out_of_scope", "deny", "supplement"})
_OF_REPORTS = frozenset({"confidential", "anonymous"})
_TELLS_MORE = 16
"""Who wants to stay unknown and says more than that reports something."""
_FAULTS = frozenset({"strong", "report"})
_ANSWERS = frozenset({"phone", "place", "person", "when"})


def assemble(text: str, model: Model, gazetteer: Gazetteer) -> Understanding:
    """Read one text of any length with a model in this process; never raises for any input."""
    facts = read_facts(text, gazetteer)
    if not facts.text.text.strip():
        return Understanding(facts.text.original, "out_of_scope", 0.0, signals=facts.signals)
    return finish(facts, [model.predict(query) for query in facts.queries], gazetteer)


def finish(facts: Facts, predictions: Sequence[Prediction], gazetteer: Gazetteer) -> Understanding:
    """Join facts with the model's answers to ``facts.queries``, in the same order.

    For models that answer elsewhere (a server): ask for the queries between reading and finishing.
    """
    entities = merge_entities(facts, predictions[0].spans)
    needs = build_needs(facts, predictions, entities, gazetteer)
    ranking = _ranking(facts, predictions, entities, needs)
    intent, confidence = ranking[0]
    likely = needs[:1] if _may_be_need(ranking) else []
    if intent != "submit_need" and not facts.parts.is_split:
        needs = []
    main = next((need for need in (*needs, *likely) if not need.out_of_scope), next(iter(likely), None))
    faq = _faq(facts, predictions, ranking)
    return Understanding(
        text=facts.text.original,
        intent=intent,
        confidence=confidence,
        ranking=ranking,
        kind=main.kind if main else None,
        category=main.category if main else None,
        urgency=main.urgency if main else None,
        audience=main.audience if main else (),
        faq=faq[0] if faq else None,
        faq_confidence=faq[1] if faq else 0.0,
        entities=tuple(_original(facts, entity) for entity in entities),
        needs=tuple(needs),
        place=facts.places.place if not main or facts.places.place.town else main.place,
        phone=facts.phones.chosen,
        person=facts.people.speaker,
        case_no=facts.cases.chosen,
        danger=facts.danger[0] if facts.danger else None,
        signals=facts.signals
        | ({"asks_faq"} if faq and facts.parts.is_split and needs and intent != "ask_faq" else set()),
    )


def _ranking(
    facts: Facts, predictions: Sequence[Prediction], entities: Sequence[Entity], needs: Sequence[Need]
) -> Ranking:
    """The model's ranking with what the rules are certain of put first."""
    ranking = predictions[0].intents
    if known := _known(facts):
        return _first(*known, ranking)
    if facts.parts.is_split:
        if any(not need.out_of_scope for need in needs):
            return _first("submit_need", max(_LIKELY, dict(ranking).get("submit_need", 0.0)), ranking)
        return predictions[1].intents if len(facts.parts.spans) == 1 else ranking
    if only := _only_data(facts, entities, ranking):
        return _first(only, _LIKELY, ranking)
    return _careful(facts, entities, _by_words(facts, ranking))


def _known(facts: Facts) -> tuple[str, float] | None:
    """What words tell whatever a model makes of them: an intent and how sure it is."""
    text = facts.text.text
    if only_sounds(text):
        return "out_of_scope", _NOTHING
    if not facts.parts.is_split and (meaning := certain(text)):
        return meaning.intent, _SURE
    return (fact, _CERTAIN) if (fact := _exact(text)) else None


def _exact(text: str) -> str | None:
    """The meaning of a short text that has only one; thanks behind a clear answer change nothing."""
    words = text.strip(_EDGE).lower()
    answer = _THANKS.sub("", words)
    return _EXACT.get(words) or (_EXACT.get(answer) if answer not in _POLITE else None)


def _may_be_need(ranking: Ranking) -> bool:
    """Whether to say what kind of need it would be, for whoever finds that the intent was mistaken."""
    return ranking[0][0] != "cosign" and dict(ranking).get("submit_need", 0.0) >= _POSSIBLE


def _only_data(facts: Facts, entities: Sequence[Entity], ranking: Ranking) -> str | None:
    """A lone case number asks for its state; a lone phone, place, name or time answers a question."""
    labels = {entity.entity for entity in entities}
    if not labels or not labels <= _ANSWERS | {"case_no"}:
        return None
    rest, words = "", facts.text.text
    position = 0
    for entity in entities:
        rest, position = rest + words[position : entity.start] + "，", entity.end
    rest += words[position:]
    intent, sure = ranking[0]
    if not any(map(str.isalnum, rest)):
        return "check_status" if "case_no" in labels else "supplement"
    if not is_context(rest) or (intent in _ACTS_ON_CASE | {"deny", "affirm"} and sure > _EVEN):
        return None
    return "check_status" if "case_no" in labels else "supplement"


def _by_words(facts: Facts, ranking: Ranking) -> Ranking:
    """Correct the model where it is not sure and the words of the text are clear."""
    intent, sure = ranking[0]
    doubtful = sure < _MODEST
    kinds = {hit.kind for hit in facts.hits}
    culture = bool(facts.venues) or any(topic.end - topic.start > 1 for topic in facts.topics)
    faulty = "fault" in kinds and (intent == "abuse" or doubtful)
    if intent in _COVERS and culture and (kinds & _FAULTS or faulty):
        return _first("submit_need", _MODEST, ranking)
    stated = culture and "scope" not in kinds and bool(kinds & (_FAULTS | {"wish"}))
    if intent in _NEAR_A_NEED and doubtful and stated:
        return _first("submit_need", _MODEST, ranking)
    if doubtful and facts.signals & _OF_REPORTS and len(facts.text.text) > _TELLS_MORE:
        return _first("submit_need", _MODEST, ranking)
    return ranking


def _careful(facts: Facts, entities: Sequence[Entity], ranking: Ranking) -> Ranking:
    """Refuse where nothing of culture is named, but be sure of it only where others' matters are."""
    if _is_strange(ranking, entities):
        return _first("out_of_scope", _EVEN, ranking)
    if _is_refused_lightly(ranking, entities):
        return _first("submit_need", _EVEN, ranking)
    intent, sure = ranking[0]
    if intent == "out_of_scope" and sure < _SURE and not any(hit.kind == "scope" for hit in facts.hits):
        return _first("out_of_scope", min(sure, _MODEST), ranking)
    return ranking


def _is_strange(ranking: Ranking, entities: Sequence[Entity]) -> bool:
    """A doubtful need or question that names nothing of culture and may well be out of scope."""
    intent, sure = ranking[0]
    if intent not in _OF_CULTURE or sure >= _MODEST or any(entity.entity in _NAMED for entity in entities):
        return False
    return dict(ranking).get("out_of_scope", 0.0) >= _STRANGE


def _is_refused_lightly(ranking: Ranking, entities: Sequence[Entity]) -> bool:
    """A text that names something of culture and may well be a need is not turned away on a low score."""
    intent, sure = ranking[0]
    if intent != "out_of_scope" or sure >= _FIRM or not any(entity.entity in _NAMED for entity in entities):
        return False
    return dict(ranking).get("submit_need", 0.0) >= _MAY_BE_NEED


def _first(intent: str, sure: float, ranking: Ranking) -> Ranking:
    """Put one intent first; the others keep their order and share what is left."""
    others = [(label, value) for label, value in ranking if label != intent]
    total = sum(value for _, value in others) or 1.0
    left = min(total, 1.0 - sure)
    return ((intent, sure), *((label, value * left / total) for label, value in others))


NO_FAQ = "none"
"""What the model answers where no common question was asked; the best real one then has a low score."""


def _faq(facts: Facts, predictions: Sequence[Prediction], ranking: Ranking) -> tuple[str, float] | None:
    """The FAQ asked for by the whole text or, beside a need, by one of its parts; else the one it might be."""
    chance = dict(ranking).get("ask_faq", 0.0)
    asks = ranking[0][0] == "ask_faq"
    meaning = certain(facts.text.text) if asks else None
    if meaning and meaning.faq:
        return meaning.faq, _SURE
    parts = [_asked(part) for part in predictions[1:] if part.intents[0][0] == "ask_faq"]
    if not asks and any(parts):
        return next(filter(None, parts))
    whole = _asked(predictions[0])
    if asks or whole is None:
        return whole if asks else None
    return (whole[0], whole[1] * chance) if chance >= _LIKELY_QUESTION else None


def _asked(prediction: Prediction) -> tuple[str, float] | None:
    return next(((name, sure) for name, sure in prediction.faq if name != NO_FAQ), None)


def _original(facts: Facts, entity: Entity) -> Entity:
    start, end = facts.text.span(entity.start, entity.end)
    return Entity(entity.entity, facts.text.original[start:end], start, end, entity.normal)
