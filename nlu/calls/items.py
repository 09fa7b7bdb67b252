"""The numbered points of a record: 第一 … 第二, 一是 … 二是, 1. … 2., ① … ②, bullets, and speakers of a meeting in turn."""

import re
from collections.abc import Iterator, Sequence

_VALUES = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict(zip("①②③④⑤⑥⑦⑧⑨", range(1, 10), strict=True)),
    **dict(zip("123456789", range(1, 10), strict=True)),
    **dict(zip("ABCDEFG", range(1, 8), strict=True)),
    "头一": 1,
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "首": 1,
    "次": 2,
    "末": 3,
}
_EDGE = r"(?:(?<=[。；;，,、：:！？!?\n\s）)】|》”」/了事件个项条点题下说映询诉求])|^)"
_FAMILIES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"第(?P<n>[一二三四五六七八九])(?![一二三四五六七八九十次回年届天场名]|[\u4e00-\u9fff]?(?:次|小学|中学|届|实验))|(?P<n2>头一)(?=[个件条桩样])",
        rf"{_EDGE}(?P<n>[一二三四五六七八九])(?=[是来、：:.．]|，(?!二))(?!、[二三四五六七八九])",
        r"(?P<n>[①②③④⑤⑥⑦⑧⑨])",
        r"[(（](?P<n>[一二三四五六1-9])[)）]",
        rf"{_EDGE}(?P<n>[1-9])(?:[.．、，,）):：]\s?(?!\d)|\s?(?=[\u4e00-\u9fff])(?![年月日号个点次人名块元天楼栋单层米万千百多台套间本把张条岁路班件位场时小周户级届组排]))",
        r"(?:发言|诉求点?|事项|问题|内容|建议|议题)(?P<n>[一二三四五六1-6])(?!个|件|、|，[一二])",
        rf"{_EDGE}(?P<n>[A-G])[.．、：:)）]",
        r"第?(?P<n>[一二三四五六])(?:一个|一条|一件|个)(?:是|呢|事|，|就)|其(?P<n2>[一二三四])",
        rf"{_EDGE}(?P<n>首先|其次|再次)|(?P<n2>[首次末])诉",
    )
)
_SPEAKER = re.compile(
    r"(?:(?<=[\n。；;])|^)[^\S\n]*(?![^\n：:]{0,4}(?:时间|地点|主持|记录|参会|出席|备注|其[他它]|电话))[\u4e00-\u9fff·、（）()]{2,14}(?:：|:|——)",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[^\S\n]*(?P<mark>——?|[-•·*▪●■▲※○])(?!\d)", re.MULTILINE)
_LEAST_MARKS = 3


def items(text: str, spoken: Sequence[tuple[int, int]], meeting: bool) -> list[int]:
    """Return where numbered points begin within the given stretches, first to last; empty where there are none.

    ``meeting``: whether names with a colon may be speakers that each make a point.
    """
    chains = [_chain(list(_numbers(pattern, text, spoken))) for pattern in _FAMILIES]
    best = max(chains, key=len)
    if len(best) > 1:
        return best
    bullets = [match.start() for match in _BULLET.finditer(text)]
    speakers = [match.start() for match in _SPEAKER.finditer(text)] if meeting else []
    return next((marks for marks in (bullets, speakers) if len(marks) >= _LEAST_MARKS), [])


def _numbers(
    pattern: re.Pattern[str], text: str, spoken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    for start, end in spoken:
        for match in pattern.finditer(text, start, end):
            groups = match.groupdict()
            yield match.start(), _VALUES[groups.get("n") or groups["n2"]]


def _chain(found: Sequence[tuple[int, int]]) -> list[int]:
    """The longest run 1, 2, 3 … (one number may be missing); what counts from one again restates it."""
    best: list[int] = []
    for first, (start, value) in enumerate(found):
        if value != 1:
            continue
        run, last = [start], 1
        for place, number in found[first + 1 :]:
            if number == 1 and len(run) > 1:
                break
            if last < number <= last + 2:
                run.append(place)
                last = number
        if len(run) > len(best):
            best = run
    return best
