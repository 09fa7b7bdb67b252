"""Builds the needs of a text from its parts, entities and the labels of a model."""

import re
from collections.abc import Sequence

from nlu.facts import Facts
from nlu.gazetteer import Gazetteer
from nlu.places import choose_place
from nlu.prediction import Prediction, Ranking
from nlu.times import tells_age
from nlu.understanding import CATEGORIES, KINDS, URGENCIES, Entity, Need, Place
from nlu.unseen_places import Mention
from nlu.urgency import weighed

_CULTURE = frozenset({"venue", "topic"})
_MATTER = frozenset({"fault", "strong", "report", "wish", "praise"})
_ABOUT_OTHER_THINGS = frozenset(
    {"check_status", "check_points", "redeem_points", "unsubscribe", "delete_data", "withdraw", "human"}
)
_OTHER_INTENTS_SURE, _CLEAR = 0.5, 0.85
_AUDIENCE_SURE, _AUDIENCE_NAMED = 0.25, 0.2
_ABOUT_TO_FALL = re.compile(
    r"(?:快|要|眼看|马上|随时)(?:就|都)?(?:会|要|能|得)?(?:塌(?!不)|垮(?!不)|砸下来|掉下来|倒下来|(?:歪|斜)?倒了(?!霉|闭))"
)
"""What hangs over people's heads is urgent, whatever else a long message says."""
_FEW = 0.03
_NEAR_DATE = re.compile(
    r"(?:今天|今晚|今儿|今黑夜|明天|明晚|明儿|明早|后天|后儿|大后天|"
    r"(?:这|本|下)个?(?:周|星期|礼拜)[一二三四五六日天]|马上|眼看|眼瞅)[^，。！？,]{0,6}(?:就|"
    r"要|前|截止|开始|过期|比赛|演|来|办|开|唱|录|放)"
)
_REPEATED = re.compile(
    r"(?:报|说|反映|打|找|提|催|投诉)(?:过)?了?(?:[三四五六七八九十3-9]|"
    r"好几|无数|多)(?:回|次|遍|趟)|第[三四五六七八九3-9](?:回|次|遍)(?:报|"
    r"说|反映|找|催|打|投诉|提|求|跟)"
)
_PAST = re.compile(
    r"昨|前天|前日|前儿|去年|前年|上个?月|上个?周|上个?星期|上个?礼拜|"
    r"刚才|最近|那天|往年|夜来|每年"
)
_DEADLINE_AFTER = re.compile(r"(?:之?前|以前|就|截止|到期|过期|要|开)")
_LOCKED = re.compile(
    r"锁(?:着|了)?(?:大?门|一?把)|(?:门|馆|站|书屋|室)(?:老|总|一直|常年|天天|成天)?(?:是)?(?:锁|关)着|不开门|大门紧闭|上锁|铁将军"
)
_BROKEN = re.compile(
    r"锁(?:芯|头|眼)?(?:坏|锈|撬|掉|断)|门(?:坏|掉|裂|关不上|打不开|锁不上)|(?:坏|锈|掉|塌|漏|裂|断|倒)了"
)
_SOME, _EVEN = 0.1, 0.5
_TOWN_ENDINGS = ("镇", "街道", "乡", "县", "市", "区")


def build_needs(
    facts: Facts, predictions: Sequence[Prediction], entities: Sequence[Entity], gazetteer: Gazetteer
) -> list[Need]:
    """Return one need for each part that states one; ``predictions`` answer ``facts.queries``."""
    whole, parts = predictions[0], predictions[1:]
    if not parts:
        return [_need(facts, facts.parts.spans[0], whole, entities, gazetteer)]
    return [
        _need(facts, span, prediction, entities, gazetteer)
        for span, prediction in zip(facts.parts.spans, parts, strict=True)
        if _states_need(facts, span, prediction)
    ]


def _states_need(facts: Facts, span: tuple[int, int], prediction: Prediction) -> bool:
    intent, sure = prediction.intents[0]
    if intent in ("submit_need", "out_of_scope"):
        return True
    kinds = {hit.kind for hit in facts.hits if span[0] <= hit.start and hit.end <= span[1]}
    if intent == "ask_faq":
        return sure < _OTHER_INTENTS_SURE and bool(kinds & {"strong", "report", "fault"})
    if intent in _ABOUT_OTHER_THINGS:
        return sure < _OTHER_INTENTS_SURE and bool(kinds & _MATTER and kinds & (_CULTURE | {"scope"}))
    return bool(kinds & _MATTER) and bool(kinds & (_CULTURE | {"scope"}))


def is_out_of_scope(facts: Facts, span: tuple[int, int], prediction: Prediction) -> bool:
    """Tell whether a part is no public culture: words of others and none of culture, or the model."""
    kinds = {
        hit.kind
        for hit in facts.hits
        if span[0] <= hit.start and hit.end <= span[1] and (hit.kind != "topic" or hit.end - hit.start > 1)
    }
    if kinds & _CULTURE:
        return False
    intent, sure = prediction.intents[0]
    return (intent == "out_of_scope" and sure > _OTHER_INTENTS_SURE) or ("scope" in kinds and sure < _CLEAR)


