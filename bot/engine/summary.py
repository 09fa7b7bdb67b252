"""A short neutral line of what was said, without contact data."""

import re

from nlu.understanding import Entity, Understanding

MAX_CHARS = 100
ENOUGH = 4
"""A piece of a clause with a telephone in it says something from so many characters on."""
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]*")
_LABEL = re.compile(r"(?:我的?|俺的?)?(?:联系)?(?:电话|手机号?|号码|联系方式)(?:号码)?(?:是|：|:)?\s*$")
_OPENING = re.compile(
    r"^(?:(?:您好|你好|你们好|喂|@\S+|在吗|领导好|另外|还有|对了|再一个|补充一下|再补充一下|顺便"
    r"|(?:再|还|我?想|我?要|俺想)?(?:报|说|提|反映|反应|投诉)(?:一下|[一]?[个件](?:事情?|建议|意见)?))(?:[，,。！!～~：:\s]+|$))+"
)
_SELF = re.compile(
    r"^(?:(?:(?:我|俺|本人)?(?:想|要|要求|希望|请求)?匿名(?:地|来)?"
    r"(?:说|讲|提|报|问|反映|反应|举报|投诉)?(?:一下|一?[个件](?:事情?|问题|情况|建议|意见)?)?"
    r"|(?:我|俺)?(?:今年|才|刚|已经|都|快|满)*(?:\d{1,3}|[一二三四五六七八九十]{1,3})周?岁(?:多|半)?了?)"
    r"[，,。；;！!～~：:\s]+)+"
)
"""Who speaks, or that they will not say who: nothing of the matter."""
_BROKEN_NUMBER = re.compile(r"[，,。;；\s]*(?:联系)?(?:电话|手机号?|号码)?(?:是|：|:)?\s*(?<!\d)1[3-9]\d{5,}")
_INTRODUCES = re.compile(r"(?:[我俺]们?是)$")


def summarise(read: Understanding, start: int = 0, end: int | None = None) -> str:
    """Return the words between ``start`` and ``end`` without telephone, name and bare self-introduction.

    At most ``MAX_CHARS`` characters; where nothing else remains, the words as they are.
    """
    text = read.text[start:end]
    kept = "".join(clause for clause in _clauses(read, start, text))
    kept = _SELF.sub("", _OPENING.sub("", _BROKEN_NUMBER.sub("", kept)))
    kept = _OPENING.sub("", kept).strip("，,；; \n")
    return (kept or text.strip())[:MAX_CHARS]


def _clauses(read: Understanding, offset: int, text: str) -> list[str]:
    clauses = []
    for match in _CLAUSE.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        inside = [e for e in read.entities if e.start < end and e.end > start]
        if any(e.entity in ("phone", "person") for e in inside):
            clauses.append(_without_contact(read, start, end, inside))
        elif not _only_place(match.group(), inside):
            clauses.append(_without_place(read, start, end, inside))
    return clauses


def _without_place(read: Understanding, start: int, end: int, inside: list[Entity]) -> str:
    """Cut Chinese place names: the place stands in fields of its own, where it can be corrected."""
    kept, at = "", start
    for place in sorted((e for e in inside if e.entity == "place"), key=lambda e: e.start):
        if place.start < at or place.value.isascii():
            continue
        follows = read.text[place.end : place.end + 1] == "的"
        before = read.text[at : place.start].removesuffix("在")
        kept += _INTRODUCES.sub("", before) if follows else before
        at = place.end + follows
    return kept + read.text[at:end]


def _without_contact(read: Understanding, start: int, end: int, inside: list[Entity]) -> str:
    """Drop a clause that is all contact; cut contact out of one that says more."""
    phones = [e for e in inside if e.entity == "phone"]
    if not phones:
        return read.text[start:end] if end - start > 12 else ""
    before = _LABEL.sub("", read.text[start : max(start, phones[0].start)])
    after = read.text[phones[-1].end : end]
    return "".join(part for part in (before, after) if len(part.strip("，,。 ")) > ENOUGH)


def _only_place(clause: str, inside: list[Entity]) -> bool:
    """Whether a clause says only where the speaker is from: 我是燕崖镇碾砣村的."""
    places = [e for e in inside if e.entity == "place"]
    if not places or len(inside) != len(places):
        return False
    rest = len(clause) - sum(e.end - e.start for e in places)
    return rest <= 5
