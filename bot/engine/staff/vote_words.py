"""What staff say about a vote: a question with its options, the end, or how it stands."""

import re
from dataclasses import dataclass
from typing import Literal

Wish = Literal["close", "result"]
_VOTE = r"(?:投(?:一?个)?票|投一票|表决)"
_LEAD = re.compile(
    rf"^(?:请|我们|咱们|大家|一起|现在|来|发起|组织|开始|搞)*(?:一?[个次场轮])?{_VOTE}(?:一下|下)?[\s:：,，。、]*"
)
_END = re.compile(
    rf"(?:结束|截止|停止|关掉?)(?:了|这次|这个|本次|一下|的|掉|\s)*{_VOTE}"
    rf"|{_VOTE}(?:可以|就|已经|到此|[\s:：,，])*(?:结束|截止|停止|为止)"
)
_BEHIND = re.compile(r"[:：?？]")
_BETWEEN = re.compile(r"[、,，;；/|\n]|\s+(?=\d{1,2}[.．)）])")
_OR = re.compile(r"还是|或者")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[A-Ja-j])[.．、)）]\s*")
_ENDS = " \t\n。.!！?？"


@dataclass(frozen=True, slots=True)
class Motion:
    """A question and what can be chosen."""

    question: str
    options: tuple[str, ...]


def motion(text: str) -> Motion | None:
    """Return the question and its options, which stand behind the last mark that has any behind it.

    先修戏台还是先修音响：戏台、音响、都行 · 先修哪个？戏台还是音响
    """
    words = _LEAD.sub("", text)
    for mark in reversed(list(_BEHIND.finditer(words))):
        options = _options(words[mark.end() :])
        question = words[: mark.end() if mark[0] in "?？" else mark.start()].strip(" \n:：,，。、")
        if len(options) > 1 and question:
            return Motion(question, options)
    return None


def wish(text: str) -> Wish:
    """Return what is wanted of a vote that was put before."""
    return "close" if _END.search(text) else "result"


def asks_only(text: str) -> bool:
    """Whether the words put no question at all: 投票结果, 结束投票, 投得怎么样了."""
    rest = _LEAD.sub("", text)
    return bool(_END.search(text)) or (rest != text and bool(_ASKED.match(rest))) or bool(_LOOK.match(text))


_ASKED = re.compile(r"^的?(?:结果|情况|怎么样|咋样|如何|进展)")
_LOOK = re.compile(
    rf"^(?:看看?|查看?|说说|公布|报)?(?:一下)?的?{_VOTE}的?(?:结果|情况)|^(?:大家)?投[得的](?:怎么样|咋样|如何)"
)


def _options(text: str) -> tuple[str, ...]:
    parts = _split(_BETWEEN, text)
    parts = parts if len(parts) > 1 else _split(_OR, text)
    return tuple(dict.fromkeys(parts))


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    parts = (_NUMBERED.sub("", part.strip(_ENDS)).strip(_ENDS) for part in pattern.split(text))
    return [part for part in parts if part]
