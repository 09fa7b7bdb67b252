"""From words, stars, digits and thumbs to a score."""

import re

VERY_GOOD, GOOD, BASIC, BAD, VERY_BAD = "very_satisfied", "satisfied", "basic", "unsatisfied", "very_unsatisfied"
SCALE = (VERY_BAD, BAD, BASIC, GOOD, VERY_GOOD)
DISSATISFIED = frozenset((BAD, VERY_BAD))

WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (score, re.compile(pattern))
    for score, pattern in (
        (VERY_BAD, r"(?:非常|很|太|特别|十分|极)+不满意|一点[也都]?不满意|[负零0]分|[一1]颗?星|极差|very (?:bad|unsatisfied)"),
        (BAD, r"不(?:太|是很|怎么|大)?满意|没(?:修|办|弄|解决)好|没解决|没用|差评|不咋|不认可|不(?:行|中|好|可以)|👎|(?:not|un|dis)\s?satisfied|still (?:not|broken)"),
        (BASIC, r"基本满意|一般|凑合|马马虎虎|还行|还可以|及格|就那样|过得去|还凑合|so-so|average"),
        (VERY_GOOD, r"(?:非常|很|特别|十分|忒|太|挺|超级?)+满意|满分|太好了|very satisfied|excellent|great"),
        (GOOD, r"满意|好评|👍|这[回次](?:行|中|好|可以)|挺好|不错|很好|修好了|弄好了|办好了|satisfied|\bgood\b"),
    )
)
"""Read in this order: a no hides in many a yes (不满意), so the bad words come first."""

BARE = {"行": GOOD, "中": GOOD, "可以": GOOD, "好了": GOOD, "行了": GOOD, "中了": GOOD, "可以了": GOOD, "挺中": GOOD,
        "好": GOOD, "很差": VERY_BAD, "差": BAD, "没好": BAD}  # fmt: skip
"""Whole messages that rate only where a rating is waited for."""
_EXPLICIT = re.compile(r"满意|评|👍|👎|satisfied|⭐|★|🌟")
_POINTS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d)?)\s*(?:分|颗?星|points?|stars?|/\s*5)")
_CHINESE = re.compile(r"([一二两三四五])\s*(?:分|颗?星)")
_DIGIT = re.compile(r"[1-5]")
_STARS = re.compile(r"[⭐★🌟]")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def score_of(text: str, *, waited: bool = False) -> str | None:
    """Return the score that normalised words give, or None; ``waited`` accepts a bare 5 or 行."""
    plain = text.strip("。.!！~～，, 了吧呢啊").strip() or text
    if waited and (text.strip("。.!！~～ ") in BARE or plain in BARE):
        return BARE.get(text.strip("。.!！~～ ")) or BARE[plain]
    points = _points(text, waited=waited)
    if points is not None:
        return SCALE[max(0, min(4, round(points) - 1))]
    return next((score for score, pattern in WORDS if pattern.search(text)), None)


def explicit(text: str) -> bool:
    """Whether the words are those of a rating and not just good or bad news."""
    return bool(_EXPLICIT.search(text)) or _points(text, waited=False) is not None


def _points(text: str, *, waited: bool) -> float | None:
    """Points on a scale to five; ten and a hundred are brought down to it."""
    if waited and _DIGIT.fullmatch(text.strip("。. ")):
        return float(text.strip("。. "))
    if stars := len(_STARS.findall(text)):
        return float(stars)
    if match := _CHINESE.search(text):
        return float(_NUMBERS[match[1]])
    match = _POINTS.search(text)
    if match is None:
        return None
    number = float(match[1])
    return number if number <= 5 else number / 2 if number <= 10 else number / 20
