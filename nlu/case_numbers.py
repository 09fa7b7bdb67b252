"""Case numbers in any writing, in the form WHyyyymmdd-nnnn or their last four digits."""

import re
from typing import NamedTuple

from nlu.digits import ascii_digits
from nlu.understanding import Entity

_MAYBE = re.compile(r"\d{3}|\d[ -]\d\d")
_GAP = r"[ \-–—_./:：#]{0,2}"
_FULL = re.compile(
    rf"(?<![A-Za-z])WH{_GAP}(20\d\d)年?{_GAP}(\d\d)月?{_GAP}(\d\d)日?{_GAP}(?:第)?{_GAP}(\d{{1,4}})(?!\d)号?",
    re.IGNORECASE,
)
_NO_PREFIX = re.compile(
    r"(?<![\dA-Za-z])(20\d\d)[ .-]?(\d\d)[ .-]?(\d\d)(?:[-–—_#]|(?<=[ .-]\d\d) )(\d{4})(?!\d)"
)
_AFTER_CUE = re.compile(
    r"(?:单号|编号|工单号?|案号|受理号|登记号|件号)[是为:：号 ]{0,3}(20\d\d)[ .-]?(\d\d)[ .-]?(\d\d)"
    r"[ .-]?(\d{4})(?!\d)"
)
_SHORT = (
    re.compile(
        r"(?:尾号|末尾|单号|编号|工单|单子|案子|那件|这件|那条|那个|件号|"
        r"第|#|№)(?:是|为)?[ :：]?(\d{4})(?![\d年届期个人元块米平万本户])号?"
    ),
    re.compile(r"(?<![\d.])(0\d{3})(?!\d)(?:号|这件|那件|这个|那个|这条|那条|的?单子|单)"),
    re.compile(
        r"\A\s*#?(\d{4})号?[\s，,：:、]*(?=派|转|退|办|签|回复|回访|销|"
        r"延|催|查|补充|结|看|打开|撤|处理|整改|不|已|到|什么|怎|咋|进|"
        r"\Z)"
    ),
)
_PHONE_TALK = re.compile(r"电话|手机|号码|写反|不是\d{4}|1[3-9]\d{9}|不对.{0,3}尾号")
_MONTHS, _DAYS = 12, 31


class CaseNumbers(NamedTuple):
    """All case numbers as entities and the last of them, which is the one meant."""

    entities: tuple[Entity, ...]
    chosen: str | None


_NONE = CaseNumbers((), None)


def find_case_numbers(text: str) -> CaseNumbers:
    """Find full numbers; where there is none, four digits that are said like a number."""
    digits = ascii_digits(text)
    if not _MAYBE.search(digits):
        return _NONE
    entities = [
        _full(text, match)
        for pattern in (_FULL, _AFTER_CUE, _NO_PREFIX)
        for match in pattern.finditer(digits)
        if _is_date(match)
    ]
    entities = _without_overlaps(entities) or list(_short(text, digits))
    return CaseNumbers(tuple(entities), entities[-1].normal if entities else None)


def _full(text: str, match: re.Match[str]) -> Entity:
    start = match.start() if match[0][:1] in "Ww" else match.start(1)
    end = match.end(4)
    normal = f"WH{match[1]}{match[2]}{match[3]}-{match[4]:0>4}"
    return Entity("case_no", text[start:end], start, end, normal)


def _is_date(match: re.Match[str]) -> bool:
    return 1 <= int(match[2]) <= _MONTHS and 1 <= int(match[3]) <= _DAYS


def _short(text: str, digits: str) -> list[Entity]:
    if _PHONE_TALK.search(digits):
        return []
    for pattern in _SHORT:
        if match := pattern.search(digits):
            start, end = match.span(1)
            return [Entity("case_no", text[start:end], start, end, match[1])]
    return []


def _without_overlaps(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept
