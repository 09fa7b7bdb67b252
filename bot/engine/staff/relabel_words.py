"""How staff say that a case has other labels: 改成投诉, 类别改成活动, 应该算设施，不是服务, 改成紧急."""

import re

from bot.engine.staff.operator_labels import SHORT_CATEGORIES, VALUES
from nlu.wordlists import any_of

_SAID: dict[str, tuple[str, str]] = {
    word: (label, code)
    for label, words in {**VALUES, "category": {**SHORT_CATEGORIES, **VALUES["category"]}}.items()
    for word, code in words.items()
} | {"急件": ("urgency", "urgent"), "较急件": ("urgency", "pressing"), "一般件": ("urgency", "normal")}


_WORD = any_of(_SAID).replace("建议", "建议(?!改|换|调|标|按|算|归|定)")
"""建议改成投诉 does not call it a suggestion."""
_NAME = "诉求类型|类型|内容分类|分类|类别|紧急程度|需求程度|程度|标签"
_CUE = "其实|改|换|调|标|设(?!施)|定|算|归|列|应|是|属|不对|错"
_BESIDE = any_of(
    (
        f"{_NAME}|改|更改|修改|换|调整|调|标记|标|设|定|算|归|列|入|到|回|成|为|作|错了|错|搞|弄|写|登记|不对|有误"
        "|应该|应当|应|该|其实|实际上|明明|而|并|就|是|属于|不|也|从|由|把|将|按|当|请|先|这|件|个|条|项|它|类|事|的|了"
        "|吧|呀|啊|哈|一下|还是|得|要|建议"
    ).split("|")
)
_REASON = r"(?:理由|原因|因为|由于|依据)"
RELABELS = (
    rf"^(?=.{{0,30}}?(?:{_CUE}))(?=.{{0,30}}?(?:{_WORD}|{_NAME}))"
    rf"(?>{_WORD}|{_BESIDE}|[，,、。.！!：:；;\s])++(?:{_REASON}.*)?$"
)
"""A message of labels and of what stands around them alone; anything else in it makes it something else."""
_VALUE = re.compile(_WORD)
_DENIED = re.compile(r"(?:不是|不应该是|不该是|不算|不该算|不属于|别算|并非)$")
_WHY = re.compile(rf"{_REASON}[:：是]?\s*(.+)$", re.DOTALL)


def labels_in(text: str) -> dict[str, str]:
    """Return label -> code, as named last and not denied: 不是服务 names nothing, 投诉改成建议 a suggestion."""
    head = _WHY.split(text, maxsplit=1)[0]
    kept = [match[0] for match in _VALUE.finditer(head) if not _DENIED.search(head[: match.start()])]
    return dict(_SAID[word] for word in kept)


def reason_in(text: str) -> str:
    """Return the reason that is called one; behind a mere comma stands what the case is not."""
    match = _WHY.search(text)
    return match[1].strip() if match else ""
