"""The number of an earlier case as it is said in a call: spelt, in groups, of any office, or only its last digits."""

import re
from collections.abc import Iterator

from nlu.calls.layout import Layout
from nlu.case_numbers import CaseNumbers
from nlu.digits import ascii_digits
from nlu.understanding import Entity

_DASH = r"(?:(?:[后中]\s?[头面边间])?(?:再?加?[一1]?个)?(?:横杠|横线|短横|中划线|杠|横)|[-–—_])"
_SPELT = re.compile(
    rf"(?<![A-Za-z])(?P<letters>[A-Z](?:\s?[A-Z]){{1,3}})\s?[-–—]?\s?(?P<day>20\d\d\s?年?\s?[01]\s?\d\s?月?\s?[0-3]\s?\d)[日号]?"
    rf"[\s，,。]*(?P<dash>{_DASH})?[\s，,。]*(?P<number>\d(?:\s?\d){{1,6}})(?!\d)",
    re.IGNORECASE,
)
"""W H 2026 1103 0021, WH20261028 横杠 0019; digits are ASCII here, whatever was said."""
_OTHER_OFFICE = re.compile(
    r"(?:编号|单号|工单号?|受理号|流水号)[^A-Za-z\d\n]{0,14}(?P<code>[A-Z]{1,4}[-–—]?\d[\d-]{3,}\d)(?![\dA-Za-z])",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(
    r"(?:工单|单号|编号|受理号|单子|件)(?:的)?(?:尾号|末尾|后四位|后4位|末四位)(?:是|为|叫)?[^\d\n]{0,3}(?P<code>\d{3,6})(?!\d)"
)
_FORMER = re.compile(
    r"(?:原|上次|前次|此前|历史|关联|曾)(?:的)?(?:工单|单号|编号|件|受理)?(?:编?号)?[：:\s]{0,2}\Z"
)
_NEAR = 10
OURS = "WH"


def said_number(text: str, layout: Layout, cases: CaseNumbers) -> Entity | None:
    """Return the last number said of an earlier case, not that of the work order itself.

    ``normal`` has the form of our numbers where it has their letters, else what was said.
    """
    own = [turn for turn in layout.turns if turn.who == "other"]
    said = [
        entity
        for entity in (*cases.entities, *_spelt(text))
        if _FORMER.search(text, max(0, entity.start - _NEAR), entity.start)
        or not any(turn.start <= entity.start < turn.end for turn in own)
    ]
    full = [entity for entity in said if not (entity.normal or "").isdigit()]
    return max(full or said, key=lambda entity: entity.end, default=None)


def _spelt(text: str) -> Iterator[Entity]:
    digits = ascii_digits(text)
    if len(digits) != len(text):
        return
    for match in _SPELT.finditer(digits):
        letters = re.sub(r"\s", "", match["letters"]).upper()
        start, end = match.span()
        day, number = re.sub(r"\D", "", match["day"]), re.sub(r"\D", "", match["number"])
        normal = f"{OURS}{day}-{number:0>4}" if letters == OURS else text[start:end]
        yield Entity("case_no", text[start:end], start, end, normal)
    for pattern in (_OTHER_OFFICE, _LAST_DIGITS):
        for match in pattern.finditer(digits):
            start, end = match.span("code")
            yield Entity("case_no", text[start:end], start, end, text[start:end])
