"""Which of several numbers the caller points to: 打手机, 第一个, 尾号四五的, 我妈的那个, 村委的别打."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.digits import ascii_digits
from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_numbers")


KIN = any_of(_WORDS["kin"])
_AGAINST = r"(?:别再?|不(?:要|用|必|能|让)再?|不(?=[打拨记留找联])|勿再?|甭再?|莫再?|无需|少)"
_VERB = r"(?:打|拨|记(?!的|录|者)|留|登(?!记的)|写|填|用|找|联系(?!方式|电话|人|号)|联络|回访|回拨|回电|回|以|按|存|发|优先|首选|通知|呼|转|加|改|改成|换)"
_STANCES = {
    "last_resort": re.compile(
        r"(?:打不通|找不[着到]|联系不[上到]|实在(?:不行)?|万一|急事)[了的话时候就请再也可以你您们，,\s]*\Z"
        r"|(?<!白天)(?<!上班)(?<!平时)(?:不通|不接|没人接|占线|不在|不行|没空|通不了|接不[通着到])[了的话时候就请再也可以你您们\s]*\Z"
    ),
    "mostly": re.compile(r"(?:平常|平时|一般|主要|多半|优先|首先|先|还是|以后都|都)[，,\s]*\Z"),
    "sometimes": re.compile(
        r"(?:[早晚]上|[晚夜]间|白日|上午|下午|中午|夜里|夜班|周末|周[一二三四五六日0-9]|礼拜\w|星期\w|[下放]\w|班|后|时|前|寒暑假|短信)[以之]?[后前]?(?:找[他她我])?[就请再可以，,\s]*\Z"
    ),
}
"""What stands before the words that point, and how far these hold then."""
_PROPOSED = re.compile(r"[^，。\n]{0,3}(?:吗|[？?]|对吧|是吧|行不行|可以不)")
_ALSO = re.compile(r"(?:那?个?号?)?(?:也|亦)(?:行|可|中|成|能)|备用")
_SORTS = {
    "mine": r"(?:我|俺|咱)(?:自己|本人)?(?:这个|这边|这部|手上)?(?:的|手机|号|这)|(?:我|俺)(?:自己|本人)|本人|自己|(?:我|俺)(?![\u4e00-\u9fff])",
    "kin": rf"(?:我|俺|咱|其|他|她)?(?:们)?(?:家)?(?P<whom>{KIN})(?:的|那|手机|电话|号|本人)?",
    "they": r"[他她](?:的|们|那|本人|手机)?|人家的?|对方",
    "mobile": r"(?:我|俺|个人)?的?(?:手机|移动|小号)",
    "landline": r"(?:我|俺)?(?:家里|家|屋里)?的?(?:座机|固话|固定电话|坐机|座机子|家里|家庭电话|宅电)",
    "office": rf"(?:我|俺|们)*(?P<where>{any_of(_WORDS['office'])})(?:的|那|座机|电话)?",
    "first": r"(?:前[头面边]|头一|第[1一]|先头|前一?|上[头面一]|头里|刚才|开头|先说|先报|先前)(?:那|这)?(?:说|报|念|给)?的?(?:个|部|号|那|串)?(?:的|号)?",
    "last": r"(?:后[头面边一来]|第[2二]|末了|最后|后|下[头面一]|新)(?:那|这)?(?:说|报|念|给)?的?(?:个|部|号|那|串)(?:的|号)?",
    "this": r"(?:这|此|该)(?:个|部|号|串|一个)?(?=[，。；;,\s吧的就也行号）)\n]|\Z)",
    "that": r"(?:那|另)(?:个|部|号|一个|外)(?=[，。；;,\s吧的就也行号）)\n]|\Z)",
    "here": r"[^，。；;,\n#打拨不]{0,9}?(?=#)",
    "tail": r"(?:尾号|末尾|结尾|最后|后4位)\D{0,3}(?P<tail>\d{2,4})|(?P<tailed>\d{2,4})(?:结尾|收尾|尾)",
    "head": r"(?P<head>1[3-9]\d|0\d{2,3})(?:那|的|开头|打头|这)",
}
_ONE = "|".join(
    f"(?P<{name}_>{words})" for name, words in ((name, _SORTS[name]) for name in (
        "tail", "head", "landline", "office", "mobile", "kin", "first", "last", "mine", "they", "this", "that", "here"))
)  # fmt: skip
_POINTED = re.compile(rf"(?P<against>{_AGAINST})?(?P<verb>{_VERB})(?:给|到|上|的是|了|成)?(?:{_ONE})")
_VALUED = re.compile(
    rf"(?:{_ONE})(?:的?(?:号码?|电话|座机|手机))?(?:(?P<for>[是就更最]{{0,2}}(?:优先|为准|为主|首选|常用|方便|随时|快|能找到|先打|稳|保险|靠谱|打得通|接得着))"
    rf"|(?P<against>(?:(?!手机|座机|固话|家里|[他她我俺])[^，。；;,.\n\d#]){{0,3}}(?:{_AGAINST}{_VERB}|打不通|备用|停机|停了|不用了|没人接|不常|不大|很少|关机|没电|没信号|不好使|不接|接不|备着|作废|欠费|老听不|信号差)))"
)
_ASKED = re.compile(
    r"(?:打|记|留|用|回|拨|写|联系|以|存|登|找|先|按)(?:[你您]的?)?(?:哪|谁的)[^\n]{0,12}?(?:[？?，。\s]|\Z)(?:\n?[^\n：:】]{0,8}[：:】]\s?)?"
    rf"[哎呃嗯啊哦就那还是，,\s]{{0,4}}(?P<negated>{_AGAINST})?(?:{_VERB})?(?:{_ONE})"
)
"""The operator asks which; what follows in the same line or turn is the answer."""
_NEAR_BEFORE, _NEAR_AFTER = 18, 80
_BOUND = re.compile(r"[^，。；;,！!？?打拨\n]{0,6}[，：:（(\s]?\Z")


class Pointer(NamedTuple):
    """Words that point to a number: ``sort`` says how, ``stance`` is for, against, asked (for when
    asked), proposed (by the operator) or how far it holds.

    ``words`` are the digits or the person told, ``own`` is whether it is called the caller's own.
    """

    start: int
    end: int
    sort: str
    stance: str
    words: str
    own: bool


class Known(NamedTuple):
    """What is known of one number said: where (spans), its digits, whose it seems to be, in which words."""

    spans: tuple[tuple[int, int], ...]
    digits: str
    owners: frozenset[str]
    people: str


def pointers(text: str, spans: Sequence[tuple[int, int]]) -> list[Pointer]:
    """Return the pointers near the numbers at ``spans``, in order; digits said are none."""
    plain = ascii_digits(text)
    for start, end in spans:
        plain = plain[:start] + "#" * (end - start) + plain[end:]
    first, last = max(0, spans[0][0] - _NEAR_BEFORE), min(len(plain), spans[-1][1] + _NEAR_AFTER)
    found = [
        _pointer(match, stance)
        for pattern, stance in ((_ASKED, "asked"), (_POINTED, "for"), (_VALUED, "for"))
        for match in pattern.finditer(plain, first, last)
        if _is_near(match, spans)
    ]
    return sorted(found)


def _is_near(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(
        start - _NEAR_BEFORE <= match.end() and match.start() <= end + _NEAR_AFTER for start, end in spans
    )


def _pointer(match: re.Match[str], stance: str) -> Pointer:
    groups = match.groupdict()
    sort = next(name for name in _SORTS if groups[f"{name}_"] is not None)
    before = match.string[max(0, match.start() - 8) : match.start()]
    if groups.get("against") or groups.get("negated"):
        stance = "against"
    elif _ALSO.match(match.string, match.end(f"{sort}_")):
        stance = "last_resort"
    elif _PROPOSED.match(match.string, match.end(f"{sort}_")):
        stance = "proposed"
    elif stance != "asked":
        stance = next((name for name, words in _STANCES.items() if words.search(before)), stance)
    words = groups["tail"] or groups["tailed"] or groups["head"] or groups["whom"] or groups["where"] or ""
    own = groups[f"{sort}_"].startswith(("我", "俺", "本", "咱"))
    return Pointer(match.start(), match.end(f"{sort}_"), sort, stance, words, own)


def _fits(pointer: Pointer, at: int, numbers: Sequence[Known]) -> bool:
    """Whether a pointer may mean the number at a place."""
    one, sort = numbers[at], pointer.sort
    said = [place for place, known in enumerate(numbers) if known.spans[0][1] <= pointer.start] or [at]
    mixed = len({known.digits.startswith("1") for known in numbers}) > 1
    if sort in ("mobile", "landline") and (mixed or not pointer.own):
        return one.digits.startswith("1") == (sort == "mobile")
    if sort in ("kin", "office") and any(pointer.words in known.people for known in numbers):
        return pointer.words in one.people
    plain = {
        "first": at == said[0],
        "last": at == said[-1],
        "tail": one.digits.endswith(pointer.words),
        "head": one.digits.startswith(pointer.words),
        "this": at == _nearest(pointer, numbers),
        "that": at == _nearest(pointer, numbers),
    }
    return plain[sort] if sort in plain else _is_whose("kin" if sort == "they" else sort, at, numbers)


def _is_whose(whose: str, at: int, numbers: Sequence[Known]) -> bool:
    """Whether a number is said to be of these; one of which nothing is said is the caller's own."""
    if whose in ("kin", "office"):
        return whose in numbers[at].owners
    own = [place for place, known in enumerate(numbers) if "mine" in known.owners]
    return at in (own or [place for place, known in enumerate(numbers) if not known.owners])


