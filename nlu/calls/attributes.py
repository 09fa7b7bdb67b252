"""Kind, category, urgency and scope of a need: the model's guesses over its words, weighed anew for calls."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.calls.cues import ANEW, CONTACT_TALK, OTHERS_MATTER, REFERRED, cues_of
from nlu.calls.view import View
from nlu.prediction import Model, Prediction

_STEPS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85)
_LONGEST = 300
_NEAR = re.compile(
    r"今天|今晚|今儿|明天|明晚|明儿|后天|后晚|大后天|(?:这|本|下)个?(?:周|星期|礼拜)|马上|眼看|过几天|没几天|月底|[0-9一二三四五六七八九十]+号|[0-9一二三四五六七八九十]+天(?:后|就|内)|就要|截止|到期|过期|来不及|赶在"
)
_AGAIN = re.compile(
    r"(?:报|说|反映|打|找|提|催|投诉|去)(?:过)?了?(?:[三四五六七八九十3-9]|好几|无数|多)(?:回|次|遍|趟)|第[三四五六七八九3-9](?:回|次|遍)|[三四五六3-9]次(?:反映|来电|投诉|报修)|多次|好几回|好几次|屡次|反复|催了"
)
_CROWD = re.compile(
    r"[0-9一二三四五六七八九十百几]+(?:多|来|余)?(?:个|口|号|名|位|户)?(?:人|老人|孩子|口子|妇女|家长|老头|学生|村民|户)|联名|都等着|都盼"
)
_DANGER = re.compile(
    r"砸|塌|掉下|漏电|触电|着火|起火|火灾|消防|逃生|疏散|出口|摔|绊|裂|危险|出事|出人命|受伤|伤着|伤人|磕|倒了|要倒|悬|松动|断了|裸露|电线|火花|烟|盗|挖|坠|踩空|晃|鼓|歪|毒|漏气|煤气|扎|割"
)
_AFTER = 5
_VERBS = {
    name: re.compile(words)
    for name, words in {
        "praise": "表扬|夸|感谢|谢谢|点赞|真好|好人|负责|热心|锦旗|给力",
        "ask": "咨询|询问|打听|请教|想问|问问|问一下|又问|另问|问下|请问|(?:吗|呢|不|没|么)[？?]?$|几点|多少钱|怎么|咋|啥时候|什么时候|何时|能否|是否|有没有|是不是|哪",
        "suggest": "建议|提议|不如|最好|可以考虑|应该|能不能.*改|推广",
        "report": "举报|私自|偷|盗|倒卖|未成年|假|无证|赌|骗|违规|强制|推销|挪用",
        "complain": "投诉|反映|不让|不给|不管|态度|凭什么|说好|承诺|不开|锁|坏|漏|没人|不亮|过期|拖|欠|推|糊弄",
        "wish": "希望|想要|想请|申请|请求|求|盼|能不能|能给|给俺|给我们|想办|想建|借|派|要一|要个|添|配|装|换",
    }.items()
}
_TYPED = re.compile(
    r"(?:类型|类别|性质|分类|性|类)[】\]:： |]{1,3}(咨询|求助|投诉|举报|建议|表扬)|【(咨询|求助|投诉|举报|建议|表扬)"
)
_DEADLINE = re.compile(
    r"(?:今天|今晚|明天|明晚|后天|后晚|大后天|(?:这|本|下)个?(?:周|星期|礼拜)[一二三四五六日天末]?|月底|[0-9一二三四五六七八九十廿]+[号日])[^，。；\n]{0,5}(?:以?前|之前|就|截止|到期|过期|要|开)"
    r"|来不及|就过期|就截止|没几天|联名|\d+余人"
)
_WORDS = {"deadline": _DEADLINE, "near": _NEAR, "again": _AGAIN, "crowd": _CROWD, "danger": _DANGER}


class Reading(NamedTuple):
    """The clauses of a need, their words joined, what the model says of these and what of the earlier text."""

    clauses: Sequence[int]
    words: str
    said: Prediction


def read_need(view: View, clauses: Sequence[int], model: Model) -> Reading:
    """Join the clauses of one need and ask the model about them."""
    words = "，".join(
        view.text[view.clauses[index].start : view.clauses[index].end].strip() for index in clauses
    )
    return Reading(clauses, words, model.labels(words[:_LONGEST]))


def attribute_row(view: View, reading: Reading, place: int) -> list[str]:
    """Return the features of a need; ``place`` is its number in the call."""
    return list(_row(view, reading, place))


def _row(view: View, reading: Reading, place: int) -> Iterator[str]:
    words = reading.words
    yield from (
        "bias",
        f"style={view.layout.style}",
        f"at={min(place, 3)}",
        f"size={min(len(words) // 30, 5)}",
    )
    for name, ranking in (("intent", reading.said.intents), *reading.said.attributes.items()):
        for label, chance in ranking[:4]:
            step = sum(chance > bound for bound in _STEPS)
            yield from (f"{name}:{label}>{bound}" for bound in range(1, step + 1))
        yield f"{name}={ranking[0][0]}"
    yield from _by_clause(view, reading)
    yield from (f"c={cue}" for cue in cues_of(words))
    yield from (f"w={name}" for name, pattern in _WORDS.items() if pattern.search(words))
    yield from scope_cues(view, reading)
    yield from _verbs(view, reading)
    hits = [hit for index in reading.clauses for hit in view.hits[index]]
    yield from (f"k={kind}" for kind in sorted({hit.kind for hit in hits}))
    yield from (
        f"n={hit.normal}"
        for hit in hits
        if hit.kind in ("venue", "topic", "scope", "wish", "fault", "report")
    )
    yield from (f"g={gram}" for gram in sorted({words[at : at + 2] for at in range(len(words) - 1)}))
    yield from (f"p={words[:size]}" for size in (2, 3, 4))
    yield from (f"field={field}" for field in sorted({view.clauses[index].who for index in reading.clauses}))


def _verbs(view: View, reading: Reading) -> Iterator[str]:
    """The words that name the kind, anywhere and at both ends, and what the form says of it."""
    words = [view.text[view.clauses[index].start : view.clauses[index].end] for index in reading.clauses]
    for name, pattern in _VERBS.items():
        if any(pattern.search(clause) for clause in words):
            yield f"v={name}"
        if any(pattern.search(clause) for clause in words[:2]):
            yield f"v first={name}"
        if pattern.search(words[-1]):
            yield f"v last={name}"
    yield from (f"typed={typed}" for typed in set(_TYPED.findall(view.text)))


def scope_cues(view: View, reading: Reading) -> Iterator[str]:
    """Whether it is a matter of others, by its words and by what the operator says of it."""
    count = len(set(OTHERS_MATTER.findall(reading.words)))
    culture = len(
        {
            hit.normal
            for index in reading.clauses
            for hit in view.hits[index]
            if hit.kind in ("venue", "topic") and len(hit.normal) > 1
        }
    )
    referred = REFERRED.search(reading.words) is not None
    end = reading.clauses[-1]
    after = ""
    for index in range(end + 1, min(len(view.clauses), end + 1 + _AFTER)):
        words = view.text[view.clauses[index].start : view.clauses[index].end]
        if ANEW.match(words) or CONTACT_TALK.search(words):
            break
        after += words + "，"
    later = REFERRED.search(after) is not None
    yield from (
        f"others={min(count, 2)}",
        f"culture={min(culture, 2)}",
        f"others={min(count, 1)}/culture={min(culture, 1)}",
    )
    yield from (
        f"referred={referred}",
        f"referred after={later}",
        f"referred={referred or later}/culture={min(culture, 1)}/others={min(count, 1)}",
    )


def _by_clause(view: View, reading: Reading) -> Iterator[str]:
    """The labels of single clauses: the last wish and the strongest fault are often short."""
    for name in ("kind", "urgency", "category"):
        sums: dict[str, float] = {}
        for index in reading.clauses:
            said = view.said[index]
            if said and said.intents[0][0] == "submit_need":
                for label, chance in said.attributes[name][:3]:
                    sums[label] = sums.get(label, 0.0) + chance
        if sums:
            yield f"clauses {name}={max(sums, key=lambda label: sums[label])}"
            total = sum(sums.values())
            yield from (f"clauses {name}:{label}" for label, chance in sums.items() if chance > total / 4)
    intents = {said.intents[0][0] for index in reading.clauses if (said := view.said[index])}
    yield from (f"some intent={intent}" for intent in sorted(intents))
