"""Minutes, visit notes, slips and findings point by point: where each begins and who speaks in it."""

import re
from typing import NamedTuple

from bot.engine.answers import DIGITS
from bot.engine.staff.operator_opening import OPENING
from bot.engine.staff.operator_speaker import TELLS

POINTED = frozenset({"visit", "meeting", "box", "inspection", "letter"})
"""Ways in which what several people said is written down together."""
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩"
_MARK = re.compile(
    rf"(?:^|(?<=[\n。；;：:，,！!？?\s]))[（(]?(?:第\s?)?(?P<n>\d{{1,2}}|[一二三四五六七八九十]|[{_RINGS}])"
    r"(?:[)）、．.：:]|条|点|是|张[:：]?|(?<=[①-⑩]))\s?(?!\d)"
)
_LINE = re.compile(r"\s*(?P<who>[^\s，,。：:；;（(\d]{1,8})(?:[（(][^）)\n]{1,12}[）)])?\s*[:：]\s*")
_LABEL = re.compile(
    "时间|地点|地址|参加|参会|与会|主持|记录|内容|主题|议题|来源|开箱|日期|人员|单位|期限|时限|电话|联系|备注|天气"
    "|事由|诉求|发现|问题|答复|整改|意见|姓名|要求|编号|接线|来电|话务|坐席|客服|市民|群众"
)
_SENTENCE = re.compile(r"[^。；;\n]+[。；;\n]*")
_FOOT = re.compile(
    r"\n\s*(?:记录人?|主持人?|参加(?:人员)?|与会(?:人员)?|整理人?|签字|日期)\s*[:：].*\Z", re.DOTALL
)
_CHARGED = re.compile(
    r"[，,。；;\s（(]*(?:(?:以上|均|都|各项|问题)+[，,]?)?(?:责任|承办|整改|牵头)单位[:：是为]?\s*(?P<unit>[^，,。；;）)\n]{2,20})[）)]?"
    r"|[，,。；;\s（(]*(?:由|责成|交由)(?P<told>[^，,。；;）)\n]{2,16}?)(?:负责整改|负责|整改|办理)[）)]?"
)
_LIMIT = re.compile(
    r"[，,。；;\s（(]*(?:(?:以上|均|都|各项)+[，,]?)?(?:整改|完成|办理)?(?:期限|时限|限期?)[:：于为到至在]?\s*(?P<limit>[^，,。；;）)\n]{2,16}?)"
    r"(?:之?前)?(?:内)?(?:整改|完成|改好|办结|到位)*[）)]?(?=[，,。；;\s）)]|$)"
    r"|[，,。；;\s（(]+(?P<by>[^，,。；;（(\n]{2,14})之?前(?:整改|完成|改好|办结)(?:到位|完毕)?[）)]?"
)


_SHARED = re.compile("以上|均|都|各项")


class Point(NamedTuple):
    """One point: its own words, what to understand of them, who said it, who answers for it until when."""

    words: str
    matter: str
    speaker: str = ""
    unit: str = ""
    limit: str = ""


def split(text: str, source: str) -> tuple[str, tuple[Point, ...]]:
    """Return what stands before the points, and the points; none where it is one matter told as it came."""
    body = _FOOT.sub("", text)
    if source not in POINTED:
        return text, ()
    cuts = numbered(body) or _spoken(body)
    if not cuts:
        charged = source == "inspection" and (_CHARGED.search(body) or _LIMIT.search(body))
        return ("", (point(body, body),)) if charged else (text, ())
    ends = [*(start for start, _ in cuts[1:]), len(body)]
    said = [body[at:end].strip() for (_, at), end in zip(cuts, ends, strict=True)]
    return body[: cuts[0][0]], tuple(point(words, body) for words in said if words)


def numbered(text: str) -> list[tuple[int, int]]:
    """Return where each numbered point begins, and its words behind the number; numbers count from one."""
    found: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text):
        if _number(mark["n"]) == len(found) + 1:
            found.append((mark.start(), mark.end()))
    return found if len(found) > 1 else []


def _number(said: str) -> int:
    if said in _RINGS:
        return _RINGS.index(said) + 1
    return 10 if said == "十" else int(DIGITS.get(said, said))


def _spoken(text: str) -> list[tuple[int, int]]:
    """Return where each begins to speak: a line or sentence that opens with a name."""
    opening = OPENING.match(text)
    body = opening.end() if opening else 0
    lines = [
        (m.start(), m.start()) for m in re.finditer(r"^.+$", text[body:], re.MULTILINE) if _speaker(m[0])
    ]
    told = [(m.start(), m.start()) for m in _SENTENCE.finditer(text[body:]) if TELLS.match(m[0])]
    found = lines if len(lines) > 1 else told
    return [(start + body, at + body) for start, at in found] if len(found) > 1 else []


def _speaker(words: str) -> re.Match[str] | None:
    line = _LINE.match(words)
    return line if line and not _LABEL.search(line["who"]) and len(line["who"]) > 1 else None


def _for_all(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((match for match in pattern.finditer(text) if _SHARED.search(match[0])), None)


def point(words: str, text: str) -> Point:
    """Take speaker, unit and limit out of the words; 以上均限… is said once for all points."""
    told = _speaker(words) or TELLS.match(words)
    matter = words[told.end() :].lstrip("：:，, ") if told else words
    charged = _CHARGED.search(words) or _for_all(_CHARGED, text)
    limit = _LIMIT.search(words) or _for_all(_LIMIT, text)
    return Point(
        words,
        _LIMIT.sub("", _CHARGED.sub("", matter)).strip(" \n，,；;"),
        told["who"] if told else "",
        (charged["unit"] or charged["told"]).strip() if charged else "",
        (limit["limit"] or limit["by"]).strip() if limit else "",
    )