def _nearest(pointer: Pointer, numbers: Sequence[Known]) -> int:
    """The number said last before the pointer, else the first."""
    ends = [max((end for _, end in one.spans if end <= pointer.start), default=-1) for one in numbers]
    return max(range(len(numbers)), key=lambda at: (ends[at], -at))


def bound(text: str, pointer: Pointer, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the number that follows a pointer at once: 打我妈的138…"""
    if pointer.sort in ("first", "last", "this", "tail", "head"):
        return None
    following = next((span for span in spans if span[0] >= pointer.end), None)
    return following if following and _BOUND.match(text[pointer.end : following[0]]) else None


def told(text: str, numbers: Sequence[Known]) -> Iterator[tuple[int, Pointer, bool]]:
    """Yield for each pointer that tells numbers apart: the place of a number, the pointer, whether it means that."""
    spans = sorted(span for one in numbers for span in one.spans)
    for pointer in pointers(text, spans):
        at_once = bound(text, pointer, spans)
        fits = [
            at
            for at, one in enumerate(numbers)
            if (at_once in one.spans if at_once else pointer.sort != "here" and _fits(pointer, at, numbers))
        ]
        if 0 < len(fits) < len(numbers):
            yield from ((at, pointer, at in fits) for at in range(len(numbers)))
