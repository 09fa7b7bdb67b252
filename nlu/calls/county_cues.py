"""What a record says of whether a need lies in a village or town, or is a matter of the county with no place."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.calls.attributes import Reading
from nlu.calls.candidates import Candidate, who_says
from nlu.calls.clauses import spans_of
from nlu.calls.cues import OTHERS_MATTER, REFERRED
from nlu.calls.view import View

_OURS = re.compile(
    r"(?:我们|俺们?|咱们?|该|本|其|他们|她们)(?:村|社区|庄|镇|乡|街道|队|这)|村[里口头委东西南北中上]|社区里|镇上|镇里|乡里"
)
_COUNTY = re.compile(
    r"(?<![村镇乡])(?:县里?(?![道医])|市里?(?:图|文|博|美)|城区|文化馆|图书馆|博物馆|美术馆|影剧院|大剧院|剧院|影城|电影院|公众号|景区|老年大学)"
)
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,8})[】\]:： \u3000|]*\Z")
_ROUND = 12
_PARTS = 5
Spans = Sequence[tuple[int, int]]


def county_cues(view: View, reading: Reading, candidates: Sequence[Candidate]) -> list[str]:
    """Return features of a need: village or county in its words and last before them, and how places are named."""
    spans = spans_of(view.clauses, reading.clauses)
    found = [*spoken_of(view, reading, candidates), *_named(view, spans, candidates)]
    found.append(f"begin={min(spans[0][0] * _PARTS // max(1, len(view.text)), _PARTS - 1)}")
    found.append(f"size={min(len(reading.words) // 30, 5)}")
    return list(dict.fromkeys(found))


def spoken_of(view: View, reading: Reading, candidates: Sequence[Candidate]) -> list[str]:
    """Return whether village, county or other offices come in the need, and which of the first two last before it."""
    spans = spans_of(view.clauses, reading.clauses)
    named = any(_within(end - 1, spans) for one in candidates for _, end in one.said)
    ours, county = _spots(view.text)
    last_ours, last_county = (
        max((at for at in spots if at < spans[0][0]), default=-1) for spots in (ours, county)
    )
    latest = "none" if last_ours == last_county else "ours" if last_ours > last_county else "county"
    here = "/".join(str(min(sum(_within(at, spans) for at in spots), 2)) for spots in (ours, county))
    return [
        f"latest={latest}/{here}",
        f"latest={latest}/{here}/in={named}",
        f"all={bool(ours)}/{bool(county)}/{here}",
        *_others(reading),
    ]


@lru_cache(maxsize=4)
def _spots(text: str) -> tuple[list[int], list[int]]:
    """Where village and county are spoken of; asked again for each need of a record."""
    ours, county = ([match.start() for match in pattern.finditer(text)] for pattern in (_OURS, _COUNTY))
    return ours, county


def _others(reading: Reading) -> Iterator[str]:
    """Words of other offices' matters and of being sent on to them."""
    others = len(set(OTHERS_MATTER.findall(reading.words)))
    yield from (f"others={min(others, 2)}", f"referred={REFERRED.search(reading.words) is not None}")


def _named(view: View, spans: Spans, candidates: Sequence[Candidate]) -> Iterator[str]:
    """Who names the places, where, in which field of a form, and the letters beside them."""
    begin = spans[0][0]
    for at, end in sorted({said for one in candidates for said in one.said}):
        where = "in" if _within(at, spans) else "before" if at < begin else "after"
        yield f"said={who_says(view, at)}/{where}"
        yield from (f"b={view.text[max(0, at - 2) : at]}", f"a={view.text[end : end + 2]}")
        label = _LABEL.search(view.text[max(0, at - _ROUND) : at])
        if label and view.layout.style == "form_paste":
            yield f"label={label[1][-4:]}"


def _within(at: int, spans: Spans) -> bool:
    return any(start <= at < end for start, end in spans)