def _need(
    facts: Facts,
    span: tuple[int, int],
    prediction: Prediction,
    entities: Sequence[Entity],
    gazetteer: Gazetteer,
) -> Need:
    text = facts.text
    own = (
        entities
        if not facts.parts.is_split
        else [e for e in entities if span[0] <= e.start and e.end <= span[1]]
    )
    start, end = text.span(*span)
    kind, kind_sure = _label(prediction.attributes.get("kind", ()), KINDS[1])
    category, category_sure = _category(text.text[slice(*span)], prediction.attributes.get("category", ()))
    urgency, urgency_sure = _urgency(facts, span, prediction)
    return Need(
        words=text.original[start:end],
        start=start,
        end=end,
        kind=kind,
        category=category,
        urgency=urgency,
        audience=_audience(prediction, own),
        place=_place(facts, span, own, gazetteer),
        venue=_written(facts, _first(own, "venue") or _lead_venue(facts, entities)),
        topic=_written(facts, _first(own, "topic") or _listed_topic(facts, span)),
        when=_written(facts, _when(text.text, own)),
        out_of_scope=is_out_of_scope(facts, span, prediction),
        sure={"kind": kind_sure, "category": category_sure, "urgency": urgency_sure},
    )


def _label(ranking: Ranking, default: str) -> tuple[str, float]:
    return ranking[0] if ranking else (default, 0.0)


def _category(words: str, ranking: Ranking) -> tuple[str, float]:
    """The likeliest category; a door that is kept locked is service, one that does not work is facility."""
    label, sure = _label(ranking, CATEGORIES[-1])
    locked = label == "facility" and _LOCKED.search(words) and not _BROKEN.search(words)
    return ("service", max(sure, _EVEN)) if locked and dict(ranking)["service"] >= _SOME else (label, sure)


def _urgency(facts: Facts, span: tuple[int, int], prediction: Prediction) -> tuple[str, float]:
    label, sure = _label(weighed(prediction.attributes.get("urgency", ())), URGENCIES[0])
    start, end = span
    if facts.danger and (not facts.parts.is_split or start <= facts.danger[1] < end):
        return "urgent", 1.0
    words = facts.text.text[start:end]
    if (
        _ABOUT_TO_FALL.search(words)
        and dict(prediction.attributes.get("urgency", ())).get("urgent", 0) > _FEW
    ):
        return "urgent", _CLEAR
    if label == "normal" and sure < _CLEAR and (_NEAR_DATE.search(words) or _REPEATED.search(words)):
        return "pressing", _CLEAR
    return label, sure


def _audience(prediction: Prediction, entities: Sequence[Entity]) -> tuple[str, ...]:
    named = {entity.normal for entity in entities if entity.entity == "audience" and entity.normal}
    if not prediction.audience:
        return _specific(sorted(named))
    return _specific(
        [
            label
            for label, sure in prediction.audience
            if sure >= _AUDIENCE_SURE or (label in named and sure >= _AUDIENCE_NAMED)
        ]
    )


def _specific(labels: Sequence[str]) -> tuple[str, ...]:
    """Everyone means no group in particular."""
    return tuple(label for label in labels if label != "everyone")


def _place(facts: Facts, span: tuple[int, int], own: Sequence[Entity], gazetteer: Gazetteer) -> Place:
    words = facts.text.text
    mentions = [m for m in facts.places.mentions if span[0] <= m.start and m.end <= span[1]]
    if not facts.parts.is_split or not mentions:
        mentions = list(facts.places.mentions)
    known = {(mention.start, mention.end) for mention in mentions}
    mentions += [
        Mention(entity.start, entity.end, None, entity.value, known=False)
        for entity in own
        if entity.entity == "place"
        and (entity.start, entity.end) not in known
        and not entity.value.endswith(_TOWN_ENDINGS)
        and (not facts.places.place.village)
    ]
    place = choose_place(words, sorted(mentions, key=lambda mention: mention.start), gazetteer)
    if place.village and not place.town:
        return Place(facts.places.place.town, place.village)
    return place


def _first(entities: Sequence[Entity], label: str) -> Entity | None:
    return next((entity for entity in entities if entity.entity == label), None)


def _when(text: str, entities: Sequence[Entity]) -> Entity | None:
    """The deadline wins over the coming time, that over the past, the more exact over the vague."""
    whens = [e for e in entities if e.entity == "when" and not tells_age(text, e)]

    def weight(entity: Entity) -> tuple[int, int, int]:
        coming = 0 if _PAST.search(entity.value) else 2
        deadline = _DEADLINE_AFTER.match(text, entity.end) is not None or entity.value.endswith("前")
        return coming + (coming > 0 and deadline), entity.end - entity.start, -entity.start

    return max(whens, key=weight, default=None)


def _listed_topic(facts: Facts, span: tuple[int, int]) -> Entity | None:
    """The first topic of the word list within the part, one letter only if there is no other."""
    inside = [topic for topic in facts.topics if span[0] <= topic.start and topic.end <= span[1]]
    return max(inside, key=lambda topic: (topic.end - topic.start > 1, -topic.start), default=None)


def _lead_venue(facts: Facts, entities: Sequence[Entity]) -> Entity | None:
    """The one venue named before the parts begin holds for the parts that name none."""
    first = facts.parts.spans[0][0]
    lead = [entity for entity in entities if entity.entity == "venue" and entity.end <= first]
    return lead[0] if len(lead) == 1 and facts.parts.is_split else None


def _written(facts: Facts, entity: Entity | None) -> str | None:
    if entity is None:
        return None
    start, end = facts.text.span(entity.start, entity.end)
    return facts.text.original[start:end]
