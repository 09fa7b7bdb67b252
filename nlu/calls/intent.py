"""Whether a call states needs or only asks about an earlier case."""

import re
from collections.abc import Iterator

from nlu.calls.earlier import said_number
from nlu.calls.segment import Needs
from nlu.calls.view import View

_STATUS = re.compile(
    r"(?:办|处理|弄|解决|进展|查|走|批|落实|到)(?:得|的)?(?:怎么样|咋样|到哪|哪一步|什么程度|如何|没有|进度|情况|啥样)|进度|有没有(?:结果|回音|消息|信)|有(?:啥|什么)?(?:结果|说法|动静|下文)|(?:问问?|查查?|查一下|问一下|想知道|看看)[^，。]{0,12}(?:到哪|怎么样|咋样|进度|结果|办了没|情况)|查(?:进度|单|工单)|催办|办结"
)
_EARLIER = re.compile(
    r"上(?:回|次|个?月|个?周|个?礼拜|个?星期)|之前|以前|前(?:几|两|些)天|早先|\d+月\d*[号日]?|反映(?:过|的)|报(?:过|的)|打(?:过|的)电话|登记(?:过|的)|单号|编号|工单|尾号"
)
_FRESH = re.compile(r"另外|还有|再(?:反映|提|报)|新(?:的)?(?:诉求|问题|事)")


def intent_row(view: View, needs: Needs) -> list[str]:
    """Return the features of a whole call."""
    return list(_row(view, needs))


def _row(view: View, needs: Needs) -> Iterator[str]:
    clauses = [view.text[clause.start : clause.end] for clause in view.clauses]
    yield from ("bias", f"needs={min(len(needs), 3)}", f"style={view.layout.style}")
    yield f"case_no={_number(view)}"
    status = sum(_STATUS.search(words) is not None for words in clauses)
    yield from (
        f"status={min(status, 3)}",
        f"earlier={min(sum(_EARLIER.search(words) is not None for words in clauses), 4)}",
    )
    yield f"status={min(status, 3)}/case_no={_number(view)}"
    intents = [said.intents[0][0] for said in view.said if said]
    for intent in ("check_status", "submit_need", "urge", "ask_faq"):
        yield f"{intent}={min(intents.count(intent), 4)}"
        yield f"{intent}%={intents.count(intent) * 5 // max(1, len(intents))}"
    inside = {index for need in needs for index in need}
    within = sum(
        _STATUS.search(words) is not None or _EARLIER.search(words) is not None
        for at, words in enumerate(clauses)
        if at in inside
    )
    yield f"within={min(within, 3)}"
    yield f"clean_needs={min(sum(not any(_EARLIER.search(clauses[at]) for at in need) for need in needs), 3)}"
    yield f"fresh={_FRESH.search(view.text) is not None}"
    yield f"clauses_in={len(inside) * 5 // max(1, len(clauses))}"


def _number(view: View) -> bool:
    return said_number(view.text, view.layout, view.cases) is not None
