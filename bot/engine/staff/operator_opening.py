"""The words that open a record taken down for somebody else, and the way it came in that they name."""

import re

SOURCES: dict[str, str] = {
    "hotline": "来电|话务|热线|通话|电话记录|接电",
    "inspection": "暗访|督查|督导|巡查",
    "meeting": "座谈会?|议事会|恳谈会",
    "box": "意见箱(?:开箱)?|意见簿|留言簿|开箱",
    "letter": "来信|来访|信访|信件",
    "visit": "走访|入户|上门|上报",
}
"""How the need came in, by the words that open the record."""
BY_ROLE = {"operator": "hotline", "supervisor": "inspection"}
OPENS_WITHIN = 12

_ASIDE = (
    r"(?:帮|替|代|给)(?P<name>[^，,。：:；;\s]{1,8}?)来?(?:报|反映|登记|提|记|录)"
    r"(?:一)?(?:个|件|下|上)?(?:事情?|情况|问题|诉求)?"
)
_HEADED = r"【[^】\n]{2,8}】[^\n，,]{0,20}(?:\n|$)?"
_CALLED = r"(?:热线|群众|市民|村民|居民)?来电(?:登记|记录|反映|说|称)?(?!人)"
_DEED = "登记|记录|发现|反映|收到|收集|提出|意见"
_TAKEN = rf"(?:话务|通话|电话|接电|检查)(?:{_DEED})"
_WAYS = (
    rf"(?:群众|市民|村民|居民)?(?:{'|'.join(words for way, words in SOURCES.items() if way != 'hotline')})"
    rf"(?:组|员|时|中|里|上)?(?:{_DEED})?"
)
_ORDERED = (
    r"新建(?:一个|个)?工单|新工单|登记(?:一下|一件|个事)?|录入?(?:一下|一件|个)?|上报(?:一件|个事)?|代报"
)
_BREAK = r"(?:[:：，,。;；\s]+|$)"
_FOUND = r"(?:督查|督导|暗访|巡查|走访|入户)(?:组|时|中)?发现(?!了?(?:吗|没))"
"""Says by itself that a record follows, with no pause behind it."""
OPENING = re.compile(
    rf"\s*(?:(?:{_HEADED}|{_ASIDE}|{_CALLED}|{_TAKEN}|{_WAYS}|{_ORDERED})\s*{_BREAK}|{_FOUND}{_BREAK}?)+"
)
_NAMED = {source: re.compile(words) for source, words in SOURCES.items()}


def opens(text: str) -> bool:
    """Whether the words begin as a record does."""
    return OPENING.match(text) is not None


def named_source(text: str) -> str | None:
    """Return the way that the opening words name, None where they name none."""
    opening = text.strip()[:OPENS_WITHIN]
    return next((source for source, words in _NAMED.items() if words.search(opening)), None)


def source_of(text: str, role: str) -> str:
    """Return how the need came in: by the opening words, else by who files it."""
    return named_source(text) or BY_ROLE.get(role, "visit")
