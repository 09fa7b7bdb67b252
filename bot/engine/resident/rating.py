"""From words, stars, digits and thumbs to a score."""

import re

SCALE = ("very_unsatisfied", "unsatisfied", "basic", "satisfied", "very_satisfied")
VERY_BAD, BAD, BASIC, GOOD, VERY_GOOD = SCALE
DISSATISFIED = frozenset((BAD, VERY_BAD))

_PATTERNS: dict[str, tuple[str, ...]] = {
    VERY_BAD: (
        r"(?:非常|很|太|特别|十分|极)+不满意|一点[也都]?不满意|[负零0]分|[一1]颗?星|极差",
        r"very (?:bad|unsatisfied)",
    ),
    BAD: (
        r"不(?:太|是很|怎么|大)?满意|没(?:修|办|弄|解决)好|没解决|没用|差评|不咋[地的样]?|不认可|不咋着|忒孬|太孬|真孬|不(?:行|中|好|可以)|👎",
        r"(?:not|un|dis)\s?satisfied|still (?:not|broken)",
    ),
    BASIC: (
        r"基本满意|一般|凑合|马马虎虎|还行|还可以|及格|就那样|过得去|还凑合|^还中|^还可$|将就|so-so|average",
    ),
    VERY_GOOD: (r"(?:非常|很|特别|十分|忒|太|挺|超级?)+满意|满分|太好了|very satisfied|excellent|great",),
    GOOD: (
        r"满意|好评|👍|这[回次](?:行|中|好|可以)|挺好|不错|很好|修好了|弄好了|办好了|换好了|亮堂|不孬|不赖|怪好|得劲|[可真]中",
        r"satisfied|\bgood\b",
    ),
}
WORDS = tuple((score, re.compile("|".join(parts))) for score, parts in _PATTERNS.items())
"""Read in this order: a no hides in many a yes (不满意), so the bad words come first."""

BARE: dict[str, str] = {
    **dict.fromkeys(("行", "中", "好", "可以", "好了", "行了", "中了", "可以了", "挺中"), GOOD),
    "差": BAD,
    "没好": BAD,
    "很差": VERY_BAD,
}
"""Whole messages that rate only where a rating is waited for."""
_FIRST = re.compile(
    r"(?:[我俺]?(?:就|只能|最多)?(?:给|打)(?:你们?|个|它|他们)?)?"
    r"(?:(?:不太?|很|非常|基本|挺|还算|十分)*满意|好评|差评|[\d一二三四五]颗?[分星]|👍|👎|⭐|(?:not )?satisfied)"
)
_EXPLICIT = re.compile(r"满意|评|👍|👎|satisfied|⭐|★|🌟")
_POINTS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d)?)\s*(?:分|颗?星|points?|stars?|/\s*5)")
_CHINESE = re.compile(r"([一二两三四五])\s*(?:分|颗?星)")
ENOUGH = 4
_NAMED = re.compile(r"^[^，,。；;]{1,8}?那[个件条]")
"""自习室那个 says which case it is and is no reason."""
_PARTS = re.compile(r"[，,。.；;！!？?\n]")
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


def leads(text: str) -> bool:
    """Whether a message begins with a rating, whatever it goes on to tell."""
    return bool(_FIRST.match(text.strip()))


def explicit(text: str) -> bool:
    """Whether the words are those of a rating and not just good or bad news."""
    return bool(_EXPLICIT.search(text)) or _points(text, waited=False) is not None


def gives_reason(words: str) -> bool:
    """Whether a part of the words tells more than the score."""
    words = _POINTS.sub("", _CHINESE.sub("", _NAMED.sub("", words)))
    for _, pattern in WORDS:
        words = pattern.sub("", words)
    parts = [len(part.strip()) for part in _PARTS.split(words)]
    return any(part >= ENOUGH for part in parts) or sum(parts) >= 2 * ENOUGH


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
