"""What a message means, as staff say it: 投诉 服务, 常见问题 收费, 查进度. Back and forth."""

import re

from storage.labels import CATEGORIES, FAQS, INTENTS, KINDS, URGENCIES
from storage.review_items import Labels, Reading, proper

NAMES: dict[str, dict[str, str]] = {
    "faq": FAQS, "intent": INTENTS, "kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES,
}  # fmt: skip
"""Label -> code -> the name that people read and say."""
_ALSO: dict[str, dict[str, str]] = {
    "intent": {
        "反映": "submit_need", "诉求": "submit_need", "提诉求": "submit_need", "常见咨询": "ask_faq",
        "问进度": "check_status", "转人工": "human", "找人": "human", "打招呼": "greet", "感谢": "thanks",
        "再见": "bye", "广告": "abuse", "骂人": "abuse", "不归我们": "out_of_scope", "不归咱": "out_of_scope",
        "超出范围": "out_of_scope", "撤销": "withdraw", "打分": "evaluate", "确认": "affirm", "否认": "deny",
        "取消": "cancel", "删个人信息": "delete_data", "附和": "cosign",
    },
    "kind": {"请求": "request"},
    "category": {
        "活动": "activity", "设施": "facility", "服务": "service", "遗产": "heritage", "非遗": "heritage",
        "文物": "heritage", "市场": "market", "旅游": "market", "其他类": "other",
    },
    "urgency": {"不急": "normal", "普通": "normal", "急": "urgent", "特急": "urgent"},
    "faq": {"开馆时间": "opening_hours", "免费吗": "fees", "借书证": "library_card"},
}  # fmt: skip
_SAID: dict[str, tuple[str, str]] = {
    word: (label, code)
    for label in NAMES
    for word, code in (*((name, code) for code, name in NAMES[label].items()), *_ALSO[label].items())
}
_WORD = re.compile("|".join(sorted(map(re.escape, _SAID), key=len, reverse=True)))
_BESIDE = re.compile(
    r"应该|应当|这句|这条|就是|类型|类别|程度|意思|[这那是算个条类的了吧呀啊，,、。.！!：:\s·　]"
)
_OF_NEEDS = ("kind", "category", "urgency")
USUAL_URGENCY = "normal"


def spoken(labels: Labels) -> str:
    """Return the meaning in words; ``read`` understands them again."""
    if labels.intent == "submit_need" and labels.kind is not None:
        shown = [NAMES[name].get(getattr(labels, name) or "", "") for name in _OF_NEEDS]
        return " ".join(name for name in shown if name and name != URGENCIES[USUAL_URGENCY])
    return " ".join(filter(None, (INTENTS.get(labels.intent, ""), FAQS.get(labels.faq or "", ""))))


def exact(labels: Labels) -> str:
    """Return the meaning in words that leave nothing to be filled in by what was known before."""
    return (
        f"{spoken(labels)} {URGENCIES[labels.urgency]}"
        if labels.urgency == USUAL_URGENCY and labels.kind
        else spoken(labels)
    )


def read(words: str, known: Labels) -> Labels | None:
    """Return the labels that the words give, gaps filled from ``known``; None where they say anything else."""
    if _BESIDE.sub("", _WORD.sub("", words)) or not _WORD.search(words):
        return None
    return told(known, dict(_SAID[match[0]] for match in _WORD.finditer(words)))


def told(known: Labels, said: dict[str, str]) -> Labels:
    """Return the labels with what was said: a kind makes it a need, a common question a question."""
    intent = said.get("intent", known.intent)
    if any(name in said for name in _OF_NEEDS):
        intent = "submit_need"
    elif "faq" in said:
        intent = "ask_faq"
    return filled(Labels(intent), known, said)


def filled(labels: Labels, known: Labels, said: dict[str, str]) -> Labels:
    """Return the labels with what was said, their own, what was known, and the usual urgency, in this order."""
    found = {
        name: said.get(name) or getattr(labels, name) or getattr(known, name) for name in (*_OF_NEEDS, "faq")
    }
    found["urgency"] = found["urgency"] or USUAL_URGENCY
    return proper(Labels(labels.intent, **found, audience=labels.audience or known.audience))


def likely(reading: Reading, proposal: Labels | None) -> tuple[Labels, ...]:
    """Return the likeliest meanings, best first: what people proposed, then the intents of the model."""
    known = reading.labels
    intents = dict.fromkeys((known.intent, *(intent for intent, _ in reading.ranking)))
    guesses = [filled(Labels(intent), known, {}) for intent in intents if intent in INTENTS]
    proposed = [filled(proposal, known, {})] if proposal else []
    return tuple(dict.fromkeys([*proposed, *guesses]))[:3]
